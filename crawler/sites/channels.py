"""Which of an outlet's channels a captured page is."""

import re

from crawler.archive.saved_page import SavedPage
from crawler.article import Reading
from crawler.outlets import BadAddress, Channel, Outlet, normal
from crawler.sites.contract import reading_of
from crawler.sites.feeds import read_channel


def channel_of(url: str, outlet: Outlet) -> Channel | None:
    """Return the channel whose address this is, any page of it included, or None."""
    try:
        address = normal(url)
    except BadAddress:
        return None
    return next((c for c in outlet.channels if re.fullmatch(_shape(c), address)), None)


def read_channel_page(page: SavedPage, outlet: Outlet) -> Reading | None:
    """Read a captured page of one of the outlet's channels, or return None where it is another page."""
    channel = channel_of(page.url, outlet)
    if channel is None:
        return None
    return reading_of(page, outlet, f"channel/{channel.kind}", read_channel(page, outlet, channel))


def _shape(channel: Channel) -> str:
    first = normal(channel.url.replace("{page}", "1"))
    if "{page}" not in channel.url:
        return re.escape(first)
    marked = normal(channel.url.replace("{page}", "424242"))
    return re.escape(marked).replace("424242", r"\d+")
