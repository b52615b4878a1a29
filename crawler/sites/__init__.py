"""From a saved page to a reading: one module for each family of sites, one contract for all."""

from crawler.sites.backfill_channels import (
    BackfillSitemap,
    backfill_sitemaps,
    backfillable_channels,
    month_announced,
    month_in_address,
    month_in_name,
    month_read,
)
from crawler.sites.batch import ReadersDown, channel_process, read_all, read_channel_apart, read_page
from crawler.sites.channels import channel_of, read_channel_page, sitemap_channel
from crawler.sites.contract import parser_build, read
from crawler.sites.feeds import read_channel

__all__ = [
    "BackfillSitemap",
    "ReadersDown",
    "backfill_sitemaps",
    "backfillable_channels",
    "channel_of",
    "channel_process",
    "month_announced",
    "month_in_address",
    "month_in_name",
    "month_read",
    "parser_build",
    "read",
    "read_all",
    "read_channel",
    "read_channel_apart",
    "read_channel_page",
    "read_page",
    "sitemap_channel",
]
