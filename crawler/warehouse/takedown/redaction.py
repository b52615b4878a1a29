"""Redaction: the name of a person who asked to be left out is removed from bylines and credits, not from the text."""

import msgspec

from crawler.article import Article, ArticleRead, ChannelRead, Reading, SourceCredit
from crawler.outlets import BadAddress, identify, outlet_by_key
from crawler.warehouse.takedown.takedowns import Takedowns


def without_persons(article: Article, takedowns: Takedowns) -> Article:
    """Return the article without the names of persons who asked to be left out; a line that prints one is dropped."""
    if not takedowns.person:
        return article
    bylines = [b for b in article.bylines if not takedowns.is_person(b.name)]
    is_named = len(bylines) < len(article.bylines) or takedowns.names_person(article.byline_raw)
    return msgspec.structs.replace(
        article,
        bylines=[
            msgspec.structs.replace(b, raw=b.name) if is_named or takedowns.names_person(b.raw) else b for b in bylines
        ],
        byline_raw=None if is_named else article.byline_raw,
        images=[
            msgspec.structs.replace(i, credit=None) if takedowns.names_person(i.credit) else i for i in article.images
        ],
        source_credit=_redacted_credit(article.source_credit, takedowns),
    )


def redacted_reading(reading: Reading, takedowns: Takedowns) -> Reading | None:
    """Return the reading as a readings file may keep it; None where its page is taken down.

    A channel's reading loses the titles and descriptions of what is taken down, as the table of announcements does.
    """
    result = reading.result
    if _is_hidden(reading.url, reading.outlet, takedowns):
        return None
    if isinstance(result, ChannelRead):
        announced = [
            msgspec.structs.replace(a, title=None, description=None)
            if (a.title or a.description) and _is_hidden(a.url, reading.outlet, takedowns)
            else a
            for a in result.announced
        ]
        return msgspec.structs.replace(reading, result=msgspec.structs.replace(result, announced=announced))
    if not isinstance(result, ArticleRead) or not takedowns.person:
        return reading
    problems = [
        msgspec.structs.replace(p, detail="") if takedowns.names_person(p.detail) else p for p in result.problems
    ]
    redacted = msgspec.structs.replace(
        result,
        article=without_persons(result.article, takedowns),
        problems=problems,
        unclaimed=[text for text in result.unclaimed if not takedowns.names_person(text)],
    )
    return msgspec.structs.replace(reading, result=redacted)


def _is_hidden(url: str, outlet_key: str, takedowns: Takedowns) -> bool:
    if not takedowns.has_pages:
        return False
    try:
        identity = identify(url, outlet_by_key(outlet_key))
        return takedowns.hides(url, identity.article_id if identity else None, outlet_key)
    except BadAddress:
        return False


def _redacted_credit(credit: SourceCredit | None, takedowns: Takedowns) -> SourceCredit | None:
    if credit is None or takedowns.is_person(credit.agency):
        return None
    return msgspec.structs.replace(credit, raw=credit.agency) if takedowns.names_person(credit.raw) else credit
