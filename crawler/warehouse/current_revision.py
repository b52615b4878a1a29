"""Current revisions from the tables: a new capture is appended to one, and earlier captures are not read again."""

from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from crawler.article import Article, Block, Image
from crawler.warehouse.revision_history import RevisionHistory, Version


def current_revisions(
    conn: psycopg.Connection, starts: dict[int, str], name: str, build_id: int
) -> dict[int, RevisionHistory]:
    """Return, as histories of one version, the current revisions to which new captures can be appended.

    `starts` gives the time of each article's first new capture, `name` is the file that they lie in. Left out, and so
    read from the archive, are articles with a capture that another build read, that is not older, that lies in the same
    file, or that was withheld; and those whose rows do not give the text hash that they name (a byline was taken out,
    the hash has another recipe).
    """
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_CURRENT, {"keys": [*starts], "name": name, "build": build_id}).fetchall()
    histories = {}
    for row in rows:
        if _seconds(row["last_at"]) >= starts[row["article_id"]]:
            continue
        history = _history_from_row(row)
        if history.newest.article.text_hash == row["text_hash"]:
            histories[row["article_id"]] = history
    return histories


_CURRENT = """
    SELECT a.article_id, a.id_space, a.native_id, a.outlet_key, a.url, a.headline, a.kicker, a.lead, a.byline_raw,
        a.modified_at, a.first_seen_at, a.text_hash, t.block_kinds, t.body, v.revision, v.changed, v.record_id,
        v.first_seen_at AS revision_at, e.last_at,
        ARRAY(SELECT i.caption FROM news.article_image AS i WHERE i.article_id = a.article_id ORDER BY i.seq)
            AS captions,
        (SELECT jsonb_object_agg(u.url, u.first_seen_at) FROM news.article_url AS u
         WHERE u.article_id = a.article_id) AS urls
    FROM news.article_record AS a
    JOIN news.article_text AS t USING (article_id)
    JOIN news.article_revision AS v ON v.article_id = a.article_id AND v.revision = a.revision_count
    JOIN (
        SELECT r.article_id, max(r.fetched_at) AS last_at
        FROM ops.reading AS r
        JOIN ops.capture AS c USING (record_id, fetched_at)
        JOIN ops.warc_file AS w USING (warc_id)
        WHERE r.article_id = ANY(%(keys)s) AND (r.parser_build_id IS NOT NULL OR r.outcome = 'unread')
        GROUP BY r.article_id
        HAVING bool_and(r.parser_build_id IS NOT DISTINCT FROM %(build)s AND w.name <> %(name)s
                        AND r.outcome NOT IN ('unread', 'suppressed', 'quarantined'))
    ) AS e ON e.article_id = a.article_id"""


def _history_from_row(row: dict[str, Any]) -> RevisionHistory:
    article = Article(
        url=row["url"],
        outlet=row["outlet_key"],
        id_space=row["id_space"],
        native_id=row["native_id"],
        headline=row["headline"],
        kicker=row["kicker"],
        lead=row["lead"],
        body=[Block(kind, text) for kind, text in zip(row["block_kinds"], row["body"], strict=True)],
        images=[Image("", caption) for caption in row["captions"]],
        byline_raw=row["byline_raw"],
        modified_at=row["modified_at"] and row["modified_at"].isoformat(),
    )
    version = Version(str(row["record_id"]), _seconds(row["revision_at"]), row["url"], article, 0)
    return RevisionHistory([version], _seconds(row["first_seen_at"]), row["revision"], row["changed"], row["urls"])


def _seconds(moment: datetime) -> str:
    """Return the moment in the form in which readings give it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
