"""A new outlet's entry, proposed from one saved article page: what it shows is filled in, the rest asked for."""

import re
from collections import Counter
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec

from crawler.archive.saved_page import SavedPage
from crawler.outlets import catalogue, normal
from crawler.sites.families import FAMILIES
from crawler.vietnamese.text import clean

# Second levels under .vn that are no paper's own name.
_PUBLIC = frozenset({"com", "org", "net", "gov", "edu", "info"})
_NUMBERED = re.compile(r"-(\d+)\.(html?|aspx|bbg)$")
_TO_FILL = "TO BE FILLED IN"


def propose(page: SavedPage) -> tuple[str, str, str]:
    """Return a key and the texts of KEY.yaml and evidence/KEY.yaml; a person fills in what is asked for, checks all."""
    parts = urlsplit(normal(page.url))
    host = parts.hostname or ""
    families = families_of(page)
    family, key = (families or ["generic"])[0], _own_name(host)
    name = clean(page.meta.get("og:site_name"), entities=True) or _TO_FILL
    seen = [url for url in _feeds(page) if urlsplit(url).hostname in (host, f"www.{host}")]
    home = f"https://{host}/"
    entry: dict[str, Any] = {
        "key": key,
        "name": name,
        "province_code": _TO_FILL,
        "former_province_codes": [],
        "family": family,
        "hosts": [{"host": host, "role": "home"}],
        "id_spaces": [{"id_space": key, "hosts": [host], "patterns": [_pattern(family, parts.path, parts.query)]}],
        "channels": [
            *({"name": f"rss-{n}", "kind": "rss", "url": url, "status": "seen"} for n, url in enumerate(seen, 1)),
            {"name": "home", "kind": "listing", "url": home, "status": "guessed"},
        ],
        "politeness_group": _registered(host),
    }
    saved = "a saved page of the paper"
    evidence = {
        "outlet": key,
        "name": f"og:site_name of {saved}" if name != _TO_FILL else _TO_FILL,
        "hosts": {host: saved},
        "article_urls": [{"url": page.url, "year": None, "source": saved}],
        "channels": {
            **{url: {"status": "seen", "source": f"linked from {saved}"} for url in seen},
            home: {"status": "guessed", "source": "that the front page lists articles is assumed"},
        },
        "says": {
            "name": name, "status": "active", "province": _TO_FILL, "unit_today": _TO_FILL, "listing_pagination": None,
            "date_format": None, "family": f"by the markup of {saved}: {', '.join(families) or 'none that is known'}",
            "successor_of": [],
        },
    }  # fmt: skip
    return key, _yaml(entry), _yaml(evidence)


def families_of(page: SavedPage) -> list[str]:
    """Return the families in whose layout the page is, by their signatures."""
    return [name for name, family in FAMILIES.items() if name == family.name != "generic" and family.signs(page)]


def _pattern(family: str, path: str, query: str) -> str:
    """Return the family's usual rule where it reads this address, or one made after the address."""
    target = path + (f"?{query}" if query else "")
    spaces = [s for o in catalogue().values() if o.family == family for s in o.id_spaces if s.layout == "current"]
    for pattern, _ in Counter(p for s in spaces for p in s.patterns).most_common():
        if family != "generic" and re.search(pattern, target):
            return pattern
    if numbered := _NUMBERED.search(path):
        before = "/[^/?]+" * (path.count("/") - 1)
        return rf"^{before}/[^/?]+-(?P<id>\d+)\.{numbered[2]}(?:\?|$)"
    return r"^/(?P<id>[^?]+?)/?(?:\?|$)"


def _feeds(page: SavedPage) -> list[str]:
    links = page.tree.xpath("//link[@rel='alternate'][contains(@type,'rss')]/@href") if page.tree is not None else []
    return list(dict.fromkeys(urljoin(page.url, str(link)) for link in links))


def _registered(host: str) -> str:
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _PUBLIC else labels[-2:])


def _own_name(host: str) -> str:
    return _registered(host).split(".")[0]


def _yaml(value: dict[str, Any]) -> str:
    return msgspec.yaml.encode(value).decode()
