"""What the order of a paper's numbers, and the night of an announcement, say of the dates that its pages print."""

import psycopg
import pytest
from one_article import FEED, article_page, exchange, feed, load

from crawler.archive import Archive, WarcWriter
from crawler.quality.date_bounds import DATE_BOUNDS

FIRST_NUMBER = 500001
IN_ORDER = [f"{day:02}/11/2026 - 08:15" for day in range(1, 13)]
# The pages are fetched on 21 November, from 01:30 on.
CLOCK, LATER = "21/11/2026 - 01:35", "21/11/2026 - 08:00"


def bounds(conn: psycopg.Connection, archive: Archive, printed: list[str]) -> list[bool | None]:
    """Load articles with these dates, numbered in their order, and return for each whether its date is allowed."""
    urls = [f"https://baoangiang.com.vn/cau-moi-a{FIRST_NUMBER + n}.html" for n in range(len(printed))]
    writer = WarcWriter(archive, "baoangiang", "night-0")
    exchange(writer, 0, url=FEED, body=feed(*urls))
    for place, (url, date) in enumerate(zip(urls, printed, strict=True)):
        page = article_page(level=str(place)).replace(b"20/11/2026 - 08:15", date.encode())
        exchange(writer, 0.001 + place / 10_000, url=url, body=page)
    load(conn, archive, [writer.seal()])
    rows = conn.execute(
        f"""WITH first_readings AS (
            SELECT article_id, fetched_at, '{{published_at}}'::text[] AS said_twice FROM ops.field_reading)
        SELECT b.fits FROM ({DATE_BOUNDS}) AS b JOIN ops.article_number AS n USING (article_id) ORDER BY n.number"""
    )
    return [fits for (fits,) in rows.fetchall()]


def test_neighbours_by_number_bound_a_date(conn: psycopg.Connection, archive: Archive) -> None:
    # The first three have too few before them; the newest has the time of its announcement for its upper bound.
    assert bounds(conn, archive, IN_ORDER) == [None] * 3 + [True] * 9


@pytest.mark.parametrize(
    ("place", "date", "fits"),
    [
        (8, IN_ORDER[0], False),  # another article's
        (8, CLOCK, False),  # long after its followers
        (11, CLOCK, None),  # nothing follows: it may be new, or the page's clock
        (11, LATER, False),  # after it was announced
        (8, IN_ORDER[9], True),  # begun before, published after its neighbour
    ],
)
def test_a_date_from_elsewhere_leaves_the_bounds(
    conn: psycopg.Connection, archive: Archive, place: int, date: str, fits: bool | None
) -> None:
    printed = [*IN_ORDER[:place], date, *IN_ORDER[place + 1 :]]
    assert bounds(conn, archive, printed)[place] is fits
