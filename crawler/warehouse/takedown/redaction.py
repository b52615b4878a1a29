"""A person who asked to be left out: the name leaves bylines and credits; the text stays the paper's."""

import msgspec

from crawler.article import Article, ArticleRead, ChannelRead, Reading, SourceCredit
from crawler.outlets import BadAddress, identify, outlet_by_key
from crawler.warehouse.takedown.takedowns import Takedowns


def without_persons(article: Article, down: Takedowns) -> Article:
    """Return the article without the names that asked to be left out; a line that prints one is not kept."""
    if not down.person:
        return article
    kept = [b for b in article.bylines if not down.is_person(b.name)]
    named = len(kept) < len(article.bylines) or down.names(article.byline_raw)
    return msgspec.structs.replace(
        article,
        bylines=[msgspec.structs.replace(b, raw=b.name) if named or down.names(b.raw) else b for b in kept],
        byline_raw=None if named else article.byline_raw,
        images=[msgspec.structs.replace(i, credit=None) if down.names(i.credit) else i for i in article.images],
        source_credit=_source(article.source_credit, down),
    )


def redacted_reading(reading: Reading, down: Takedowns) -> Reading | None:
    """Return the reading as a readings file may keep it; None where its page is taken down.

    A channel's reading loses the titles of what is taken down, as the table of announcements does.
    """
    result = reading.result
    if _hidden(reading.url, reading.outlet, down):
        return None
    if isinstance(result, ChannelRead):
        named = [
            msgspec.structs.replace(a, title=None) if a.title and _hidden(a.url, reading.outlet, down) else a
            for a in result.announced
        ]
        return msgspec.structs.replace(reading, result=msgspec.structs.replace(result, announced=named))
    if not isinstance(result, ArticleRead) or not down.person:
        return reading
    problems = [msgspec.structs.replace(p, detail="") if down.names(p.detail) else p for p in result.problems]
    clean = msgspec.structs.replace(
        result,
        article=without_persons(result.article, down),
        problems=problems,
        unclaimed=[text for text in result.unclaimed if not down.names(text)],
    )
    return msgspec.structs.replace(reading, result=clean)


def _hidden(url: str, outlet_key: str, down: Takedowns) -> bool:
    if not down.of_pages:
        return False
    try:
        identity = identify(url, outlet_by_key(outlet_key))
        return down.hides(url, identity.article_id if identity else None, outlet_key)
    except BadAddress:
        return False


def _source(source: SourceCredit | None, down: Takedowns) -> SourceCredit | None:
    if source is None or down.is_person(source.agency):
        return None
    return msgspec.structs.replace(source, raw=source.agency) if down.names(source.raw) else source
