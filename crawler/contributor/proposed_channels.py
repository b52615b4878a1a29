"""Proposed channels: as an entry writes them, with the sections' numbers and what robots.txt says of them."""

import re
from urllib.parse import urljoin, urlsplit

from protego import Protego

from crawler.learner.channels import LearnedChannel, learn_channels
from crawler.learner.paper import LearnedPaper
from crawler.outlets.channel_words import channel_kind
from crawler.sites.feeds import linked_feeds

_NUMBERED_SECTION = re.compile(r"/(?P<path>[A-Za-z][A-Za-z-]*[a-z])-(?P<number>[1-9]\d*)\.rss$")
_SECTION = re.compile(r"/[A-Za-z][A-Za-z-]+(?:/|\.html)?")
_MOST_SECTIONS = 12


def proposed_channels(paper: LearnedPaper, site: str) -> list[LearnedChannel]:
    """Return what was learned; menus' sections that nobody asked, and the front page, where it was not saved."""
    channels = {channel.url: channel for channel in learn_channels(paper)}
    for feed in paper.files.feeds:
        channels.setdefault(feed.url, LearnedChannel("rss", feed.url, "seen", "a saved copy of the feed"))
    for sitemap in paper.files.sitemaps if not any(c.kind == "sitemap" for c in channels.values()) else ():
        channels.setdefault(sitemap.url, LearnedChannel("sitemap", sitemap.url, "seen", "a saved copy of the sitemap"))
    for page in paper.files.pages:
        for url in linked_feeds(page):
            channels.setdefault(url, LearnedChannel("rss", url, "seen", "linked from a saved page of the paper"))
    for url in _menu(paper):
        address = urljoin(site, urlsplit(url)._replace(scheme="", netloc="").geturl())
        if len([c for c in channels.values() if c.kind == "listing"]) < _MOST_SECTIONS:
            channels.setdefault(address, LearnedChannel("listing", address, "seen", "linked from the front page"))
    if site not in channels:
        assumed = "that the front page lists articles is assumed"
        channels[site] = LearnedChannel("listing", site, "guessed", assumed)
    front = channels.pop(site)
    return [*(channel for url, channel in channels.items() if _host(url) == _host(site)), front]


def numbered_sections(channels: list[LearnedChannel]) -> dict[str, int]:
    """Return the sections' numbers in the site's addresses: '/rss/kinh-te-7.rss'."""
    matches = (_NUMBERED_SECTION.search(urlsplit(c.url).path) for c in channels if c.kind == "rss")
    return {match["path"]: int(match["number"]) for match in matches if match}


def channel_entry(channel: LearnedChannel) -> str | dict[str, str]:
    """Return a channel's entry: its status, and its kind if the address does not show it."""
    if channel_kind(channel.url) == channel.kind:
        return channel.status
    return {"status": channel.status, "kind": channel.kind}


def address_in_entry(url: str, site: str, sections: dict[str, int]) -> str:
    """Return a channel's address for an entry: relative to the site, with placeholders for a numbered section."""
    address = "/" + url.removeprefix(site) if url.startswith(site) else url
    match = _NUMBERED_SECTION.search(address)
    if match and len(sections) > 1:
        return f"{address[: match.start('path')]}{{section}}-{{number}}.rss"
    return address


def robots_note(paper: LearnedPaper, channels: list[LearnedChannel]) -> str | None:
    """Return what the saved robots.txt says of these channels and of the pace."""
    if paper.files.robots is None:
        return None
    rules = Protego.parse(paper.files.robots.text)
    refused = [urlsplit(c.url).path for c in channels if not rules.can_fetch(c.url, "baotinh")]
    delay = rules.crawl_delay("baotinh")
    notes = [f"refuses {', '.join(refused)}"] if refused else []
    return "; ".join(notes + ([f"asks for {delay:g} s between two requests"] if delay else [])) or None


def _menu(paper: LearnedPaper) -> list[str]:
    """Return short addresses that the front page links and nobody asked: sections by their form."""
    fronts = [known for known in paper.pages if known.signs.is_front]
    asked = {known.address for known in paper.pages}
    return [
        facts.address
        for facts in paper.addresses.values()
        if any(front.page.url in facts.linked_from for front in fronts)
        and facts.address not in asked
        and urlsplit(facts.address).hostname == paper.host
        and _SECTION.fullmatch(urlsplit(facts.address).path)
        and not paper.is_article(facts.address)
    ]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
