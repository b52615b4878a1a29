"""Legibility: which texts of an article hold signs in place of letters, so that nobody can read or search them."""

import re
from collections.abc import Iterator

from crawler.article import Article, Block, Problem
from crawler.vietnamese.garbled import is_cipher, pre_unicode_set

# Letters of a font's own (Unicode's private use area) beside letters or each other; a single one is Word's bullet.
_PRIVATE = re.compile("(?<=[^\\W\\d_])[\ue000-\uf8ff]|[\ue000-\uf8ff](?=[^\\W\\d_])|[\ue000-\uf8ff]{2,}")


def garbled_blocks(blocks: list[Block]) -> list[tuple[Block, str]]:
    """Return the blocks that nobody can read, each with the reason: 'encrypted', or the name of its letters' set."""
    reasons = ((b, "encrypted" if is_cipher(b.text) else pre_unicode_set(b.text)) for b in blocks)
    return [(block, reason) for block, reason in reasons if reason]


def letter_problems(article: Article) -> Iterator[Problem]:
    """Yield a problem for each field that holds broken letters, and for a garbled headline, lead or caption."""
    lines: dict[str, list[str | None]] = {
        "headline": [article.headline],
        "lead": [article.lead],
        "images": [image.caption for image in article.images],
    }
    body: list[str | None] = [block.text for block in article.body]
    for field, values in {**lines, "body": body}.items():
        texts = [value for value in values if value]
        if count := sum(text.count("\ufffd") for text in texts):
            yield Problem(field, "broken_letters", f"{count} times U+FFFD")
        # No letter of a font's own is printable; the pattern takes much longer than this question.
        unprintable = (text for text in texts if not text.isprintable())
        if count := sum(len(match) for text in unprintable for match in _PRIVATE.findall(text)):
            yield Problem(field, "broken_letters", f"{count} letters of a font's own")
        if field in lines and (reason := next(filter(None, map(pre_unicode_set, texts)), None)):
            yield Problem(field, "unreadable", reason)
