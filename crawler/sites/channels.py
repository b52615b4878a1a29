"""Which of an outlet's channels a captured page is."""

import re
from urllib.parse import urlsplit

from crawler.article import Reading
from crawler.outlets import BadAddress, Channel, Outlet, normal_url
from crawler.page import SavedPage
from crawler.sites.contract import reading_of
from crawler.sites.feeds import is_sitemap, read_channel
from crawler.sites.json_listings import FIELD


def channel_of(url: str, outlet: Outlet) -> Channel | None:
    """Return the channel whose address this is, any page of it included, or None."""
    try:
        address = normal_url(url)
    except BadAddress:
        return None
    return next(
        (c for c in outlet.channels if any(re.fullmatch(shape, address) for shape in _address_patterns(c))), None
    )


def sitemap_channel(url: str, outlet: Outlet) -> Channel | None:
    """Return a sitemap that the site itself names, as a channel; None off the outlet's hosts or where declared."""
    try:
        parts = urlsplit(normal_url(url))
    except BadAddress:
        return None
    if parts.hostname not in outlet.page_hosts or channel_of(url, outlet):
        return None
    stem = parts.path.lower().removesuffix(".gz").removesuffix(".xml")
    name = re.sub(r"[^a-z0-9]+", "-", f"{stem}-{parts.query}").strip("-")
    name = name if "sitemap" in name else f"sitemap-{name}".strip("-")
    host = "" if parts.hostname == outlet.home_host else f"@{parts.hostname}"
    return Channel(name=name + host, kind="sitemap", url=url.strip(), status="guessed")


def read_channel_page(page: SavedPage, outlet: Outlet) -> Reading | None:
    """Read a captured page of one of the outlet's channels, or return None where it is another page.

    Sitemaps that only robots.txt names are known by what they are, and a failed one by its ending.
    """
    sitemap = is_sitemap(page) or (page.status >= 400 and page.url.lower().endswith((".xml", ".xml.gz")))
    channel = channel_of(page.url, outlet) or (sitemap_channel(page.url, outlet) if sitemap else None)
    if channel is None:
        return None
    return reading_of(page, outlet, f"channel/{channel.kind}", read_channel(page, outlet, channel))


def _address_patterns(channel: Channel) -> list[str]:
    """Return patterns of the channel's addresses: any number of a page, any section of a menu."""
    followed = [_address_pattern(FIELD.sub("{field}", channel.follow), "{field}", "[^&/]+")] if channel.follow else []
    return [_address_pattern(channel.url, "{page}", r"\d+"), *followed]


def _address_pattern(template: str, field: str, pattern: str) -> str:
    return re.escape(normal_url(template.replace(field, "424242"))).replace("424242", pattern)
