"""Evidence is read in a process that is there for the next visitor, whatever became of the last one's."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest
from test_pages import EDITED

from crawler.archive import Archive
from crawler.web.evidence import EvidenceReader, WitnessShown


@pytest.fixture
def read(home: Path, visitor: httpx.Client) -> Iterator[Callable[[], list[WitnessShown]]]:
    """Give what reads the archived page of an article anew."""
    [capture, *_] = visitor.get("/api/v1/captures", params={"article_id": EDITED}).json()["items"]
    warc = Archive(home / "archive").warc_path("baoangiang", capture["warc_file"])
    reader = EvidenceReader()
    yield lambda: reader.witnesses(warc, int(capture["offset"]), capture["record_id"], "baoangiang")
    reader.stop()


def test_the_process_outlives_the_thread_that_asked_first_and_is_started_again_when_killed(
    read: Callable[[], list[WitnessShown]],
) -> None:
    others = {*psutil.Process().children()}
    with ThreadPoolExecutor(1) as thread:  # it ends with the block, as a server's idle threads do
        witnesses = thread.submit(read).result()
    assert witnesses
    (process,) = {p for p in psutil.Process().children() if p not in others and "spawn_main" in " ".join(p.cmdline())}
    time.sleep(0.3)
    assert process.is_running()
    assert process.status() != psutil.STATUS_ZOMBIE
    process.kill()
    process.wait()
    time.sleep(1)  # the pool looks at its processes every tenth of a second
    assert read() == witnesses
