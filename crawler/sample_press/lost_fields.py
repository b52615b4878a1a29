"""Articles as a page prints them whose fields are lost, garbled or moved: the article has them as they should be."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from crawler.sample_press.invented_article import BodyBlock, InventedArticle, Picture

IMPRINT = BodyBlock("paragraph", "Cơ quan của Tỉnh ủy; giấy phép hoạt động báo điện tử do cơ quan quản lý báo chí cấp.")


def _without_source(article: InventedArticle) -> InventedArticle:
    byline = re.sub(r" \(Theo .*\)", "", article.byline) if article.byline else None
    return replace(article, agency=None, byline=byline)


def _without_captions(article: InventedArticle) -> InventedArticle:
    content = (replace(p, caption=None, credit=None) if isinstance(p, Picture) else p for p in article.content)
    return replace(article, content=tuple(content))


def _encrypted(article: InventedArticle) -> BodyBlock:
    """Return the text as a page has it that a script should decode."""
    return BodyBlock("paragraph", "".join(block.text for block in article.body).encode().hex())


# What is left of the article; the date is in the markup alone, and `undated` takes it away.
_LOSSES: dict[str, Callable[[InventedArticle], InventedArticle]] = {
    "headline": lambda article: replace(article, headline=""),
    "published_at": lambda article: article,
    "lead": lambda article: replace(article, lead=None),
    "body": lambda article: replace(article, content=tuple(article.pictures)),
    "section": lambda article: replace(article, section=("", "")),
    "bylines": lambda article: replace(article, byline=None, authors=()),
    "images": lambda article: replace(article, content=tuple(article.body)),
    "captions": _without_captions,
    "source_credit": _without_source,
    "tags": lambda article: replace(article, tags=()),
    "own_body": lambda article: replace(article, content=(IMPRINT, *article.pictures)),
    "readable_body": lambda article: replace(article, content=(_encrypted(article), *article.pictures)),
}
FIELDS = tuple(_LOSSES)
GARBLED_FIELDS = ("headline", "published_at", "lead")
_SLOGAN = "Trang thông tin tổng hợp dành cho bạn đọc gần xa"
# More than feeds differ from the page, and not so much that the paper seems silent.
_WRONG_BY = timedelta(hours=26)
_PAGE_ENDS = (b"<footer", b'<div id="footer"', b'<div class="l-footer"')


def without_fields(article: InventedArticle, fields: Collection[str]) -> InventedArticle:
    """Return what a page prints that lost these fields.

    `own_body` leaves the paper's imprint as every body, `readable_body` a cipher.
    """
    for field in fields:
        article = _LOSSES[field](article)
    return article


def with_headlines(article: InventedArticle, others: Iterable[InventedArticle]) -> InventedArticle:
    """Return what a page prints that has a box of other articles' headlines within the text, without any mark of it."""
    box = (BodyBlock("paragraph", other.headline) for other in others)
    return replace(article, content=(*article.content, *box))


def undated(page: bytes, article: InventedArticle) -> bytes:
    """Take the times of publication and change from a page, in every form in which a family prints them."""
    for moment in {article.published_at, article.modified_at}:
        for form in _printed_times(moment):
            page = page.replace(form.encode(), b"")
    return page


def garbled(page: bytes, article: InventedArticle, fields: Collection[str]) -> bytes:
    """Print something else for these fields below the page's head, as after a relaunch gone wrong."""
    head, tag, shown = page.partition(b"<body")
    for field in fields:
        for right, wrong in _garblings(article, field):
            shown = shown.replace(right.encode(), wrong.encode())
    return head + tag + shown


def _garblings(article: InventedArticle, field: str) -> Iterator[tuple[str, str]]:
    """Yield what the page prints of the field, each with what it prints instead."""
    if field == "published_at":
        yield from zip(
            _printed_times(article.published_at), _printed_times(article.published_at - _WRONG_BY), strict=True
        )
    else:
        text = article.headline if field == "headline" else article.lead
        yield from [(escape(text), _SLOGAN)] if text else []


def _printed_times(moment: datetime) -> list[str]:
    """Return the forms in which a family prints a time or its day."""
    american = f"{moment.month}/{moment.day}/{moment:%Y}"
    return [moment.isoformat(), f"{moment:%Y-%m-%dT%H:%M:%S%z}", f"{moment:%d/%m/%Y}", american]


def credit_moved(page: bytes, article: InventedArticle) -> bytes:
    """Print the article's source under everything else, in a box whose name no reader knows."""
    end = min(place for name in _PAGE_ENDS if (place := page.find(name)) >= 0)
    box = f'<div class="bai-viet-nguon">Theo {article.agency}</div>' if article.agency else ""
    return page[:end] + box.encode() + page[end:]
