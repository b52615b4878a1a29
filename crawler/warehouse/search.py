"""What `news.search` looks in: each article's words as tokens, made from its rows and copied in."""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from crawler.database.merge import upsert
from crawler.vietnamese.tokens import fold_text, search_vector

# A batch's tokens are held in memory: some 20 KB an article.
_BATCH = 500


def write_search(conn: psycopg.Connection, articles: Sequence[int]) -> None:
    """Make the search rows of these articles anew where text or attributes differ from those they were made from."""
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(_CHANGED, [list(articles)]).fetchall()
    if not found:
        return
    upsert(conn, "news.article_search", ["article_id"], map(_row, found))


def fill_search(conn: psycopg.Connection) -> Iterator[int]:
    """Make the search rows that are missing, batch by batch; yield how many articles were done so far.

    They are missing after an upgrade from a version without them; a load makes those of its own articles.
    """
    done = 0
    while missing := [key for (key,) in conn.execute(_MISSING, [_BATCH])]:
        with conn.transaction():
            write_search(conn, missing)
        done += len(missing)
        yield done


def _row(found: dict[str, Any]) -> dict[str, Any]:
    texts = [
        ("A", found["headline"]),
        ("B", found["kicker"]),
        ("B", found["lead"]),
        *(("D", text) for text in found["body"]),
        *(("C", text) for text in [*found["captions"], *found["names"], *found["tags"]]),
    ]
    names = " ".join(fold_text(text) for text in [found["headline"], *found["names"]] if text)
    return {
        "article_id": found["article_id"],
        "outlet_key": found["outlet_key"],
        "published_at": found["published_at"],
        "sections": [*map(fold_text, found["section_path"])],
        "names": names,
        "tsv": search_vector((weight, text) for weight, text in texts if text),
        "text_hash": found["text_hash"],
        "attr_hash": found["attr_hash"],
    }


_CHANGED = """
    SELECT a.article_id, a.outlet_key, a.published_at, a.section_path, a.headline, a.kicker, a.lead, a.tags,
        a.text_hash, a.attr_hash, t.body,
        ARRAY(SELECT i.caption FROM news.article_image AS i WHERE i.article_id = a.article_id ORDER BY i.seq)
            AS captions,
        ARRAY(SELECT b.name FROM news.article_byline AS b WHERE b.article_id = a.article_id ORDER BY b.seq) AS names
    FROM news.article_record AS a
    JOIN news.article_text AS t USING (article_id)
    LEFT JOIN news.article_search AS s USING (article_id)
    WHERE a.article_id = ANY(%s) AND (s.text_hash, s.attr_hash) IS DISTINCT FROM (a.text_hash, a.attr_hash)"""

_MISSING = """
    SELECT t.article_id FROM news.article_text AS t LEFT JOIN news.article_search AS s USING (article_id)
    WHERE s.article_id IS NULL LIMIT %s"""
