"""Two nights of the sample press's six papers at fixed times, loaded without Airflow: the data of docs/questions.md."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psycopg
from one_article import load
from sample_dates import SEPTEMBER

from crawler.archive import Archive, WarcWriter
from crawler.enrichment import find_mentions, find_stories
from crawler.outlets import Outlet, crawled_outlets, identify
from crawler.page import SavedPage
from crawler.quality import check
from crawler.sample_press import SamplePress
from crawler.sites import read_channel
from crawler.spiders.channel_walk import ChannelWalk
from crawler.warehouse.summaries import refresh_summaries

HANOI = timezone(timedelta(hours=7))
FIRST, SECOND = (datetime(2026, 10, day, 1, 30, tzinfo=HANOI) for day in (1, 2))


def two_nights(conn: psycopg.Connection, archive: Archive) -> None:
    """Crawl and load all six; in the second night one is left out, two articles were edited."""
    press, papers = SamplePress(newest_at=SEPTEMBER, clock=lambda: SECOND - timedelta(hours=2)), crawled_outlets()
    _night(conn, archive, press, list(papers.values()), FIRST)
    press.switch("baoangiang", "changed", "0,3")
    _night(conn, archive, press, [p for key, p in papers.items() if key != "baocamau"], SECOND)
    refresh_summaries(conn)


def _night(conn: psycopg.Connection, archive: Archive, press: SamplePress, papers: list[Outlet], at: datetime) -> None:
    run = f"night-{at:%Y-%m-%d}"
    load(conn, archive, [_crawl(archive, press, paper, run, at) for paper in papers])
    find_mentions(conn)
    for paper in papers:
        check(conn, paper, run)
    find_stories(conn)


def _crawl(archive: Archive, press: SamplePress, paper: Outlet, run: str, at: datetime) -> Path:
    writer = WarcWriter(archive, paper.key, run)
    seconds = (at + timedelta(seconds=n) for n in range(10_000))

    def fetch(url: str) -> SavedPage:
        host, _, rest = url.removeprefix("https://").partition("/")
        path, _, query = rest.partition("?")
        reply, now = press.answer(host, f"/{path}", query), next(seconds)
        writer.write_exchange(
            url=url,
            method="GET",
            request_headers=[],
            status=reply.status,
            reason="-",
            response_headers=[*reply.headers.items()],
            body=reply.body,
            fetched_at=now,
        )
        return SavedPage(reply.body, url, now, status=reply.status)

    announced: dict[object, str] = {}
    for channel in paper.channels:
        walk = ChannelWalk(channel)
        while not walk.is_over:
            found = read_channel(fetch(walk.url.replace("http://", "https://")), paper, channel)
            announced |= {identify(item.url, paper): item.url for item in found.announced}
            walk.add_page(found, set())
        note = {
            "channel": channel.name,
            "certainty": channel.status,
            "status": walk.status,
            "items": len(walk.items),
            "end": walk.end,
            "reason": walk.reason,
        }
        writer.write_metadata("channel", note, next(seconds))
    for url in announced.values():
        fetch(url)
    end = next(seconds)
    facts = {"reason": "finished", "started_at": at.isoformat(), "ended_at": end.isoformat(), "stats": {}}
    writer.write_metadata("crawl-end", facts, end)
    return writer.seal()


def shown(rows: list[tuple[object, ...]], columns: list[str]) -> Iterator[str]:
    """Yield an answer as the lines of a Markdown table; times are Vietnamese, null is empty."""
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(map(_cell, row)) + " |"


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(HANOI):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
