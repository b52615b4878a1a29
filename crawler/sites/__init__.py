"""From a saved page to a reading: one module a family of sites, one contract for all."""

from crawler.sites.batch import ReadersDown, read_all, read_page
from crawler.sites.channels import channel_of, read_channel_page, sitemap_channel
from crawler.sites.contract import build, read
from crawler.sites.feeds import read_channel

__all__ = [
    "ReadersDown",
    "build",
    "channel_of",
    "read",
    "read_all",
    "read_channel",
    "read_channel_page",
    "read_page",
    "sitemap_channel",
]
