"""Saved copies of a paper: files of a folder, WARC files, and the archive of a visit."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from crawler.archive import Archive, WarcWriter, captures
from crawler.contributor.proposal import key_of_host
from crawler.page import SavedPage
from crawler.spiders.polite_session import Exchange

_OTHERS = (".json", ".cdxj", ".sha256", ".open", ".jsonl.zst", ".png", ".jpg")


def files_below(source: Path) -> list[Path]:
    """Return a file itself, or the files of a folder in the order of their names, without what describes others."""
    if source.is_file():
        return [source]
    return [file for file in sorted(source.rglob("*")) if file.is_file() and not file.name.endswith(_OTHERS)]


def saved_page(file: Path) -> SavedPage:
    """Return a saved file as a page; its address is the `url` of NAME.json beside it, or '' where nothing names one."""
    fetched_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    description = file.with_suffix(".json")
    url = ""
    if description.is_file() and description != file:
        try:
            url = str(json.loads(description.read_text("utf8")).get("url") or "")
        except (ValueError, AttributeError):
            url = ""
    return SavedPage(body=file.read_bytes(), url=url, fetched_at=fetched_at)


def pages_of_warc(file: Path) -> Iterator[SavedPage]:
    """Yield the pages that answered, of a WARC file of this program or another."""
    for capture in captures(file):
        if capture.kind == "response" and capture.status == 200 and capture.page.body:
            yield capture.page


class VisitArchive:
    """The archive of one visit: a sealed WARC file in a folder, whatever the visit's end."""

    def __init__(self, folder: Path, url: str) -> None:
        host = urlsplit(url).hostname or ""
        key = re.sub(r"[^a-z0-9]", "", key_of_host(host)) or "paper"
        self._writer = WarcWriter(Archive(folder), key, "visit")
        self.path = self._writer.path

    def keep(self, exchange: Exchange) -> None:
        """Write one exchange."""
        self._writer.write_exchange(
            url=exchange.url,
            method="GET",
            request_headers=exchange.request_headers,
            status=exchange.status,
            reason=exchange.reason,
            response_headers=exchange.response_headers,
            body=exchange.body,
            fetched_at=exchange.fetched_at,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.seal()
