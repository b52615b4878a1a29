"""Scrapy lives here and nowhere else: one spider class for every outlet of the catalogue, and one for their past."""

from crawler.spiders.backfill import BackfillPlan, BackfillResult, run_backfill
from crawler.spiders.crawl import CrawlResult, run_crawl

__all__ = ["BackfillPlan", "BackfillResult", "CrawlResult", "run_backfill", "run_crawl"]
