"""The rows that `news.search` reads: each article's words as tokens, made from its other rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from crawler.database.merge import upsert
from crawler.vietnamese.tokens import fold_text, search_vector

# A batch's tokens are held in memory: some 20 KB an article.
_BATCH = 500


def write_search(conn: psycopg.Connection, articles: Sequence[int]) -> None:
    """Write the search rows of these articles where text or attributes are not those that the row was made from."""
    with conn.cursor(row_factory=dict_row) as cursor:
        changed = cursor.execute(_CHANGED, [list(articles)]).fetchall()
    upsert(conn, "news.article_search", ["article_id"], map(_search_row, changed))


@contextmanager
def indexed_at_the_end(conn: psycopg.Connection) -> Iterator[None]:
    """Let an empty search table be filled without the indexes of its words, and make them then.

    Where this is killed, the next `migrate` makes them, with which `rebuild` and `up` begin.
    """
    row = conn.execute("SELECT FROM news.article_search LIMIT 1").fetchone()
    if row is None:
        conn.execute("DROP INDEX IF EXISTS news.article_search_tokens, news.article_search_names")
    try:
        yield
    finally:
        conn.execute("SELECT internal.make_search_indexes()")


def fill_search(conn: psycopg.Connection) -> Iterator[int]:
    """Write the search rows that are missing, batch by batch; yield how many articles are done so far.

    They are missing after an upgrade from a version without them; a load writes those of the articles that it loads.
    """
    done = 0
    while missing := [key for (key,) in conn.execute(_MISSING, [_BATCH])]:
        with conn.transaction():
            write_search(conn, missing)
        done += len(missing)
        yield done


def _search_row(article: dict[str, Any]) -> dict[str, Any]:
    texts = [
        ("A", article["headline"]),
        ("B", article["kicker"]),
        ("B", article["lead"]),
        *(("D", text) for text in article["body"]),
        *(("C", text) for text in [*article["picture_texts"], *article["names"], *article["tags"]]),
    ]
    names = " ".join(fold_text(text) for text in [article["headline"], *article["names"]] if text)
    return {
        "article_id": article["article_id"],
        "outlet_key": article["outlet_key"],
        "published_at": article["published_at"],
        "published_on": article["published_on"],
        "sections": [*map(fold_text, article["section_path"])],
        "names": names,
        "tsv": search_vector(((weight, text) for weight, text in texts if text), article["names"]),
        "text_hash": article["text_hash"],
        "attr_hash": article["attr_hash"],
    }


_CHANGED = """
    SELECT a.article_id, a.outlet_key, a.published_at, a.published_on, a.section_path, a.headline, a.kicker, a.lead,
        a.tags, a.text_hash, a.attr_hash, t.body,
        ARRAY(SELECT unnest(ARRAY[i.caption, i.credit]) FROM news.article_image AS i
              WHERE i.article_id = a.article_id ORDER BY i.seq) AS picture_texts,
        ARRAY(SELECT b.name FROM news.article_byline AS b WHERE b.article_id = a.article_id ORDER BY b.seq) AS names
    FROM news.article_record AS a
    JOIN news.article_text AS t USING (article_id)
    LEFT JOIN news.article_search AS s USING (article_id)
    WHERE a.article_id = ANY(%s) AND (s.text_hash, s.attr_hash) IS DISTINCT FROM (a.text_hash, a.attr_hash)"""

_MISSING = """
    SELECT t.article_id FROM news.article_text AS t LEFT JOIN news.article_search AS s USING (article_id)
    WHERE s.article_id IS NULL LIMIT %s"""
