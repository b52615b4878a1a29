"""An archive of generated pages, loaded by an invented older parser that reads some of them worse than this version."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
from one_article import article_page, exchange

from crawler.archive import Archive, WarcWriter, captures, read_capture, write_readings
from crawler.article import ArticleRead, LayoutChanged, Reading
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read
from crawler.warehouse import CaptureRef, load_warc

KEY, OLDER = "baoangiang", "older"
NAMES = ("HÒA", "LAN", "MINH", "NHI", "QUÂN", "SƠN", "VÂN")
HOST = "https://baoangiang.com.vn"


def generated(archive: Archive, articles: int, files: int) -> None:
    """Archive so many articles over so many nights; every fourth is edited in the night after, every ninth is none."""
    numbers = range(500_001, 500_001 + articles)
    for night in range(files):
        writer = WarcWriter(archive, KEY, f"night-{night}")
        for number in numbers[night::files]:
            exchange(writer, night + 0.1, url=address(number), body=_page(number, 1))
        for number in numbers[night - 1 :: files] if night else ():
            if number % 4 == 0:
                exchange(writer, night + 0.2, url=address(number), body=_page(number, 2))
        writer.seal()


def address(number: int) -> str:
    return f"{HOST}/tin-so-{number}-a{number}.html"


def _page(number: int, edition: int) -> bytes:
    if number % 9 == 0:
        return b"<html><body><h1>B\xc3\xa1o An Giang</h1></body></html>"
    return article_page(
        headline=f"Tin số {number}", level=f"{number % 100},{edition}", byline=f"TÁC GIẢ {NAMES[number % 7]}"
    )


def older_reading(page: SavedPage) -> Reading:
    """Read a page as the older parser does: leads, headlines and whole articles are missing, another is invented."""
    reading = read(page, outlet_by_key(KEY))
    number, result = int(page.url.rpartition("-a")[2].removesuffix(".html")), reading.result
    if not isinstance(result, ArticleRead):
        return read(_as_article(page), outlet_by_key(KEY))
    if number % 7 == 0:
        return msgspec.structs.replace(reading, result=LayoutChanged(["body"]))
    article = result.article
    if number % 3 == 0:
        article = msgspec.structs.replace(article, lead=None)
    if number % 5 == 0:
        article = msgspec.structs.replace(article, headline=f"{article.headline}!")
    return msgspec.structs.replace(reading, result=msgspec.structs.replace(result, article=article))


def _as_article(page: SavedPage) -> SavedPage:
    """Return a page that is no article as the older parser took it: with a text that is not the page's own."""
    return SavedPage(_page(500_002, 1), page.url, page.fetched_at, page.status, page.headers, page.record_id)


def older_readings(path: Path) -> Iterator[Reading]:
    return (older_reading(capture.page) for capture in captures(path) if capture.kind == "response")


def load_as_older(conn: psycopg.Connection, archive: Archive) -> None:
    """Load every sealed file as the older parser reads it, with its readings files."""

    def reread(refs: list[CaptureRef]) -> list[Reading]:
        places = ((archive.warc_path(ref.outlet, ref.warc), ref) for ref in refs)
        return [older_reading(read_capture(path, ref.offset, ref.record_id).page) for path, ref in places]

    for path in archive.sealed(KEY):
        readings = [*older_readings(path)]
        write_readings(archive, path, OLDER, readings)
        load_warc(conn, path, readings, reread, OLDER)
