"""Scrapy is used here and nowhere else: one spider class for every outlet's crawl, and one for backfills."""

from crawler.spiders.backfill import BackfillPlan, BackfillResult, run_backfill
from crawler.spiders.crawl import CrawlResult, run_crawl

__all__ = ["BackfillPlan", "BackfillResult", "CrawlResult", "run_backfill", "run_crawl"]
