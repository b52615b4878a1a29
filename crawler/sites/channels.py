"""Channels of captured pages: which of an outlet's channels a page is."""

import re
from urllib.parse import urlsplit

from crawler.article import Reading
from crawler.outlets import BadAddress, Channel, Outlet, normal_url
from crawler.page import SavedPage
from crawler.sites.contract import reading_of
from crawler.sites.feeds import OFFSET, read_channel
from crawler.sites.json_listings import FIELD
from crawler.sites.sitemaps import is_sitemap


def channel_of(url: str, outlet: Outlet) -> Channel | None:
    """Return the channel that has this address, on any of its pages, or None."""
    try:
        address = normal_url(url)
    except BadAddress:
        return None
    return next(
        (c for c in outlet.channels if any(re.fullmatch(shape, address) for shape in _address_patterns(c))), None
    )


def sitemap_channel(url: str, outlet: Outlet) -> Channel | None:
    """Return a channel for a sitemap that the site names; None off the outlet's hosts or for a declared channel."""
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
    """Read a captured page of one of the outlet's channels; return None for any other page.

    A sitemap that only robots.txt names is recognised by its root element, a failed one by its address's ending.
    """
    sitemap = is_sitemap(page) or (page.status >= 400 and page.url.lower().endswith((".xml", ".xml.gz")))
    channel = channel_of(page.url, outlet) or (sitemap_channel(page.url, outlet) if sitemap else None)
    if channel is None:
        return None
    return reading_of(page, outlet, f"channel/{channel.kind}", read_channel(page, outlet, channel))


def _address_patterns(channel: Channel) -> list[str]:
    """Return patterns of the channel's addresses: any page number, any section of a menu."""
    sections = [_address_pattern(FIELD.sub("{field}", channel.follow), "{field}", "[^&/]+")] if channel.follow else []
    own = _address_pattern(channel.url, "{page}", r"\d+")
    return [f"{own}(?:{OFFSET})?" if channel.kind == "listing" else own, *sections]


def _address_pattern(template: str, field: str, pattern: str) -> str:
    return re.escape(normal_url(template.replace(field, "424242"))).replace("424242", pattern)
