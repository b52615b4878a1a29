"""Whether an outlet's channels still announce its articles, and which ones the site names that nobody wrote down."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from crawler.outlets import BadAddress, Channel, Outlet, normal_url
from crawler.sites import read_channel
from crawler.sites.feeds import linked_feeds
from crawler.spiders.visit import NoAnswer, NotFetched, Refused, Visit

State = Literal["alive", "dead", "refused", "silent"]


@dataclass(frozen=True)
class Probe:
    """What one channel answered; `silent` is a host without an answer, `refused` one that robots.txt keeps closed."""

    channel: Channel
    state: State
    said: str

    @property
    def is_alarm(self) -> bool:
        """Tell whether a channel that was known to work does not; a guessed one's failure is no news."""
        return self.state in ("dead", "silent") and self.channel.status != "guessed"


@dataclass
class Probed:
    """What an outlet's site answered; `found` are feeds and sitemaps that it names and the catalogue does not."""

    probes: list[Probe] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)


def probe(outlet: Outlet, visit: Visit) -> Probed:
    """Ask each channel of an outlet once; nothing is raised."""
    result = Probed()
    known = {normal_url(channel.url.replace("{page}", "1")) for channel in outlet.channels}
    for channel in outlet.channels:
        address = channel.url.replace("{page}", "1")
        try:
            page = visit.get(address)
        except Refused:
            result.probes.append(Probe(channel, "refused", "robots.txt refuses it: a gap that coverage shows"))
        except NotFetched as error:
            state: State = "silent" if isinstance(error, NoAnswer) else "dead"
            result.probes.append(Probe(channel, state, str(error).removeprefix(f"{address}: ")))
        else:
            read = read_channel(page, outlet, channel)
            moved = "" if normal_url(page.url) == normal_url(address) else f", moved to {page.url}"
            alive = bool(read.announced) or bool(channel.kind == "sitemap" and read.next_url)
            said = f"{len(read.announced)} articles" if read.announced else "names other sitemaps" if alive else ""
            said = said or "; ".join(f"{p.code} {p.detail}".strip() for p in read.problems)
            result.probes.append(Probe(channel, "alive" if alive else "dead", said + moved))
            if channel.kind == "listing":
                result.found |= dict.fromkeys(linked_feeds(page), f"linked from {page.url}")
    result.found |= dict(_sitemaps(visit))
    result.found = {url: why for url, why in result.found.items() if _is_new(url, outlet, known)}
    return result


def _sitemaps(visit: Visit) -> Iterator[tuple[str, str]]:
    for page in visit.robots.values():
        if page.status == 200:
            yield from ((urljoin(page.url, url), "named in robots.txt") for url in visit.rules(page.url).sitemaps)


def _is_new(url: str, outlet: Outlet, known: set[str]) -> bool:
    try:
        address = normal_url(url)
    except BadAddress:
        return False
    return address not in known and urlsplit(address).hostname in outlet.page_hosts
