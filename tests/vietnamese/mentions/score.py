"""Precision and recall of the readers on labelled paragraphs: `python tests/vietnamese/mentions/score.py [FILE]`.

A document counts by kind and number (or name); its issuer and day, where they are labelled, are counted apart. An
official counts by office, organ and name together, and in 'who' by office and name.
"""

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crawler.vietnamese.mentions import documents, officials

LABELLED = Path(__file__).with_name("labelled")
Fact = tuple[str, ...]


@dataclass
class Paragraph:
    """One paragraph and what a careful reader finds in it."""

    text: str
    documents: list[Fact] = field(default_factory=list)
    officials: list[Fact] = field(default_factory=list)


@dataclass
class Score:
    """Counts of one kind of mention over all paragraphs, and what was wrong."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    def add(self, text: str, found: list[Fact], wanted: list[Fact]) -> None:
        hits = Counter(found) & Counter(wanted)
        self.right += hits.total()
        self.found += len(found)
        self.wanted += len(wanted)
        self.wrong += [f"too much {fact}: {text}" for fact in (Counter(found) - hits).elements()]
        self.wrong += [f"missing  {fact}: {text}" for fact in (Counter(wanted) - hits).elements()]


def paragraphs(file: Path = LABELLED) -> list[Paragraph]:
    """Read a file of labelled paragraphs, parted by empty lines, or all files of a folder."""
    if file.is_dir():
        return [paragraph for part in sorted(file.glob("*.txt")) for paragraph in paragraphs(part)]
    found = []
    for block in file.read_text("utf8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        said = [line for line in lines if line[:2] not in ("D ", "O ")]
        paragraph = Paragraph("\n".join(said))
        for line in lines[len(said) :]:
            facts = tuple(part.strip() for part in line[2:].split("|"))
            (paragraph.documents if line[0] == "D" else paragraph.officials).append(facts)
        found.append(paragraph)
    return found


def score(labelled: list[Paragraph]) -> dict[str, Score]:
    """Score documents, their details (issuer and day), and officials."""
    scores = {"documents": Score(), "details": Score(), "officials": Score(), "who": Score()}
    for paragraph in labelled:
        cited = [
            (d.kind, d.number_key or d.title or "", d.issuer or "", d.date or "")
            for d in documents.find(paragraph.text)
        ]
        named = [(o.office, o.organ or "", o.name) for o in officials.find(paragraph.text)]
        scores["documents"].add(paragraph.text, [d[:2] for d in cited], [d[:2] for d in paragraph.documents])
        scores["details"].add(paragraph.text, list(cited), paragraph.documents)
        scores["officials"].add(paragraph.text, list(named), paragraph.officials)
        who = [[(office, name) for office, _, name in facts] for facts in (named, paragraph.officials)]
        scores["who"].add(paragraph.text, who[0], who[1])
    return scores


def main() -> None:
    """Print the scores and what was wrong."""
    labelled = paragraphs(Path(sys.argv[1])) if len(sys.argv) > 1 else paragraphs()
    print(f"{len(labelled)} paragraphs")
    for name, found in score(labelled).items():
        print(
            f"{name:10} precision {found.precision:.3f} ({found.right}/{found.found})  "
            f"recall {found.recall:.3f} ({found.right}/{found.wanted})"
        )
        print("".join(f"  {line}\n" for line in found.wrong), end="")


if __name__ == "__main__":
    main()
