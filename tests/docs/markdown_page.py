"""A page of the documentation: its fenced blocks in order, and what stands around each."""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

# What CI runs; `text` is all that is not run, and the page says why.
RUN = ("sh", "sql", "python")


@dataclass(frozen=True)
class Block:
    """One fenced block: `stays` is a command that goes on until Ctrl-C, `before` and `after` the text around it."""

    language: str
    stays: bool
    text: str
    line: int
    before: str
    after: str


@dataclass(frozen=True)
class Page:
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text("utf8")

    def blocks(self) -> list[Block]:
        tokens = [t for t in MarkdownIt("commonmark").parse(self.text) if t.type in _TELLING]
        return [
            Block(
                t.info.split()[0] if t.info.split() else "",
                t.info.split()[1:] == ["stays"],
                t.content,
                (t.map or [0])[0] + 1,
                tokens[n - 1].content if n else "",
                tokens[n + 1].content if n + 1 < len(tokens) else "",
            )
            for n, t in enumerate(tokens)
            if t.type in ("fence", "code_block")
        ]

    def answers(self) -> list[tuple[Block, list[str], bool]]:
        """Return each SQL block, the columns that its answer is said to have, and whether it may have no row."""
        found = []
        for block in self.blocks():
            if block.language == "sql":
                said = re.match(r"Answer: ((?:`\w+`(?:, )?)+)", block.after)
                columns = re.findall(r"`(\w+)`", said[1]) if said else []
                found.append((block, columns, "no row" in block.after))
        return found


_TELLING = ("fence", "code_block", "inline", "html_block")
