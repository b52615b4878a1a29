"""What is derived after loading, from the tables alone: mentions in articles, and stories that papers share."""

from crawler.enrichment.mentions import find_mentions
from crawler.enrichment.stories import Progress, StoryReport, find_stories

__all__ = ["Progress", "StoryReport", "find_mentions", "find_stories"]
