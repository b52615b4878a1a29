"""Generated articles many times over, made by PostgreSQL: for sizes at which making each text anew takes hours.

The tables get their rows of articles again, `times` - 1 times, under other ids and addresses and some days later.
Words are then as frequent as in the articles that were made, and so are papers, places and documents.
"""

from collections.abc import Callable, Sequence

import psycopg
from psycopg import sql

# Each behind those to which it refers.
OF_THE_SEARCH = ("news.article_record", "news.article_text", "news.article_search")
OTHERS = (
    *("news.article_revision", "news.article_image", "news.article_byline", "news.article_url", "news.article_place"),
    *("news.document_reference", "news.official_mention", "news.story", "news.story_article", "ops.reading"),
)
_IDS = ("article_id", "story_id", "like_id", "url_key")
_ADDRESSES = ("native_id", "url")
_MOMENTS = ("published_at", "first_published_at", "first_seen_at", "fetched_at", "modified_at", "gone_at")


def multiply(conn: psycopg.Connection, times: int, tables: Sequence[str], progress: Callable[[int, int], None]) -> None:
    """Bring the tables to `times` as many rows, one transaction each time; continue where an earlier call stopped."""
    conn.execute("CREATE TABLE IF NOT EXISTS benchmark.time (time integer PRIMARY KEY)")
    [[done]] = conn.execute("SELECT coalesce(max(time), 1) FROM benchmark.time").fetchall()
    for time in range(done + 1, times + 1):
        with conn.transaction():
            for table in tables:
                conn.execute(_again(conn, table), {"time": time})
            conn.execute("INSERT INTO benchmark.time VALUES (%s)", [time])
        progress(time, times)


def _again(conn: psycopg.Connection, table: str) -> sql.Composed:
    """Return the statement that inserts the rows of the first time once more."""
    rows = conn.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        [table],
    ).fetchall()
    columns = [name for (name,) in rows]
    # The first time's rows are those whose article the generator wrote itself.
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS t"
        " JOIN benchmark.article AS b ON b.article_id = {key}"
    ).format(
        table=sql.Identifier(*table.split(".")),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(map(_value, columns)),
        key=sql.Identifier("t", "article_id" if "article_id" in columns else "story_id"),
    )


def _value(column: str) -> sql.Composed:
    own = sql.Identifier("t", column)
    if column in _IDS:
        return sql.SQL("hashint8extended({}, %(time)s) & 9223372036854775807").format(own)
    if column in _ADDRESSES:
        return sql.SQL("{} || '-' || %(time)s").format(own)
    if column in _MOMENTS:
        return sql.SQL("{} + %(time)s * interval '1 day'").format(own)
    if column == "published_on":
        return sql.SQL("{} + %(time)s").format(own)
    if column == "record_id":
        return sql.SQL("md5({}::text || %(time)s)::uuid").format(own)
    return sql.SQL("{}").format(own)
