"""What is derived after loading, from the tables alone: mentions in articles, and stories that papers share."""

from crawler.enrichment.mentions import find_mentions
from crawler.enrichment.stories import StoryReport, find_stories

__all__ = ["StoryReport", "find_mentions", "find_stories"]
