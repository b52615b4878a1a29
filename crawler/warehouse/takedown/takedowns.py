"""Takedowns as hashes, which frontier, register, load and export respect."""

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from crawler.archive import Archive
from crawler.article import url_key
from crawler.outlets import BadAddress, UnknownOutlet, identify, normal_url, outlet_by_key, outlet_by_url
from crawler.vietnamese import bylines
from crawler.vietnamese.text import name_key
from crawler.warehouse.takedown.archive_list import listed_takedowns

SCOPES = ("url", "article", "person", "outlet")


class BadTakedown(ValueError):
    """The key names nothing in its scope; the message says what it should be."""


class OutletSuppressed(PermissionError):
    """The whole outlet is taken down: nothing may be requested from it."""


@dataclass(frozen=True)
class Takedowns:
    """All takedowns by scope, as hashes, so that the list itself names nobody."""

    url: frozenset[int] = frozenset()
    article: frozenset[int] = frozenset()
    person: frozenset[int] = frozenset()
    outlet: frozenset[int] = frozenset()

    @classmethod
    def of(cls, keys: Iterable[tuple[str, int]]) -> "Takedowns":
        """Collect pairs of scope and key_hash."""
        hashes: dict[str, set[int]] = {scope: set() for scope in SCOPES}
        for scope, key_hash in keys:
            hashes[scope].add(key_hash)
        return cls(**{scope: frozenset(of_scope) for scope, of_scope in hashes.items()})

    @property
    def has_pages(self) -> bool:
        """Return True if any page is taken down: the takedown of a person removes names, and no page."""
        return bool(self.url or self.article or self.outlet)

    def match(self, key: int, article_id: int | None, outlet_key: str) -> tuple[str, int] | None:
        """Return scope and key_hash of the takedown of a page's article, address (url_key) or outlet, or None."""
        if article_id in self.article:
            return "article", int(article_id)
        if key in self.url:
            return "url", key
        return ("outlet", url_key(outlet_key)) if self.outlet and url_key(outlet_key) in self.outlet else None

    def hides(self, page_url: str, article_id: int | None, outlet_key: str) -> bool:
        """Return True if a page at this address is taken down, and may have no rows."""
        key = url_key(normal_url(page_url)) if self.url else 0
        return self.match(key, article_id, outlet_key) is not None

    def is_person(self, name: str) -> bool:
        """Return True if a person of this name asked to be left out."""
        return bool(self.person) and url_key(name_key(name)) in self.person

    def names_person(self, text: str | None) -> bool:
        """Return True if a byline or credit names a person who asked to be left out, alone or with others."""
        if not text or not self.person:
            return False
        return self.is_person(text) or any(self.is_person(b.name) for b in bylines.read(text).bylines)


def read_takedowns(conn: psycopg.Connection) -> Takedowns:
    """Return every takedown that the database knows."""
    return Takedowns.of(conn.execute("SELECT scope, key_hash FROM ops.suppression"))


def archived_takedowns(archive: Archive) -> Takedowns:
    """Return every takedown in the archive's list, for use without a database."""
    return Takedowns.of((entry.scope, entry.key_hash) for entry in listed_takedowns(archive))


def hash_of(scope: str, key: str) -> int:
    """Return the key_hash of a takedown of this key. Raises BadTakedown."""
    try:
        match scope:
            case "url":
                if outlet_by_url(key) is None:
                    raise BadTakedown(f"{key}: no outlet of the catalogue has this host: it is never asked for")
                return url_key(normal_url(key))
            case "person":
                if not name_key(key):
                    raise BadTakedown("the name is empty: give it as the paper prints it")
                return url_key(name_key(key))
            case "outlet":
                return url_key(outlet_by_key(key).key)
            case "article":
                if key.isdigit():
                    return int(key)
                if identity := identify(key):
                    return identity.article_id
    except (BadAddress, UnknownOutlet) as error:
        raise BadTakedown(str(error)) from None
    if scope == "article":
        raise BadTakedown(f"{key}: neither an article's address nor an article_id")
    raise BadTakedown(f"{scope}: no scope of a takedown: {', '.join(SCOPES[:-1])} or {SCOPES[-1]}")
