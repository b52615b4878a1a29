"""Witnesses: what a page says of its fields beside what was believed, mostly in its head; and its layout."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.article import Article
from crawler.sites.exact_witnesses import extractor_agrees
from crawler.sites.family import Family
from crawler.sites.head_texts import jsonld_texts, meta_texts
from crawler.sites.jsonld import author_names, image_addresses
from crawler.vietnamese import dates
from crawler.vietnamese.agreement import names_agree, texts_agree, times_agree

# One article of so many is read by another extractor too, which takes ten times as long as the reader itself. So is
# each whose box holds more than this share that no field claims (it is 0 on 7 real pages and 204 of the sample press):
# a part of the body may be lost, and the night of the change shows it on all pages.
_SAMPLED = 100
_MUCH_UNCLAIMED = 0.25
_MOST_ANCESTORS = 12
_MOST_NEIGHBOURS = 40  # children of each ancestor
_NOT_LAYOUT = frozenset({"script", "style", "link", "meta", "noscript", "br", "img", "iframe"})
_DIGITS = re.compile(r"\d+")


def page_witnesses(reader: Family, article: Article) -> dict[str, dict[str, bool]]:
    """Return for each filled field whether the page's other witnesses agree with it, the believed one left out."""
    found: dict[str, dict[str, bool]] = {}
    for field, name, agrees in _verdicts(reader, article):
        if agrees is not None and not reader.evidence.get(field, "").startswith(name):
            found.setdefault(field, {})[name] = agrees
    return found


def _verdicts(reader: Family, article: Article) -> Iterator[tuple[str, str, bool | None]]:
    """Yield field, witness, and whether it agrees; None where it says nothing."""
    meta, texts = meta_texts(reader), jsonld_texts(reader)
    data = reader.jsonld_articles[0] if reader.jsonld_articles else {}
    yield "headline", "jsonld headline", texts_agree(article.headline, texts.get("headline") or texts.get("name"))
    yield "headline", "meta og:title", texts_agree(article.headline, meta.get("og:title"))
    yield "lead", "jsonld description", texts_agree(article.lead, texts.get("description"))
    yield "lead", "meta description", texts_agree(article.lead, meta.get("og:description") or meta.get("description"))
    if whole := texts.get("articleBody"):
        yield "body", "jsonld articleBody", texts_agree(whole, " ".join(block.text for block in article.body))
    if reader.outlet.crawled and (_is_sampled(reader) or _is_much_unclaimed(reader, article)):
        yield "body", "extractor", extractor_agrees(reader, article)
    yield "section", "jsonld articleSection", names_agree(article.section, [texts.get("articleSection", "")])
    yield "section", "meta article:section", names_agree(article.section, [meta.get("article:section", "")])
    writers = [name for name in author_names(data.get("author"), reader.page.jsonld) if not reader.is_outlet_name(name)]
    yield "bylines", "jsonld author", names_agree([b.name for b in article.bylines], writers)
    keywords = (meta.get("news_keywords") or meta.get("keywords") or "").split(",")
    yield "tags", "meta keywords", names_agree(article.tags, keywords)
    shown = [_file_name(image.url) for image in article.images]
    yield "images", "meta og:image", names_agree(shown, [_file_name(meta.get("og:image", ""))])
    named = [_file_name(address) for address in image_addresses(data.get("image"))]
    yield "images", "jsonld image", names_agree(shown, named)
    yield from _date_verdicts(reader, article.published_at)


def _is_sampled(reader: Family) -> bool:
    return zlib.crc32(reader.page.url.encode()) % _SAMPLED == 0


def _is_much_unclaimed(reader: Family, article: Article) -> bool:
    """Return True if the text's box holds much that no field claims."""
    unclaimed, claimed = sum(map(len, reader.unclaimed)), sum(len(block.text) for block in article.body)
    return unclaimed > _MUCH_UNCLAIMED * (unclaimed + claimed)


def _date_verdicts(reader: Family, published_at: str | None) -> Iterator[tuple[str, str, bool | None]]:
    if published := dates.iso(published_at):
        for name, moment in reader.date_witnesses():
            yield "published_at", name, times_agree(published.when, moment.when) if moment else None


def _file_name(address: str) -> str:
    return address.partition("?")[0].rsplit("/", 1)[-1]


def layout_signature(container: HtmlElement | None) -> str:
    """Return 8 hex digits of the boxes around the text and beside them, by their classes without numbers; '' for none.

    A relaunch changes it, another article does not: optional boxes differ, so a night's commonest signature counts.
    """
    if container is None:
        return ""
    boxes = {_box(container)}
    for ancestor in islice(container.iterancestors(), _MOST_ANCESTORS):
        boxes |= {_box(child) for child in islice(ancestor, _MOST_NEIGHBOURS) if _is_box(child)}
    return hashlib.sha256("\n".join(sorted(boxes)).encode("utf8", "replace")).hexdigest()[:8]


def _is_box(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in _NOT_LAYOUT


def _box(element: HtmlElement) -> str:
    names = " ".join([str(element.tag), element.get("id") or "", *sorted((element.get("class") or "").split())])
    return _DIGITS.sub("", names)
