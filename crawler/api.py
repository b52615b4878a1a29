"""What a notebook wants: parse a page, identify an address, the outlets, what a text mentions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from crawler.article import Article, ArticleRead, Outcome, Reading
from crawler.outlets import Outlet, identify, outlet_by_key, outlet_by_url
from crawler.outlets import catalogue as read_catalogue
from crawler.page import SavedPage
from crawler.sites import read
from crawler.vietnamese.mentions import documents, officials, places
from crawler.vietnamese.mentions.documents import DocumentReference
from crawler.vietnamese.mentions.officials import OfficialMention
from crawler.vietnamese.mentions.places import PlaceMention

__all__ = ["Mentions", "NotParsed", "catalogue", "identify", "mentions", "parse", "read_page"]


class NotParsed(ValueError):
    """The page holds no article that can be read; `outcome` says what it is instead."""

    def __init__(self, url: str, outcome: Outcome) -> None:
        super().__init__(f"{url}: {outcome}")
        self.outcome = outcome


@dataclass(frozen=True)
class Mentions:
    """What a text mentions, each list in the text's order; positions count characters of its NFC form."""

    documents: list[DocumentReference]
    officials: list[OfficialMention]
    places: list[PlaceMention]


def catalogue() -> Mapping[str, Outlet]:
    """Return every newspaper of the catalogue by its key, in alphabetical order."""
    return read_catalogue()


def parse(page: bytes | str, url: str, *, outlet: str | None = None, fetched_at: datetime | None = None) -> Article:
    """Return the article of a saved page, by the rules of the paper at `url`; see `read_page`.

    Raises NotParsed where the page is not an article, UnknownOutlet, BadAddress.
    """
    reading = read_page(page, url, outlet=outlet, fetched_at=fetched_at)
    if not isinstance(reading.result, ArticleRead):
        raise NotParsed(url, reading.result)
    return reading.result.article


def read_page(page: bytes | str, url: str, *, outlet: str | None = None, fetched_at: datetime | None = None) -> Reading:
    """Return the whole reading of a saved page: the article, each field's evidence, problems, unclaimed text.

    `outlet` is a key of the catalogue; left out, the address's host decides. `fetched_at` (now, where left out) is
    what relative times such as "3 giờ trước" count from. Raises UnknownOutlet, BadAddress.
    """
    paper = outlet_by_key(outlet) if outlet else outlet_by_url(url)
    if paper is None:
        raise LookupError(f"{url}: no outlet of the catalogue has this host; name one with outlet=KEY")
    body = page.encode() if isinstance(page, str) else page
    return read(SavedPage(body=body, url=url, fetched_at=fetched_at or datetime.now(UTC)), paper)


def mentions(text: str, *, day: date | None = None, province: str | None = None) -> Mentions:
    """Return the documents, officials and places that a text mentions.

    `day` is the text's day, for names of places that changed; `province` the code of the paper's province.
    """
    return Mentions(documents.find(text), officials.find(text), places.find(text, day=day, province=province))
