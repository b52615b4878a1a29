"""The runbook as a page: each finding's section has the finding's code as its place."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from crawler.resources import shipped


@cache
def runbook_html() -> Markup:
    """Return docs/runbook.md as HTML; links to files that are not served stay as their words."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((shipped("docs") / "runbook.md").read_text("utf8"))
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", inline.content)
    for token in tokens:
        if token.children:
            token.children = _served_links(token.children)
    return Markup(reader.renderer.render(tokens, reader.options, {}))


def _served_links(tokens: list[Token]) -> list[Token]:
    kept, served = [], True
    for token in tokens:
        if token.type == "link_open":
            served = str(token.attrGet("href")).startswith("#")
        if token.type not in ("link_open", "link_close") or served:
            kept.append(token)
    return kept
