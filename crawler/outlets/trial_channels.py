"""Channels learned on trial: the name says all of one, so that the archive alone tells which were asked."""

from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from crawler.outlets.outlet import Channel, ChannelKind, Outlet

LEARNED = "learned"  # the first word of their names
_KINDS: dict[str, ChannelKind] = {"rss": "rss", "sitemap": "sitemap", "listing": "listing"}
_MOST_PAGES = 3  # of a numbered listing: a night's articles of a section


def learned_channel(kind: ChannelKind, url: str) -> Channel:
    """Return the channel of an address that no entry states; its failure is no alarm before it announced anything."""
    target = urlsplit(url)._replace(scheme="", netloc="").geturl() or "/"
    pages = _MOST_PAGES if "{page}" in url else 1
    return Channel(name=f"{LEARNED} {kind} {target}", kind=kind, url=url, status="guessed", pages=pages)


def with_learned_channels(outlet: Outlet, names: list[str]) -> Outlet:
    """Return an outlet with the learned channels among these names; other names are of its own channels."""
    learned = [channel for name in dict.fromkeys(names) if (channel := _channel_named(name, outlet))]
    return replace(outlet, channels=[*outlet.channels, *learned]) if learned else outlet


def _channel_named(name: str, outlet: Outlet) -> Channel | None:
    word, _, rest = name.partition(" ")
    kind, _, target = rest.partition(" ")
    if word != LEARNED or kind not in _KINDS:
        return None
    return learned_channel(_KINDS[kind], urljoin(f"https://{outlet.home_host}/", target))
