"""Proposal of a new outlet's entry from saved pages: what they show is filled in, a person adds the rest."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from protego import Protego

from crawler.contributor.recognise import SavedPaper, families_of, links, sort_saved_files
from crawler.outlets import catalogue, family_rules, normal_url, registered_domain
from crawler.outlets.channel_words import channel_kind
from crawler.outlets.yaml_files import write_yaml
from crawler.page import SavedPage
from crawler.sites.feeds import linked_feeds
from crawler.vietnamese.text import clean

_NUMBERED = re.compile(r"-(\d+)\.(html?|aspx|bbg)$")
_NUMBERED_SECTION = re.compile(r"/(?P<path>[A-Za-z][A-Za-z-]*[a-z])-(?P<number>[1-9]\d*)\.rss$")
_SECTION = re.compile(r"/[A-Za-z][A-Za-z-]+(?:/|\.html)?")
_MOST_SECTIONS = 12
_TO_FILL = "TO BE FILLED IN"


class NoArticle(ValueError):
    """None of the files is an article's page."""


class Proposal(NamedTuple):
    """The texts of KEY.yaml and evidence/KEY.yaml."""

    key: str
    entry: str
    evidence: str


def propose(*pages: SavedPage) -> Proposal:
    """Propose a paper's entry, as short as its family allows; a person fills in province and name, and checks the rest.

    `pages` are an article and, if available, front page, feeds, sitemaps and robots.txt, recognised by content. Raises
    NoArticle if no page is an article's, NotRecognised if a file is nothing that a paper serves.
    """
    paper = sort_saved_files(pages)
    if paper.article is None:
        raise NoArticle("none of these is an article's page: the family and the id rule are read from one")
    parts = urlsplit(normal_url(paper.article.url))
    host = parts.hostname or ""
    site = f"https://{(urlsplit(paper.article.url).hostname or '')}/"
    families = families_of(paper.article)
    family, key = (families or ["generic"])[0], _key_of_host(host)
    name = _site_name(paper)
    pattern = _id_pattern(family, parts.path, parts.query)
    channels = _channels(paper, site, pattern)
    sections = _sections(channels)
    entry: dict[str, Any] = {
        "name": name,
        "province_code": _TO_FILL,
        "former_province_codes": [],
        "family": family,
        "hosts": {urlsplit(site).hostname: "home"},
        "id_spaces": {} if pattern == family_rules()[family].pattern() else {key: {"patterns": [pattern]}},
        "sections": sections,
        "channels": {_address_in_entry(c.url, site, sections): _channel_entry(c) for c in channels},
        "robots_note": _robots_note(paper, channels),
    }
    saved = "a saved page of the paper"
    evidence: dict[str, Any] = {
        "outlet": key,
        "name": f"og:site_name of {saved}" if name != _TO_FILL else _TO_FILL,
        "hosts": {host: saved},
        "article_urls": [{"url": paper.article.url, "year": None, "source": saved}],
        "channels": {c.url: {"status": c.status, "source": c.source} for c in channels},
        "says": {
            "name": name,
            "status": "active",
            "province": _TO_FILL,
            "unit_today": _TO_FILL,
            "listing_pagination": None,
            "date_format": None,
            "family": f"by the markup of {saved}: {', '.join(families) or 'none that is known'}",
            "successor_of": [],
        },
    }
    if note := entry["robots_note"]:
        evidence["facts"] = {"robots_note": {"is": note, "source": "a saved copy of robots.txt"}}
    filled = {name: value for name, value in entry.items() if value not in ({}, None)}
    return Proposal(key, write_yaml(filled), write_yaml(evidence))


@dataclass(frozen=True)
class _ProposedChannel:
    """A proposed channel, how well it is known, and from where."""

    kind: str
    url: str
    status: str
    source: str


def _channels(paper: SavedPaper, site: str, pattern: str) -> list[_ProposedChannel]:
    """Return feeds and sitemaps that were saved or are named, the menu's sections, and the front page."""
    channels: dict[str, _ProposedChannel] = {}

    def add(kind: str, url: str, source: str, status: str = "seen") -> None:
        if _host(url) == _host(site) and url not in channels:
            channels[url] = _ProposedChannel(kind, url, status, source)

    for feed in paper.feeds:
        add("rss", feed.url, "a saved copy of the feed")
    for page in (paper.front, paper.article):
        for url in linked_feeds(page) if page else ():
            add("rss", url, "linked from a saved page of the paper")
    rules = Protego.parse(paper.robots.text) if paper.robots else None
    for url in [*(page.url for page in paper.sitemaps), *(rules.sitemaps if rules else ())]:
        add("sitemap", url, "named in robots.txt, or a saved copy of it")
    front_links = links(paper.front)
    menu = [url for url in front_links if _SECTION.fullmatch(urlsplit(url).path) and not _pattern_matches(pattern, url)]
    for url in menu[:_MOST_SECTIONS]:
        add(
            "listing",
            urljoin(site, urlsplit(url)._replace(scheme="", netloc="").geturl()),
            "linked from the front page",
        )
    if any(_pattern_matches(pattern, url) for url in front_links):
        add("listing", site, "a saved copy of the front page lists articles")
    else:
        add("listing", site, "that the front page lists articles is assumed", "guessed")
    return list(channels.values())


def _sections(channels: list[_ProposedChannel]) -> dict[str, int]:
    """Return the sections' numbers in the site's addresses: '/rss/kinh-te-7.rss'."""
    matches = (_NUMBERED_SECTION.search(urlsplit(c.url).path) for c in channels if c.kind == "rss")
    return {match["path"]: int(match["number"]) for match in matches if match}


def _channel_entry(channel: _ProposedChannel) -> str | dict[str, str]:
    """Return a channel's entry: its status, and its kind if the address does not show it."""
    if channel_kind(channel.url) == channel.kind:
        return channel.status
    return {"status": channel.status, "kind": channel.kind}


def _address_in_entry(url: str, site: str, sections: dict[str, int]) -> str:
    """Return a channel's address for an entry: relative to the site, with placeholders for a numbered section."""
    address = "/" + url.removeprefix(site) if url.startswith(site) else url
    match = _NUMBERED_SECTION.search(address)
    if match and len(sections) > 1:
        return f"{address[: match.start('path')]}{{section}}-{{number}}.rss"
    return address


def _robots_note(paper: SavedPaper, channels: list[_ProposedChannel]) -> str | None:
    if paper.robots is None:
        return None
    rules = Protego.parse(paper.robots.text)
    refused = [urlsplit(c.url).path for c in channels if not rules.can_fetch(c.url, "baotinh")]
    delay = rules.crawl_delay("baotinh")
    notes = [f"refuses {', '.join(refused)}"] if refused else []
    return "; ".join(notes + ([f"asks for {delay:g} s between two requests"] if delay else [])) or None


def _site_name(paper: SavedPaper) -> str:
    names = [page.meta.get("og:site_name") for page in (paper.article, paper.front) if page]
    return next((text for name in names if (text := clean(name, entities=True))), _TO_FILL)


def _pattern_matches(pattern: str, url: str) -> bool:
    parts = urlsplit(url)
    return bool(re.search(pattern, parts.path + (f"?{parts.query}" if parts.query else "")))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _id_pattern(family: str, path: str, query: str) -> str:
    """Return the family's most common pattern that matches this address, or one made from the address."""
    target = path + (f"?{query}" if query else "")
    rule = family_rules()[family].pattern()
    if rule and re.search(rule, target):
        return rule
    spaces = [s for o in catalogue().values() if o.family == family for s in o.id_spaces if s.layout == "current"]
    for pattern, _ in Counter(p for s in spaces for p in s.patterns).most_common():
        if family != "generic" and re.search(pattern, target):
            return pattern
    if match := _NUMBERED.search(path):
        folders = "/[^/?]+" * (path.count("/") - 1)
        return rf"^{folders}/[^/?]+-(?P<id>\d+)\.{match[2]}(?:\?|$)"
    return r"^/(?P<id>[^?]+?)/?(?:\?|$)"


def _key_of_host(host: str) -> str:
    return registered_domain(host).split(".")[0]
