"""What was missed is told from what was seen: numbers nobody announced, channels that do not meet their last read."""

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from one_article import FEED, START, article_page, exchange, feed, load, rows

from crawler.archive import Archive, WarcWriter
from crawler.outlets import outlet_by_key
from crawler.quality import Verdict, check
from crawler.quality.completeness import Completeness, completeness
from crawler.warehouse import suppress

AN_GIANG = outlet_by_key("baoangiang")
HOME = "https://baoangiang.com.vn/"


def url(number: int, slug: str = "tin") -> str:
    return f"https://baoangiang.com.vn/{slug}-a{number}.html"


def night(
    archive: Archive,
    day: float,
    numbers: Sequence[int],
    *,
    home: Sequence[int] = (),
    ending: str = "single",
    pages: Sequence[int] = (),
    run: str | None = None,
) -> Path:
    """Archive a whole crawl whose feed, and whose front page, name these articles; it fetched some."""
    writer = WarcWriter(archive, "baoangiang", run or f"night-{day:02}")
    exchange(writer, day, url=FEED, body=feed(*map(url, numbers)))
    links = "".join(f'<a href="{url(n)}">Tin {n}</a>' for n in home)
    exchange(writer, day + 0.001, url=HOME, body=f"<html><body>{links}</body></html>".encode())
    for number in pages:
        exchange(writer, day + 0.002, url=url(number), body=article_page(headline=f"Tin số {number}"))
    at = START + timedelta(days=day, minutes=5)
    for channel, named, end in (("rss", numbers, ending), ("home", home, "single")):
        note = {"channel": channel, "certainty": "seen", "status": "ok", "items": len(named), "end": end, "reason": ""}
        writer.write_metadata("channel", note, at)
    writer.write_metadata(
        "crawl-end",
        {
            "reason": "finished",
            "started_at": (START + timedelta(days=day)).isoformat(),
            "ended_at": at.isoformat(),
            "stats": {},
        },
        at,
    )
    return writer.seal()


def meter(conn: psycopg.Connection, day: int) -> Completeness:
    (found,) = completeness(conn, "baoangiang", f"night-{day:02}")
    return found


def named(found: Completeness) -> list[int]:
    return sorted(n for gap in found.gaps for n in gap.numbers)


# -- numbers


def test_the_numbers_that_no_channel_named_are_named_with_their_neighbours_times(
    conn: psycopg.Connection, archive: Archive
) -> None:
    load(conn, archive, [night(archive, 0, range(101, 111)), night(archive, 1, [111, 113, 114, 117], pages=[111, 113])])
    found = meter(conn, 1)
    assert (found.seen, found.unseen, found.first_run, named(found)) == (4, 3, False, [112, 115, 116])
    assert [(str(g), g.after_at is not None, g.before_at is not None) for g in found.gaps] == [
        ("115-116", False, False),
        ("112", True, True),
    ]
    assert "not announced: 115-116, 112, between 2026-11-20" in str(found)
    assert named(meter(conn, 0)) == []


def test_a_number_is_seen_whatever_channel_named_it(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [night(archive, 0, [101, 102]), night(archive, 1, [103, 105], home=[104, 106])])
    assert (meter(conn, 1).seen, meter(conn, 1).unseen) == (4, 0)


def test_a_number_that_comes_a_night_late_is_not_missing_any_more(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [night(archive, 0, [101, 102]), night(archive, 1, [103, 106]), night(archive, 2, [104, 107])])
    late = meter(conn, 1)
    assert (late.seen, late.unseen, named(late)) == (2, 2, [105])
    assert (meter(conn, 2).seen, meter(conn, 2).unseen) == (2, 0)


def test_an_old_article_or_a_jump_of_the_system_is_no_gap(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [night(archive, 0, [70_101, 70_102]), night(archive, 1, [70_103, 70_104, 88, 90_000])])
    found = meter(conn, 1)
    assert (found.seen, found.unseen, found.jumps) == (4, 0, 1)
    assert named(found) == []


def test_ids_that_are_no_numbers_have_no_meter(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baodaklak", "night-00")
    links = [f"https://baodaklak.vn/xa-hoi/202611/tin-{n:07x}/" for n in range(6_000_000, 6_000_010)]
    exchange(writer, 0, url="https://baodaklak.vn/rss/home.rss", body=feed(*links))
    load(conn, archive, [writer.seal()])
    assert rows(conn, "SELECT count(*) FROM ops.announcement") == [(10,)]
    assert completeness(conn, "baodaklak", "night-00") == []


def test_ids_that_are_times_are_no_sequence(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoninhbinh", "night-00")
    links = [f"https://baoninhbinh.org.vn/tin-2611201{n}3000{n * 37 % 1000:03}.html" for n in range(10)]
    exchange(writer, 0, url="https://baoninhbinh.org.vn/rss/home.rss", body=feed(*links))
    load(conn, archive, [writer.seal()])
    (found,) = completeness(conn, "baoninhbinh", "night-00")
    assert (found.is_sequence, found.gaps) == (False, [])
    assert "unknown" in str(found)


def test_what_is_taken_down_is_not_called_missing(conn: psycopg.Connection, archive: Archive) -> None:
    path = night(archive, 0, [101, 102, 103], pages=[102])
    load(conn, archive, [path])
    suppress(conn, archive, "article", url(102), "asked for")
    load(conn, archive, [path])
    assert named(meter(conn, 0)) == []


@pytest.mark.slow
def test_the_order_of_the_files_leaves_no_trace(conn: psycopg.Connection, archive: Archive) -> None:
    paths = [
        night(archive, 0, [101, 102, 103], home=[101]),
        night(archive, 1, [103, 104, 106], home=[99]),
        night(archive, 1.05, [106, 108], home=[99, 101], run="night-01"),
        night(archive, 2, [105, 109], home=[99]),
    ]
    seen = set()
    for order in (paths, paths[::-1], random.Random(5).sample(paths, 4)):
        conn.execute(
            "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url, ops.url_channel, ops.run CASCADE"
        )
        load(conn, archive, order)
        seen.add(
            str(
                [
                    rows(conn, f"SELECT * FROM ops.{table} AS t ORDER BY t::text")
                    for table in (
                        "completeness",
                        "article_number",
                        "channel_overlap",
                        "announcement",
                        "article_channel",
                    )
                ]
            )
        )
    assert len(seen) == 1


# -- what is usual


def at(density: float, history: Sequence[float], numbers: int = 50, **more: object) -> Completeness:
    seen = round(density * numbers)
    return Completeness("x", seen, numbers - seen, 0, False, history=[*history], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "below"),
    [
        (at(0.96, [1.0] * 7), True),
        (at(0.98, [1.0] * 28), False),  # one number: a draft that was thrown away
        (at(0.96, [1.0] * 6), False),  # nobody knows yet what is usual
        (at(0.90, [1.0, 0.88, 1.0, 0.95, 1.0, 1.0, 0.97]), False),  # a worse night was among the last
        (at(0.86, [0.9, 0.92, 0.94, 0.96, 0.98, 0.9, 0.99]), False),  # these nights differ much
        (at(0.60, [0.9, 0.92, 0.94, 0.96, 0.98, 0.9, 0.99]), True),
        (at(0.30, [0.33, 0.31, 0.35, 0.29, 0.32, 0.31, 0.33], 300), False),  # pictures are numbered as well
        (at(0.15, [0.33, 0.31, 0.35, 0.29, 0.32, 0.31, 0.33], 300), True),
        (at(0.00, [0.001] * 28, 5000), False),  # no sequence at all
    ],
)
def test_amber_needs_more_missing_than_the_paper_usually_leaves_out(found: Completeness, below: bool) -> None:
    assert found.is_clearly_below == below


@pytest.mark.slow
def test_a_week_of_whole_nights_makes_two_missing_numbers_amber_and_they_are_named(
    conn: psycopg.Connection, archive: Archive
) -> None:
    nights = [night(archive, day, range(100 + day * 20, 125 + day * 20)) for day in range(9)]
    gap = [n for n in range(280, 306) if n not in (290, 295)]
    load(conn, archive, [*nights, night(archive, 9, gap)])
    assert [announced(check(conn, AN_GIANG, f"night-{day:02}")) for day in (0, 8)] == [[], []]
    verdict = check(conn, AN_GIANG, "night-09")
    (said,) = announced(verdict)
    assert said == "baoangiang: 19 of 21 ids were announced (usually 100%); not announced: 295, 290"
    assert meter(conn, 9).is_clearly_below
    first_week = check(conn, AN_GIANG, "night-03")
    assert announced(first_week) == []


def announced(verdict: Verdict) -> list[str]:
    return [f.text for f in verdict.findings if "ids were announced" in f.text]


# -- channels


def overlap(conn: psycopg.Connection, day: int, channel: str = "rss") -> tuple[int | None, int | None]:
    query = "SELECT new, overlap FROM ops.channel_overlap WHERE run_id = %s AND channel = %s"
    found = conn.execute(query, [f"night-{day:02}", channel]).fetchone()
    assert found is not None
    return found  # type: ignore[return-value]


def missed(conn: psycopg.Connection, day: int) -> list[str]:
    findings = check(conn, AN_GIANG, f"night-{day:02}").findings
    return [f.text.split(":")[0] for f in findings if "passed unseen" in f.text]


def test_a_feed_that_does_not_meet_its_last_read_is_amber(conn: psycopg.Connection, archive: Archive) -> None:
    load(
        conn,
        archive,
        [night(archive, 0, [101, 102]), night(archive, 1, [102, 103]), night(archive, 2, [104, 105], home=[103])],
    )
    assert [overlap(conn, day) for day in (0, 1, 2)] == [(None, None), (1, 1), (2, 0)]
    assert overlap(conn, 2, "home") == (None, None)  # its last reads named nothing
    assert [missed(conn, day) for day in (0, 1, 2)] == [[], [], ["channel rss"]]


def test_a_silent_night_between_is_no_last_read(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [night(archive, 0, [101]), night(archive, 1, []), night(archive, 2, [101, 102])])
    assert (overlap(conn, 2), missed(conn, 2)) == ((1, 1), [])


def test_a_walk_down_to_known_articles_has_missed_nothing(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [night(archive, 0, [101]), night(archive, 1, [102, 103], ending="known")])
    assert (overlap(conn, 1), missed(conn, 1)) == ((2, 0), [])


def test_a_new_slug_is_the_same_article(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "night-00")
    exchange(writer, 0, url=FEED, body=feed(url(101, "ten-cu")))
    note = {"channel": "rss", "certainty": "seen", "status": "ok", "items": 1, "end": "single", "reason": ""}
    writer.write_metadata("channel", note, START + timedelta(minutes=5))
    load(conn, archive, [writer.seal(), night(archive, 1, [101])])
    assert overlap(conn, 1) == (0, 1)


def test_the_pages_of_an_index_belong_to_its_channel(conn: psycopg.Connection, archive: Archive) -> None:
    child = "https://baoangiang.com.vn/sitemaps/news-2026-11.xml"
    body = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{url(101)}</loc></url></urlset>"
    for day, pages in enumerate(([child], [])):
        writer = WarcWriter(archive, "baoangiang", f"night-{day:02}")
        exchange(writer, day, url=child, body=body.encode())
        note = {"channel": "sitemap", "certainty": "guessed", "status": "ok", "items": 1, "end": "single", "reason": ""}
        writer.write_metadata("channel", note | {"pages": pages}, START + timedelta(days=day, minutes=5))
        load(conn, archive, [writer.seal()])
    assert rows(conn, "SELECT channels FROM ops.announcement ORDER BY run_id") == [
        (["sitemap"],),
        (["sitemaps-news-2026-11"],),
    ]


def test_what_was_loaded_before_this_was_noted_is_held_against_nothing(
    conn: psycopg.Connection, archive: Archive
) -> None:
    load(conn, archive, [night(archive, 0, [101]), night(archive, 1, [102])])
    conn.execute("UPDATE ops.announcement SET channels = '{}' WHERE run_id = 'night-00'")
    assert (overlap(conn, 1), missed(conn, 1)) == ((None, None), [])


def test_each_article_tells_which_channel_announced_it_first(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [night(archive, 0, [101], home=[102]), night(archive, 1, [102], home=[101])])
    found = rows(
        conn,
        "SELECT n.number, c.channel, c.place, c.title FROM ops.article_channel AS c"
        " JOIN ops.article_number AS n USING (article_id) ORDER BY 1, 3",
    )
    assert found == [
        (101, "rss", 1, "Tin 0"),
        (101, "home", 2, "Tin 101"),
        (102, "home", 1, "Tin 102"),
        (102, "rss", 2, "Tin 0"),
    ]
