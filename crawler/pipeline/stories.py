"""The steps over all papers, after a night's papers are loaded: copies of articles, and the summaries."""

from collections.abc import Callable

import psycopg

from crawler.enrichment import StoryReport, find_stories
from crawler.warehouse import refresh_summaries


def find_copies(conn: psycopg.Connection, progress: Callable[[int, int], None]) -> StoryReport:
    """Find which articles are copies of which, then bring the summaries of `news` up to date.

    `progress` is called with the number of articles compared and of all.
    """
    stories = find_stories(conn, progress)
    refresh_summaries(conn)
    return stories
