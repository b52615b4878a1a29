"""Scrapy lives here and nowhere else: one spider class for every outlet of the catalogue."""

from crawler.spiders.crawl import CrawlResult, run_crawl

__all__ = ["CrawlResult", "run_crawl"]
