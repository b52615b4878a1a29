"""A reader of one page: the places where its family keeps each field, and what the page says of itself."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.article import Identity, Problem
from crawler.outlets import BadAddress, Outlet, absolute_url, identify
from crawler.page import SavedPage
from crawler.sites.element_text import text_of
from crawler.sites.furniture import heads_a_box
from crawler.sites.jsonld import news_articles
from crawler.sites.macros import without_macros
from crawler.sites.place_changes import PLACES, changed_places
from crawler.vietnamese.text import clean


class PageReader:
    """Searches of one page; a subclass names the places where the markup of its family keeps each field."""

    name: ClassVar[str]
    layout: str = "1"
    # A paper's entry may add to these places or replace them.
    containers: tuple[str, ...]
    headlines: tuple[str, ...]
    date_places: tuple[str, ...]
    lead_places: tuple[str, ...]
    byline_places: tuple[str, ...] = ()
    byline_metas: ClassVar[tuple[str, ...]] = ()
    source_places: tuple[str, ...] = ()
    section_places: tuple[str, ...]
    tag_places: tuple[str, ...]
    not_text: tuple[str, ...] = ()  # below the container: './/…'

    def __init__(self, page: SavedPage, outlet: Outlet, identity: Identity) -> None:
        self.page, self.outlet, self.identity = page, outlet, identity
        self.evidence: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.unclaimed: list[str] = []
        self._is_other_by_link: dict[str, bool] = {}
        if outlet.places:
            own = {field: getattr(self, attribute) for field, attribute in PLACES.items()}
            for field, paths in changed_places(page, outlet.places, own).items():
                setattr(self, PLACES[field], paths)
        self._read_elements: list[HtmlElement] = []

    @property
    def parser(self) -> str:
        """Return the family and its layout version: 'fck/1'."""
        return f"{self.name}/{self.layout}"

    @classmethod
    def recognises(cls, page: SavedPage) -> bool:
        """Return True if a page is in this layout: it has the first of the containers, which only this family has."""
        return any(page.select(path) for path in cls.containers[:1])

    @classmethod
    def places(cls) -> tuple[str, ...]:
        """Return every place that the family declares."""
        head = (*cls.containers, *cls.headlines, *cls.date_places, *cls.lead_places, *cls.byline_places)
        return (*head, *cls.source_places, *cls.section_places, *cls.tag_places, *cls.not_text)

    # -- places in the page

    def select(self, *paths: str) -> Iterator[tuple[str, HtmlElement]]:
        """Yield (path, element) for each element at these XPaths, path by path."""
        for path in paths:
            for element in self.page.select(path):
                yield path, element

    @cached_property
    def container(self) -> HtmlElement | None:
        """Return the element that holds the article's text, or None; of several at one path, the longest."""
        for path in self.containers:
            if elements := [element for _, element in self.select(path)]:
                return elements[0] if len(elements) == 1 else max(elements, key=lambda e: len(e.text_content()))
        return None

    def _first_text(self, field: str, paths: tuple[str, ...]) -> str | None:
        for path, element in self.select(*paths):
            if (text := text_of(element)) and not heads_a_box(text):
                self.evidence[field] = f"dom {path}"
                self._read_elements.append(element)
                return text
        return None

    @cached_property
    def jsonld_articles(self) -> list[dict[str, Any]]:
        """Return the page's JSON-LD objects that describe an article."""
        return news_articles(self.page.jsonld)

    def _jsonld_text(self, key: str) -> str | None:
        texts = (o.get(key) for o in self.jsonld_articles)
        cleaned = (without_macros(clean(text, entities=True)) for text in texts if isinstance(text, str))
        return next(filter(None, cleaned), None)

    # -- addresses

    def _base_url(self) -> str:
        for _, element in self.select("//base[@href]"):
            return str(urljoin(self.page.url, str(element.get("href") or "")))
        return self.page.url

    def is_other_article(self, link: str) -> bool:
        """Return True if a link leads to another article of the outlet.

        A relative link may have been resolved against <base>, which names a host of pictures.
        """
        if link not in self._is_other_by_link:
            self._is_other_by_link[link] = self._is_other_article(link)
        return self._is_other_by_link[link]

    def _is_other_article(self, link: str) -> bool:
        try:
            link = absolute_url(self.page.url, link)
            identity = identify(link, self.outlet)
            if identity is None and link.startswith("http"):
                parts, page_parts = urlsplit(link), urlsplit(self.page.url)
                if parts.hostname in {host.host for host in self.outlet.hosts}:
                    identity = identify(parts._replace(netloc=page_parts.netloc).geturl(), self.outlet)
        except (BadAddress, ValueError):
            return False
        return identity is not None and identity != self.identity

    def declared_address(self) -> str | None:
        """Return the page's declared address: canonical link or meta, og:url, JSON-LD; the front page's is none."""
        return next((address for address in self.declared_addresses if not is_front_page(address)), None)

    def _address_witnesses(self) -> Iterator[tuple[str, object]]:
        """Yield what declares the page's own address, the strongest witness first."""
        for _, element in self.select("//link[@rel='canonical']"):
            yield "link canonical", element.get("href")
        yield "meta canonical", self.page.meta.get("canonical")
        yield "meta og:url", self.page.meta.get("og:url")
        for data in self.jsonld_articles:
            main = data.get("mainEntityOfPage")
            yield "jsonld mainEntityOfPage", main.get("@id") if isinstance(main, dict) else main

    @cached_property
    def declared_addresses(self) -> list[str]:
        """Return every address the page declares, the strongest witness first."""
        addresses = []
        for _, value in self._address_witnesses():
            if isinstance(value, str) and value.strip():
                address = absolute_url(self.page.url, value.strip())
                if urlsplit(address).scheme in ("http", "https"):
                    addresses.append(address)
        return addresses


def is_front_page(address: str) -> bool:
    """Return True for the address of a site's front page."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
