"""Articles that leave the tables: they were taken down, or a better parser says that their pages are no articles."""

from collections.abc import Collection

import psycopg


def delete_articles(conn: psycopg.Connection, articles: Collection[int]) -> None:
    """Delete articles with all that belongs to them.

    A story's counts and first article depend on all its articles: the next search makes it anew from their pairs.
    """
    conn.execute(
        """
        DELETE FROM news.story WHERE story_id IN (
            SELECT story_id FROM news.story_article WHERE article_id = ANY(%s))""",
        [[*articles]],
    )
    conn.execute("DELETE FROM news.article_record WHERE article_id = ANY(%s)", [[*articles]])
