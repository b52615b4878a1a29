"""Sitemaps: urlsets, indexes of sitemaps and plain lists of addresses, as the sites' plugins write them."""

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlsplit

from lxml import etree

from crawler.article import Announced, ChannelRead, Problem
from crawler.page import SavedPage
from crawler.sites.channel_times import channel_time
from crawler.vietnamese import dates
from crawler.vietnamese.text import clean

LARGEST_SITEMAP = 50_000_000  # bytes: the protocol's own limit, uncompressed
LONGEST_TITLE = 5_000  # letters with the white space of the markup: a headline has 200 at most
MOST_ENTRIES = 50_000  # the protocol's own limit, too
# Sitemaps of an index that a night asks for at most while none of them announces an article.
MOST_CHILDREN = 10
_MOST_AHEAD = timedelta(days=1)  # of the fetch: a time of Hà Nội called UTC, and clocks
_PROLOG_BYTES = 4096
_Entry = TypeVar("_Entry")
_GZIP = b"\x1f\x8b"
_MOST_ZIPPED = 3  # times: a program and the server in front of it may both do it
_LATE_ROOT = re.compile(rb"<\?xml\b|<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:url|sitemap)\s*>")
_ANY_TIME = datetime.fromtimestamp(0, UTC)
_ROOT = re.compile(rb"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.S)
_ADDRESS_LINE = re.compile(rb"https?://\S+[ \t]*")
_OF_MEDIA = re.compile(r"image|video")
_END = re.compile(rb"</(?:\w+:)?(?:urlset|sitemapindex)\s*>")
_EMPTY_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b[^>]*/>")


def is_sitemap(page: SavedPage) -> bool:
    """Return True for a sitemap or an index of sitemaps, by its root element, or for a list of addresses."""
    data = page.body
    if data.startswith(_GZIP):
        try:
            data = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, _PROLOG_BYTES)
        except zlib.error:
            return False
    start = _in_utf_8(data[:_PROLOG_BYTES])
    return bool(_ROOT.match(start)) or _is_plain(start)


def read_sitemap(page: SavedPage, result: ChannelRead, *, whole: bool = False) -> Iterator[Announced]:
    """Yield a sitemap's entries in its order; an index's sitemaps go to `next_url` and `more` instead.

    Of one with more than the protocol allows, both ends are read, unless `whole`.
    """
    data, is_whole = _content(page)
    if not is_whole:
        result.problems.append(Problem("channel", "truncated", "the gzip stream has no end"))
    if _is_plain(data[:_PROLOG_BYTES]):
        yield from _ends([*_addresses(data)], result, whole=whole)
        return
    has_end = bool(_END.search(data) or _EMPTY_ROOT.search(data))
    root = _root(data if has_end else _whole_entries(data))
    if root is None:
        result.problems.append(Problem("channel", "not_a_sitemap"))
        return
    kind = _name(root)
    if is_whole and not has_end and kind in ("urlset", "sitemapindex"):
        result.problems.append(Problem("channel", "truncated", f"no end of {kind}"))
    if kind == "sitemapindex":
        newest = _newest_children(_sitemaps_in_index(root))
        result.next_url, result.more = (newest[0], newest[1:]) if newest else (None, [])
    for node in _ends([*root.iter("{*}url")], result, whole=whole):
        if location := _text(_child(node, "loc")):
            yield _entry(node, location, page.fetched_at)


def sitemaps_of(page: SavedPage) -> list[tuple[str, str | None]]:
    """Return (address, time of change or None) for each sitemap that an index names; [] for a sitemap.

    Raises gzip.BadGzipFile, zlib.error or lxml's XMLSyntaxError where the page cannot be read.
    """
    data, _ = _content(page)
    root = None if _is_plain(data[:_PROLOG_BYTES]) else _root(data)
    return [] if root is None or _name(root) != "sitemapindex" else _sitemaps_in_index(root)


def _entry(node: etree._Element, location: str, now: datetime) -> Announced:
    """Return an entry: its pictures and videos have a title, an address and a date of their own."""
    news = _child(node, "news")
    published = _past(_text(_child(news, "publication_date")) or _text(_child(node, "publication_date")), now)
    modified = _past(_text(_child(node, "lastmod")), now)
    title = _text(_child(news, "title")) or _text(_child(node, "title"))
    return Announced(
        location,
        clean((title or "")[:LONGEST_TITLE], entities=True) or None,
        published.iso() if published else None,
        modified.iso() if modified else None,
    )


def _past(text: str | None, now: datetime) -> dates.Moment | None:
    """Read a time, which must not be after the fetch: a typing error would make its article the newest for ever."""
    moment = channel_time(text or "")
    return moment if moment and moment.when <= now + _MOST_AHEAD else None


def _ends(entries: list[_Entry], result: ChannelRead, *, whole: bool) -> list[_Entry]:
    if whole or len(entries) <= MOST_ENTRIES:
        return entries
    half = MOST_ENTRIES // 2
    kept = f"the first and the last {half} of {len(entries)} entries were read"
    result.problems.append(Problem("channel", "cut", kept))
    return entries[:half] + entries[-half:]


def _addresses(data: bytes) -> Iterator[Announced]:
    for line in data.splitlines():
        if _ADDRESS_LINE.fullmatch(line):
            yield Announced(line.decode("utf-8", "replace").strip())


def _is_plain(start: bytes) -> bool:
    """Return True if each line is an address; the last may be cut."""
    lines = start.split()
    return bool(lines) and all(_ADDRESS_LINE.match(line) for line in lines[: max(1, len(lines) - 1)])


def _sitemaps_in_index(root: etree._Element) -> list[tuple[str, str | None]]:
    sitemaps = ((_text(_child(n, "loc")), _text(_child(n, "lastmod"))) for n in root.iter("{*}sitemap"))
    return [(location, changed) for location, changed in sitemaps if location]


def _newest_children(sitemaps: list[tuple[str, str | None]]) -> list[str]:
    """Return the sitemaps of an index that may hold the newest articles, most likely first.

    Of a series that is numbered or dated in its name, these are the newest and the one before, and all that were
    changed at the same time. An index of WordPress has a series for articles, for sections, for authors, for pages.
    """
    ordered = sorted((_sort_key_by_age(changed, location) for location, changed in sitemaps), reverse=True)
    if not ordered:
        return []
    newest_change = ordered[0][0]
    members: Counter[str] = Counter()
    chosen = []
    for changed, _, location in ordered:
        series = _series(location)
        members[series] += 1
        most = 2 if series == _series(ordered[0][-1]) else 1
        if members[series] <= most or (newest_change and changed == newest_change):
            chosen.append(location)
    return chosen[:MOST_CHILDREN]


def _series(location: str) -> str:
    """Return what the names of a series' sitemaps have in common."""
    parts = urlsplit(location)
    return re.sub(r"\d+", "#", f"{parts.path}?{parts.query}")


def _sort_key_by_age(lastmod: str | None, location: str) -> tuple[str, list[int], str]:
    """Return the key that sorts an index's sitemaps by date, or by the numbers in the names: 2026-9 before 2026-10."""
    changed = dates.iso(lastmod)
    return changed.iso() if changed else "", [int(n) for n in re.findall(r"\d{1,9}", location)], location


def _content(page: SavedPage) -> tuple[bytes, bool]:
    """Return the sitemap unpacked, and False if its gzip stream was cut off."""
    data, is_whole = page.body, True
    for _ in range(_MOST_ZIPPED):
        if is_whole and data.startswith(_GZIP):
            data, is_whole = _unzipped(data)
    # Some servers print a warning or two before it.
    if start := _LATE_ROOT.search(data[:_PROLOG_BYTES]):
        data = data[start.start() :]
    return _in_utf_8(data).strip(), is_whole


def _in_utf_8(data: bytes) -> bytes:
    """Return XML or text in UTF-8 without its mark and its declaration, which may name another encoding."""
    text = SavedPage(data, "", _ANY_TIME).text.removeprefix("\ufeff").lstrip()
    declaration = _DECLARATION.match(text)
    return text[declaration.end() if declaration else 0 :].encode("utf-8", "replace")


def _whole_entries(data: bytes) -> bytes:
    """Return a sitemap that was cut off without its last entry: half an address is another address."""
    return data[: max((match.end() for match in _ENTRY_END.finditer(data)), default=len(data))]


def _unzipped(data: bytes) -> tuple[bytes, bool]:
    """Return what all members of a gzip file hold, and False if the last has no end. Raises gzip.BadGzipFile."""
    unzipped = bytearray()
    while data.startswith(_GZIP):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        unzipped += member.decompress(data, LARGEST_SITEMAP + 1 - len(unzipped))
        if len(unzipped) > LARGEST_SITEMAP:
            raise gzip.BadGzipFile(f"a sitemap of more than {LARGEST_SITEMAP} bytes")
        if not member.eof:
            return bytes(unzipped), False
        data = member.unused_data
    return bytes(unzipped), True


def _root(data: bytes) -> etree._Element | None:
    return etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))


def _name(node: etree._Element) -> str:
    """Return an element's name without its namespace, declared or not."""
    return _local_name(node.tag) if isinstance(node.tag, str) else ""


@lru_cache(maxsize=256)
def _local_name(tag: str) -> str:
    return re.split(r"[}:]", tag)[-1]


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of this name in its parent's namespace, else in another than that of pictures."""
    if node is None:
        return None
    children = [child for child in node if _name(child) == name]
    own = [child for child in children if _space(child) == _space(node)]
    return next(iter(own + [c for c in children if not _OF_MEDIA.search(_space(c))]), None)


def _space(node: etree._Element) -> str:
    return str(node.tag)[: -len(_name(node))]


def _text(node: etree._Element | None) -> str | None:
    text = "".join(str(part) for part in node.itertext()) if node is not None else ""
    return text.strip() or None
