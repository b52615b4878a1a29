"""Nights of an odd size or at an odd time: thousands of articles, none at all, a clock that was wrong before."""

from datetime import UTC, datetime, timedelta
from time import process_time

import psycopg
import pytest

from crawler.outlets import outlet_by_key
from crawler.quality import Verdict, check

KEY = "baoangiang"
NIGHT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
MOST_SECONDS = 10


def night(
    conn: psycopg.Connection, run: str, at: datetime, articles: range, *, lost: int = 0, without: str = "tags"
) -> Verdict:
    """Store a night that read these articles, the first ones without success, and all without a field; judge it."""
    values = {"run": run, "outlet": KEY, "at": at, "first": articles.start, "last": articles.stop - 1, "lost": lost}
    conn.execute("INSERT INTO ops.run (run_id, first_seen_at) VALUES (%(run)s, %(at)s)", values)
    for statement in _NIGHT:
        conn.execute(statement, values | {"without": without})
    return check(conn, outlet_by_key(KEY), run)


_NUMBERS = "generate_series(%(first)s::bigint, %(last)s) AS n"
_NIGHT = (
    """
    INSERT INTO ops.crawl (run_id, outlet_key, reason, started_at, stats)
        VALUES (%(run)s, %(outlet)s, 'finished', %(at)s, '{}')""",
    """
    INSERT INTO ops.channel_read (run_id, outlet_key, channel, certainty, status, items, ending, read_at)
        VALUES (%(run)s, %(outlet)s, 'sitemap', 'seen', 'ok', %(last)s::int - %(first)s::int + 1, 'known', %(at)s)""",
    """
    INSERT INTO ops.warc_file (name, outlet_key, run_id, bytes, sha256)
        VALUES (%(run)s || '.warc.gz', %(outlet)s, %(run)s, 1, '')""",
    f"""
    INSERT INTO ops.url (url_key, outlet_key, url, article_id)
        SELECT n, %(outlet)s, 'https://baoangiang.com.vn/tin-a' || n || '.html', n FROM {_NUMBERS}
        ON CONFLICT DO NOTHING""",
    f"""
    INSERT INTO ops.announcement (run_id, outlet_key, url_key, article_id)
        SELECT %(run)s, %(outlet)s, n, n FROM {_NUMBERS}""",
    f"""
    INSERT INTO ops.capture (record_id, fetched_at, url_key, status, warc_id, "offset", length)
        SELECT md5(%(run)s || n)::uuid, %(at)s, n, 200, w.warc_id, 0, 1
        FROM ops.warc_file AS w, {_NUMBERS} WHERE w.run_id = %(run)s""",
    "INSERT INTO ops.parser_build (build) VALUES ('one') ON CONFLICT DO NOTHING",
    f"""
    INSERT INTO ops.reading (record_id, article_id, fetched_at, parser_build_id, outcome)
        SELECT md5(%(run)s || n)::uuid, n, %(at)s, b.parser_build_id,
            CASE WHEN n < %(first)s + %(lost)s THEN 'soft_404' ELSE 'article' END
        FROM ops.parser_build AS b, {_NUMBERS} WHERE b.build = 'one'""",
    f"""
    INSERT INTO ops.field_reading
            (record_id, outlet_key, article_id, fetched_at, filled, agreed, contradicted, body_key, unclaimed)
        SELECT md5(%(run)s || n)::uuid, %(outlet)s, n, %(at)s, array_remove(
            '{{headline,published_at,lead,body,section,bylines,images,captions,tags}}'::text[], %(without)s),
            '{{headline}}', '{{}}', n, 0
        FROM {_NUMBERS} WHERE n >= %(first)s + %(lost)s""",
)


def findings(verdict: Verdict) -> list[tuple[str, str]]:
    return [(f.colour, f.code) for f in verdict.findings]


@pytest.mark.parametrize(("lost", "colour"), [(0, "green"), (999, "amber"), (1000, "red")])
def test_a_paper_of_five_thousand_articles_is_judged_in_seconds_by_its_share(
    conn: psycopg.Connection, lost: int, colour: str
) -> None:
    started = process_time()
    verdict = night(conn, "large", NIGHT, range(5000), lost=lost)
    assert process_time() - started < MOST_SECONDS
    assert (verdict.colour, verdict.due, verdict.loaded) == (colour, 5000, 5000 - lost), verdict
    assert len(str(verdict)) < 1000


def test_a_night_that_announced_nothing_is_red_and_says_so(conn: psycopg.Connection) -> None:
    verdict = night(conn, "none", NIGHT, range(0))
    assert findings(verdict) == [("red", "nothing-announced")]
    assert (verdict.due, verdict.loaded) == (0, 0)


def test_a_night_without_a_new_article_after_good_ones_is_green(conn: psycopg.Connection) -> None:
    night(conn, "good", NIGHT, range(20))
    assert findings(night(conn, "quiet", NIGHT + timedelta(days=1), range(20))) == []


def test_a_night_400_days_ahead_changes_no_verdict_on_the_next_one(conn: psycopg.Connection) -> None:
    """Neither does it excuse a loss, as a night before, nor is it the history of one."""
    for day in range(3):
        good = night(conn, f"night-{day}", NIGHT + timedelta(days=day), range(20 * day, 20 * day + 20))
        assert findings(good) == []
    ahead = night(conn, "ahead", NIGHT + timedelta(days=400), range(60, 80), without="lead")
    assert findings(ahead) == [("amber", "field-lost")]
    good = night(conn, "right", NIGHT + timedelta(days=3), range(80, 100))
    assert findings(good) == []
    broken = night(conn, "broken", NIGHT + timedelta(days=4), range(100, 120), without="lead")
    assert [(f.code, "before in 80 of 80" in f.text) for f in broken.findings] == [("field-lost", True)]


def test_a_304_is_an_answer_only_where_the_page_is_known(conn: psycopg.Connection) -> None:
    night(conn, "one", NIGHT, range(10), lost=2)
    night(conn, "two", NIGHT + timedelta(days=1), range(10))
    conn.execute("UPDATE ops.reading SET outcome = 'unchanged' WHERE outcome = 'soft_404'")
    conn.execute("UPDATE ops.reading SET outcome = 'unchanged' WHERE article_id >= 2 AND fetched_at > %s", [NIGHT])
    conn.execute("DELETE FROM ops.reading WHERE article_id < 2 AND fetched_at > %s", [NIGHT])
    one, two = (check(conn, outlet_by_key(KEY), run) for run in ("one", "two"))
    assert (one.colour, one.due, one.loaded) == ("red", 10, 8)
    assert "2 × called unchanged (304)" in str(one)
    assert (two.due, two.loaded) == (8, 8)
