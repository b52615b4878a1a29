"""From a saved page to a reading: one module a family of sites, one contract for all."""

from crawler.sites.backfill_channels import (
    PastSitemap,
    channels_back,
    month_announced,
    month_in_address,
    month_in_name,
    month_read,
    past_sitemaps,
)
from crawler.sites.batch import ReadersDown, read_all, read_page
from crawler.sites.channels import channel_of, read_channel_page, sitemap_channel
from crawler.sites.contract import build, read
from crawler.sites.feeds import read_channel

__all__ = [
    "PastSitemap",
    "ReadersDown",
    "build",
    "channel_of",
    "channels_back",
    "month_announced",
    "month_in_address",
    "month_in_name",
    "month_read",
    "past_sitemaps",
    "read",
    "read_all",
    "read_channel",
    "read_channel_page",
    "read_page",
    "sitemap_channel",
]
