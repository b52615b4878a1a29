"""Probes: do an outlet's channels still announce articles, and which feeds of the site does the catalogue lack?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from crawler.outlets import BadAddress, Channel, Outlet, normal_url
from crawler.sites import read_channel
from crawler.sites.feeds import linked_feeds, page_template
from crawler.spiders.polite_session import NoAnswer, NotFetched, PoliteSession, RefusedByRobots

State = Literal["alive", "dead", "refused", "silent"]


@dataclass(frozen=True)
class ChannelProbe:
    """The answer of one channel; `silent` means no answer from the host, `refused` that robots.txt refuses the page."""

    channel: Channel
    state: State
    detail: str

    @property
    def is_alarm(self) -> bool:
        """Return True if a channel that was known to work fails; the failure of a guessed one raises no alarm."""
        return self.state in ("dead", "silent") and self.channel.status != "guessed"


@dataclass
class SiteProbe:
    """The answers of an outlet's site; `unlisted` maps URLs of further feeds and sitemaps to where they are named."""

    channels: list[ChannelProbe] = field(default_factory=list)
    unlisted: dict[str, str] = field(default_factory=dict)


def probe_site(outlet: Outlet, session: PoliteSession) -> SiteProbe:
    """Request each channel of an outlet once; errors become part of the result."""
    result = SiteProbe()
    listed_urls = {normal_url(channel.url.replace("{page}", "1")) for channel in outlet.channels}
    listed_urls |= {normal_url(channel.url) for channel in outlet.channels}
    for channel in outlet.channels:
        address = channel.url.replace("{page}", "1")
        try:
            page = session.get(address)
        except RefusedByRobots:
            result.channels.append(ChannelProbe(channel, "refused", "robots.txt refuses it: a gap that coverage shows"))
        except NotFetched as error:
            state: State = "silent" if isinstance(error, NoAnswer) else "dead"
            result.channels.append(ChannelProbe(channel, state, str(error).removeprefix(f"{address}: ")))
        else:
            read = read_channel(page, outlet, channel)
            moved = "" if normal_url(page.url) == normal_url(address) else f", moved to {page.url}"
            alive = bool(read.announced) or bool(channel.kind == "sitemap" and read.next_url)
            detail = f"{len(read.announced)} articles" if read.announced else "names other sitemaps" if alive else ""
            detail = detail or "; ".join(f"{p.code} {p.detail}".strip() for p in read.problems)
            result.channels.append(ChannelProbe(channel, "alive" if alive else "dead", detail + moved))
            if channel.kind == "listing":
                if "{page}" not in channel.url and (template := page_template(page)):
                    result.unlisted[template] = f"numbered pages of the listing {channel.name}"
                result.unlisted |= dict.fromkeys(linked_feeds(page), f"linked from {page.url}")
    result.unlisted |= dict(_sitemaps(session))
    result.unlisted = {url: why for url, why in result.unlisted.items() if _is_unlisted(url, outlet, listed_urls)}
    return result


def _sitemaps(session: PoliteSession) -> Iterator[tuple[str, str]]:
    for page in session.robots.values():
        if page.status == 200:
            yield from ((urljoin(page.url, url), "named in robots.txt") for url in session.rules(page.url).sitemaps)


def _is_unlisted(url: str, outlet: Outlet, listed_urls: set[str]) -> bool:
    try:
        address = normal_url(url)
    except BadAddress:
        return False
    return address not in listed_urls and urlsplit(address).hostname in outlet.page_hosts
