"""What the views say of edits and removals: what differs, between which captures, and whether readers were told."""

from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_article import SLUG, START, answered, article_page, capture, exchange, load, rows

from crawler.archive import Archive, WarcWriter

FIRST = "Sáng 20-11, mực nước trên sông ở mức 2,1 m, cao hơn cùng kỳ năm trước."
SECOND = FIRST.replace("2,1", "2,4")
OTHER = "https://baoangiang.com.vn/cau-moi-thong-xe-a500002.html"
THIRD = "https://baoangiang.com.vn/cho-noi-a500003.html"
FOURTH = "https://baoangiang.com.vn/le-hoi-a500004.html"


def day(number: float) -> object:
    return START + timedelta(days=number)


def page(archive: Archive, at: float, *, url: str = SLUG, modified: str | None = None, **said: str) -> object:
    """Archive one fetch whose page declares a change, or none."""
    ld = f'{{"@type": "NewsArticle", "dateModified": "{modified}"}}'
    told = f'<script type="application/ld+json">{ld}</script>' if modified else ""
    writer = WarcWriter(archive, "baoangiang", f"night-{at}")
    exchange(writer, at, url=url, body=article_page(**said).replace(b"<head>", f"<head>{told}".encode()))
    return writer.seal()


def test_a_changed_paragraph_a_changed_headline_and_a_removal_show_and_a_changed_sidebar_does_not(
    conn: psycopg.Connection, archive: Archive
) -> None:
    load(
        conn,
        archive,
        [
            page(archive, 0),
            page(archive, 0.1, url=OTHER, headline="Cầu mới thông xe"),
            page(archive, 0.2, url=THIRD, headline="Chợ nổi họp sớm"),
            page(archive, 0.3, url=FOURTH, headline="Lễ hội"),
            page(archive, 2, level="2,4"),
            page(archive, 2.1, url=OTHER, headline="Cầu mới chưa thông xe"),
            answered(archive, 2.2, 404, url=THIRD),
            page(archive, 2.3, url=FOURTH, headline="Lễ hội", sidebar="Tin mới"),
            answered(archive, 3.3, 404, url=THIRD),
        ],
    )
    assert rows(conn, "SELECT url, changed, after, before, is_silent FROM news.change ORDER BY url") == [
        (OTHER, ["headline"], day(0.1), day(2.1), True),
        (SLUG, ["body"], day(0), day(2), True),
    ]
    assert rows(conn, "SELECT change, place_before, text_before, text_after FROM news.paragraph_change") == [
        ("changed", 1, FIRST, SECOND)
    ]
    assert rows(conn, "SELECT headline_before, headline_after, after, before FROM news.headline_change") == [
        ("Cầu mới thông xe", "Cầu mới chưa thông xe", day(0.1), day(2.1))
    ]
    assert rows(conn, "SELECT url, headline, after, before, gone_at FROM news.removal") == [
        (THIRD, "Chợ nổi họp sớm", day(0.2), day(2.2), day(3.3))
    ]


def test_an_edit_is_silent_unless_the_page_declares_a_later_change(conn: psycopg.Connection, archive: Archive) -> None:
    early, late = "2026-11-20T09:00:00+07:00", "2026-11-22T09:00:00+07:00"
    load(
        conn,
        archive,
        [
            page(archive, 0, modified=early),
            page(archive, 1, modified=late, level="2,2"),
            page(archive, 2, modified=late, level="2,3"),
            page(archive, 3, level="2,4"),
        ],
    )
    assert rows(conn, "SELECT revision, is_silent FROM news.change ORDER BY 1") == [(2, False), (3, True), (4, True)]
    assert rows(conn, "SELECT revision, modified_at FROM news.silent_edit ORDER BY 1") == [
        (3, START.fromisoformat(late)),
        (4, None),
    ]


def test_a_change_is_compared_with_the_last_declaration_of_the_text_before(
    conn: psycopg.Connection, archive: Archive
) -> None:
    early, late = "2026-11-20T09:00:00+07:00", "2026-11-22T09:00:00+07:00"
    nights = [
        page(archive, 0, modified=early),
        page(archive, 1, modified=late),
        page(archive, 2, modified=late, level="3"),
    ]
    load(conn, archive, nights)
    assert rows(conn, "SELECT is_silent FROM news.change") == [(True,)]
    conn.execute("TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url CASCADE")
    load(conn, archive, nights[::-1])
    assert rows(conn, "SELECT is_silent, modified_at_before FROM news.change") == [(True, START.fromisoformat(late))]


AS_OF = """
    SELECT revision, is_gone, is_certain, seen_before, seen_after, body[1] FROM news.article_as_of(%s)"""


def test_an_answer_about_a_moment_says_whether_it_is_certain(conn: psycopg.Connection, archive: Archive) -> None:
    load(
        conn,
        archive,
        [
            page(archive, 0),
            page(archive, 2),
            page(archive, 4, level="2,4"),
            answered(archive, 6, 304),
            answered(archive, 8, 404),
            answered(archive, 10, 404),
        ],
    )

    def as_of(number: float) -> list[tuple]:
        return conn.execute(AS_OF, [day(number)]).fetchall()

    assert as_of(-2) == []  # it says that it was published half a day before its first capture
    assert as_of(-0.1) == [(1, False, False, None, day(0), FIRST)]
    assert as_of(1) == [(1, False, True, day(1), day(1), FIRST)]
    assert as_of(3) == [(1, False, False, day(2), day(4), FIRST)]
    assert as_of(5) == [(2, False, True, day(5), day(5), SECOND)]
    assert as_of(7) == [(2, False, False, day(6), day(8), SECOND)]
    assert as_of(9) == [(2, True, True, day(6), day(8), SECOND)]


def test_after_the_last_capture_nothing_is_certain(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0)])
    assert conn.execute(AS_OF, [day(1)]).fetchall() == [(1, False, False, day(0), None, FIRST)]


@pytest.mark.parametrize(
    ("old", "new", "differences"),
    [
        ("a b c", "a b c", []),
        ("a b c", "a c", [("removed", 2, None)]),
        ("a c", "a b c", [("added", None, 2)]),
        ("a b c d", "b c d a", [("moved", 1, 4)]),
        ("a a", "a", [("removed", 2, None)]),
        ("", "a", [("added", None, 1)]),
        ("mot_hai_ba_bon x", "mot_hai_ba_nam y", [("changed", 1, 1), ("removed", 2, None), ("added", None, 2)]),
    ],
)
def test_paragraphs_that_differ(
    conn: psycopg.Connection, old: str, new: str, differences: list[tuple[str, int | None, int | None]]
) -> None:
    found = conn.execute(
        "SELECT change, place_before, place_after FROM internal.paragraph_diff(%s::text[], %s::text[])",
        [old.split(), new.split()],
    ).fetchall()
    assert found == differences


BODY = st.lists(st.sampled_from("abcd"), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=BODY, new=BODY)
def test_the_differences_turn_one_text_into_the_other(conn: psycopg.Connection, old: list[str], new: list[str]) -> None:
    found = conn.execute("SELECT * FROM internal.paragraph_diff(%s::text[], %s::text[])", [old, new]).fetchall()
    stayed = [text for n, text in enumerate(old, 1) if n not in {before for _, before, _, _, _ in found}]
    put_in = {after: text for _, _, after, _, text in found if after is not None}
    after = iter(stayed)
    assert [put_in[n] if n in put_in else next(after) for n in range(1, len(new) + 1)] == new
    assert next(after, None) is None
    assert all(old[before - 1] == text for _, before, _, text, _ in found if before)
