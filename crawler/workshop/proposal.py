"""A new outlet's entry, proposed from saved pages: what they show is filled in, the rest asked for."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
from protego import Protego

from crawler.archive.saved_page import SavedPage
from crawler.outlets import catalogue, normal
from crawler.sites.feeds import linked_feeds
from crawler.vietnamese.text import clean
from crawler.workshop.recognise import Paper, families_of, links, recognised

# Second levels under .vn that are no paper's own name.
_PUBLIC = frozenset({"com", "org", "net", "gov", "edu", "info"})
_NUMBERED = re.compile(r"-(\d+)\.(html?|aspx|bbg)$")
_NUMBERED_SECTION = re.compile(r"/(?P<path>[A-Za-z][A-Za-z-]*[a-z])-(?P<number>\d+)\.rss$")
_SECTION = re.compile(r"/[A-Za-z][A-Za-z-]+(?:/|\.html)?")
_MOST_SECTIONS = 12
_TO_FILL = "TO BE FILLED IN"


class NoArticle(ValueError):
    """Nothing among the files is an article's page."""


def propose(*pages: SavedPage) -> tuple[str, str]:
    """Return the texts of KEY.yaml and evidence/KEY.yaml; a person fills in province and name, and checks the rest.

    `pages` are an article and, as far as there are any, front page, feeds, sitemaps and robots.txt, told by content.
    Raises NoArticle where no page is an article's.
    """
    paper = recognised(pages)
    if paper.article is None:
        raise NoArticle("none of these is an article's page: the family and the id rule are read from one")
    parts = urlsplit(normal(paper.article.url))
    host = parts.hostname or ""
    families = families_of(paper.article)
    family, key = (families or ["generic"])[0], _own_name(host)
    name = _site_name(paper)
    pattern = _pattern(family, parts.path, parts.query)
    channels = _channels(paper, host, pattern)
    entry: dict[str, Any] = {
        "key": key,
        "name": name,
        "province_code": _TO_FILL,
        "former_province_codes": [],
        "family": family,
        "hosts": [{"host": host, "role": "home"}],
        "id_spaces": [{"id_space": key, "hosts": [host], "patterns": [pattern]}],
        "sections": _sections(channels),
        "channels": [{"name": c.name, "kind": c.kind, "url": c.url, "status": c.status} for c in channels],
        "politeness_group": registered(host),
        "robots_note": _robots_note(paper, channels),
    }
    saved = "a saved page of the paper"
    evidence = {
        "outlet": key,
        "name": f"og:site_name of {saved}" if name != _TO_FILL else _TO_FILL,
        "hosts": {host: saved},
        "article_urls": [{"url": paper.article.url, "year": None, "source": saved}],
        "channels": {c.url: {"status": c.status, "source": c.source} for c in channels},
        "says": {
            "name": name, "status": "active", "province": _TO_FILL, "unit_today": _TO_FILL, "listing_pagination": None,
            "date_format": None, "family": f"by the markup of {saved}: {', '.join(families) or 'none that is known'}",
            "successor_of": [],
        },
    }  # fmt: skip
    return _yaml({name: value for name, value in entry.items() if value not in ({}, None)}), _yaml(evidence)


@dataclass(frozen=True)
class _Proposed:
    """A channel, and how it is known."""

    name: str
    kind: str
    url: str
    status: str
    source: str


def _channels(paper: Paper, host: str, pattern: str) -> list[_Proposed]:
    """Return feeds and sitemaps that were saved or are named, the sections of the menu, and the front page."""
    found: dict[str, _Proposed] = {}

    def add(name: str, kind: str, url: str, source: str, status: str = "seen") -> None:
        if _host(url) == host and url not in found:
            found[url] = _Proposed(name, kind, url, status, source)

    for feed in paper.feeds:
        add(f"rss-{len(found) + 1}", "rss", feed.url, "a saved copy of the feed")
    for page in (paper.front, paper.article):
        for url in linked_feeds(page) if page else ():
            add(f"rss-{len(found) + 1}", "rss", url, "linked from a saved page of the paper")
    rules = Protego.parse(paper.robots.text) if paper.robots else None
    for url in [*(page.url for page in paper.sitemaps), *(rules.sitemaps if rules else ())]:
        add(f"sitemap-{len(found) + 1}", "sitemap", url, "named in robots.txt, or a saved copy of it")
    home = f"https://{host}/"
    on_front = links(paper.front)
    menu = [url for url in on_front if _SECTION.fullmatch(urlsplit(url).path) and not _reads(pattern, url)]
    for url in menu[:_MOST_SECTIONS]:
        add(
            urlsplit(url).path.strip("/").removesuffix(".html").casefold(), "listing", url, "linked from the front page"
        )
    if any(_reads(pattern, url) for url in on_front):
        add("home", "listing", home, "a saved copy of the front page lists articles")
    else:
        add("home", "listing", home, "that the front page lists articles is assumed", "guessed")
    return list(found.values())


def _sections(channels: list[_Proposed]) -> dict[str, str]:
    """Return the numbers that the site's own addresses give its sections: '/rss/kinh-te-7.rss'."""
    numbered = (_NUMBERED_SECTION.search(urlsplit(c.url).path) for c in channels if c.kind == "rss")
    return {found["path"]: found["number"] for found in numbered if found}


def _robots_note(paper: Paper, channels: list[_Proposed]) -> str | None:
    if paper.robots is None:
        return None
    rules = Protego.parse(paper.robots.text)
    refused = [c.name for c in channels if not rules.can_fetch(c.url, "baotinh")]
    delay = rules.crawl_delay("baotinh")
    said = [f"refuses {', '.join(refused)}"] if refused else []
    return "; ".join(said + ([f"asks for {delay:g} s between two requests"] if delay else [])) or None


def _site_name(paper: Paper) -> str:
    named = [page.meta.get("og:site_name") for page in (paper.article, paper.front) if page]
    return next((found for name in named if (found := clean(name, entities=True))), _TO_FILL)


def _reads(pattern: str, url: str) -> bool:
    parts = urlsplit(url)
    return bool(re.search(pattern, parts.path + (f"?{parts.query}" if parts.query else "")))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


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


def registered(host: str) -> str:
    """Return the domain that somebody registered: what is asked by one clock."""
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _PUBLIC else labels[-2:])


def _own_name(host: str) -> str:
    return registered(host).split(".")[0]


def _yaml(value: dict[str, Any]) -> str:
    return msgspec.yaml.encode(value).decode()
