"""What is derived after loading, from the tables alone: stories that several papers printed."""

from crawler.enrichment.stories import Progress, StoryReport, find_stories

__all__ = ["Progress", "StoryReport", "find_stories"]
