"""Proposed channels: as an entry writes them, with the sections' numbers and what robots.txt says of them."""

import re
from urllib.parse import urljoin, urlsplit

from protego import Protego

from crawler.learner.announcements import host_of
from crawler.learner.channels import LearnedChannel, learn_channels
from crawler.learner.menus import menu_sections
from crawler.learner.paper import LearnedPaper
from crawler.outlets.channel_words import channel_kind

_NUMBERED_SECTION = re.compile(r"/(?P<path>[A-Za-z][A-Za-z-]*[a-z])-(?P<number>[1-9]\d*)\.rss$")
_MOST_SECTIONS = 12


def proposed_channels(paper: LearnedPaper, site: str, patterns: list[str]) -> list[LearnedChannel]:
    """Return what was learned, menus' sections that nobody asked, and the front page; `patterns` are of articles."""
    channels = {channel.url: channel for channel in learn_channels(paper)}
    for url in menu_sections(paper):
        address = urljoin(site, urlsplit(url)._replace(scheme="", netloc="").geturl())
        if len([c for c in channels.values() if c.kind == "listing"]) < _MOST_SECTIONS:
            channels.setdefault(address, LearnedChannel("listing", address, "seen", "linked from the front page"))
    if site not in channels:
        channels[site] = _front_page(paper, site, patterns)
    front = channels.pop(site)
    return [*(channel for url, channel in channels.items() if host_of(url) == host_of(site)), front]


def _front_page(paper: LearnedPaper, site: str, patterns: list[str]) -> LearnedChannel:
    fronts = {known.page.url for known in paper.pages if known.signs.is_front}
    linked = (facts.target for facts in paper.addresses.values() if fronts & facts.linked_from.keys())
    if any(re.search(pattern, target) for target in linked for pattern in patterns):
        return LearnedChannel("listing", site, "seen", "a saved copy of the front page lists articles")
    return LearnedChannel("listing", site, "guessed", "that the front page lists articles is assumed")


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
