"""The identity of an article, found in its address by the catalogue's rules."""

import functools
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from crawler.article.identity import Identity
from crawler.outlets.address import normal_url
from crawler.outlets.catalogue import catalogue
from crawler.outlets.outlet import Outlet

_SLASH_BEHIND_FILE = re.compile(r"(\.[a-z]{3,4})/$", re.I)  # of a link that was copied with one too many


def outlet_by_url(url: str) -> Outlet | None:
    """Return the outlet on whose hosts the address lies, or None. Raises BadAddress."""
    return _outlets_by_host().get(urlsplit(normal_url(url)).hostname or "")


def identify(url: str, outlet: Outlet | None = None) -> Identity | None:
    """Return the identity behind an address in any of its forms, or None where it is not an article's.

    `outlet` restricts the search to one outlet (an entry that is not in the catalogue yet). Raises BadAddress.
    """
    parts = urlsplit(normal_url(url))
    outlet = outlet or _outlets_by_host().get(parts.hostname or "")
    if outlet is None:
        return None
    path = _SLASH_BEHIND_FILE.sub(r"\1", parts.path)
    target = path + (f"?{parts.query}" if parts.query else "")
    if any(re.search(pattern, target) for pattern in outlet.not_articles):
        return None
    for space in outlet.id_spaces:
        if parts.hostname in space.hosts:
            for pattern in space.patterns:
                if match := re.search(pattern, target):
                    return Identity(outlet.key, space.id_space, _normal_id(match["id"]))
    return None


def forget_hosts() -> None:
    """Ask the catalogue again whose host is whose: it holds other outlets now."""
    _outlets_by_host.cache_clear()


def _normal_id(native_id: str) -> str:
    """Undo percent-encoding: Lai Châu's addresses hold Vietnamese letters, and links to them have both spellings."""
    return (
        native_id if native_id.isascii() and "%" not in native_id else unicodedata.normalize("NFC", unquote(native_id))
    )


@functools.cache
def _outlets_by_host() -> dict[str, Outlet]:
    return {h.host: o for o in catalogue().values() for h in o.hosts if h.role != "images"}
