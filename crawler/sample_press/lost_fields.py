"""Articles as a page prints them that lost a field: the article has it, and nothing on its page says so."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from crawler.sample_press.invented_article import BodyBlock, InventedArticle, Picture

IMPRINT = BodyBlock("paragraph", "Cơ quan của Tỉnh ủy; giấy phép hoạt động báo điện tử do cơ quan quản lý báo chí cấp.")


def _without_source(article: InventedArticle) -> InventedArticle:
    byline = re.sub(r" \(Theo .*\)", "", article.byline) if article.byline else None
    return replace(article, agency=None, byline=byline)


def _without_captions(article: InventedArticle) -> InventedArticle:
    content = (replace(p, caption=None, credit=None) if isinstance(p, Picture) else p for p in article.content)
    return replace(article, content=tuple(content))


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
}
FIELDS = tuple(_LOSSES)


def without_fields(article: InventedArticle, fields: Collection[str]) -> InventedArticle:
    """Return what a page prints that lost these fields; `own_body` leaves the paper's imprint as every body."""
    for field in fields:
        article = _LOSSES[field](article)
    return article


def undated(page: bytes, article: InventedArticle) -> bytes:
    """Take the times of publication and change from a page, in every form in which a family prints them."""
    for moment in {article.published_at, article.modified_at}:
        american = f"{moment.month}/{moment.day}/{moment:%Y}"
        for form in (moment.isoformat(), f"{moment:%Y-%m-%dT%H:%M:%S%z}", f"{moment:%d/%m/%Y}", american):
            page = page.replace(form.encode(), b"")
    return page
