"""Rows for the reading room's tests: an edited article, hostile ones, a story with a tie, a night with its verdicts."""

import psycopg
from one_article import capture, load, rows

from crawler.archive import Archive
from crawler.article import Article, Block, Byline, Image, SourceCredit
from crawler.enrichment import find_mentions
from crawler.outlets import catalogue
from crawler.warehouse.articles import write_articles
from crawler.warehouse.revision_history import RevisionHistory, Version
from crawler.warehouse.takedown.takedowns import read_takedowns

SCRIPT = '<script>alert("x")</script><svg onload=alert(1)><img src=x onerror=alert(2)>'
TURNED = "\u202e\u2066xin chào"
HOSTILE = f"{SCRIPT}{TURNED}"
LONG = "dài " * 750_000  # 3 MB
DOCUMENT = "46/2025/NQ-HĐND"
TRAVELS, JOURNEY = 103, "Xe từ xã Ba Chúc, tỉnh An Giang qua phường Bình Minh đến thành phố Huế."


def article(outlet: str, number: int, **fields: object) -> Article:
    """Return an article of a paper, with invented text."""
    defaults = {
        "url": f"https://example.test/{outlet}/{number}",
        "headline": f"Bài số {number}",
        "body": [Block("paragraph", f"Đoạn văn số {number} về lúa và cá.")],
        "published_at": f"2026-09-{1 + number % 28:02}T08:00:00+07:00",
        "published_precision": "minute",
        "section": ["Kinh tế"],
    }
    return Article(
        outlet=outlet,
        id_space=catalogue()[outlet].id_spaces[-1].id_space,
        native_id=str(number),
        **(defaults | fields),  # type: ignore[arg-type]
    )


def hostile() -> Article:
    """Return an article whose every field attacks the page."""
    return article(
        "baocamau",
        7001,
        headline=HOSTILE,
        kicker=HOSTILE,
        lead=f"{HOSTILE} độc hại",
        body=[Block("subhead", HOSTILE), Block("paragraph", f"{HOSTILE} độc hại"), Block("table", HOSTILE)],
        images=[Image(f"javascript:alert(1)//{SCRIPT}", HOSTILE, HOSTILE)],
        bylines=[Byline(HOSTILE, ["text"], HOSTILE)],
        byline_raw=HOSTILE,
        source_credit=SourceCredit(HOSTILE, HOSTILE),
        section=[HOSTILE],
        tags=[HOSTILE],
    )


def endless() -> Article:
    """Return an article with a headline of 3 MB."""
    return article("baocamau", 7002, headline=LONG)


def fill(conn: psycopg.Connection, archive: Archive) -> None:
    """Fill the tables."""
    load(conn, archive, [capture(archive, 0), capture(archive, 1, level="2,4", headline="Nước lũ về rất sớm")])
    cites = Block("paragraph", f"Nghị quyết số {DOCUMENT} của HĐND tỉnh được ông Lê Văn Minh, Chủ tịch UBND tỉnh, nêu.")
    found = [
        article("baocamau", n, body=[cites] if n < 3 else [Block("paragraph", f"Mùa cá thứ {n}.")]) for n in range(40)
    ]
    undated = {"published_at": None, "published_precision": None}
    found += [article("baonghean", n, **undated) for n in range(100, 103)]
    found.append(article("baonghean", TRAVELS, body=[Block("paragraph", JOURNEY)], **undated))
    found += [article("baonghean", 104, body=[Block("paragraph", "Ông Lê Văn Minh, Chủ tịch UBND tỉnh, dự.")])]
    same = {"published_at": "2026-09-20T00:00:00+07:00", "published_precision": "day"}
    found += [article("baoangiang", 900, **same), article("baonghean", 901, **same), hostile(), endless()]
    _store(conn, found)
    find_mentions(conn)
    first, second = (article(key, n).article_id for key, n in (("baoangiang", 900), ("baonghean", 901)))
    conn.execute(
        "INSERT INTO news.story VALUES (%s, 'baoangiang', '2026-09-20+07', NULL, 2, 2, false)",
        [first],
    )
    conn.execute(
        "INSERT INTO news.story_article VALUES (%(a)s, %(a)s, 'first', %(b)s, 1, 1),"
        " (%(b)s, %(a)s, 'copy', %(a)s, 1, 1)",
        {"a": first, "b": second},
    )
    _night(conn)


def _store(conn: psycopg.Connection, articles: list[Article]) -> None:
    [[build_id]] = rows(conn, "SELECT max(parser_build_id) FROM ops.parser_build")
    chains = {}
    for n, one in enumerate(articles):
        version = Version(f"00000000-0000-0000-0000-{n:012}", "2026-10-01T00:00:00+00:00", one.url, one, 0)
        chains[one.article_id] = RevisionHistory([version], "2026-10-01T00:00:00+00:00")
    with conn.transaction():
        write_articles(conn, chains, build_id, read_takedowns(conn))


def _night(conn: psycopg.Connection) -> None:
    conn.execute(
        "INSERT INTO news.coverage VALUES ('baocamau', '2026-10-01', 40, 40, 38, 1, 1, 'amber'),"
        " ('baonghean', '2026-10-01', 5, 0, 0, 0, 5, 'red')"
    )
    conn.execute(
        "INSERT INTO ops.run (run_id, first_seen_at) VALUES ('night-x', '2026-10-01 01:30+07') ON CONFLICT DO NOTHING"
    )
    conn.execute(
        "INSERT INTO ops.crawl (run_id, outlet_key, reason, started_at, ended_at, stats, verdict) VALUES"
        " ('night-x', 'baocamau', 'finished', '2026-10-01 01:30+07', '2026-10-01 01:40+07', '{}', 'amber')"
    )
    conn.execute(
        "INSERT INTO ops.check_result (run_id, outlet_key, verdict, due, loaded, checked_at)"
        " VALUES ('night-x', 'baocamau', 'amber', 40, 38, '2026-10-01 02:00+07')"
    )
    conn.execute(
        "INSERT INTO ops.finding (run_id, outlet_key, place, colour, code, text)"
        " VALUES ('night-x', 'baocamau', 1, 'amber', 'field-lost', %s)",
        [f"lead {HOSTILE}"],
    )
    conn.execute(
        "INSERT INTO ops.alert (kind, run_id, subject, text, last_error)"
        " VALUES ('night', 'night-x', %s, %s, 'no answer')",
        ["1 red", HOSTILE],
    )
