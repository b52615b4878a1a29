"""What the pages need of this machine: the reader of the database, the folder of the archive, and how it is served."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request

from crawler.archive import Archive
from crawler.web.evidence import EvidenceReader
from crawler.web.reader import Reader


@dataclass(frozen=True)
class Room:
    """`embedded`: inside Airflow's UI, which asks for a login and shows the pages in a frame."""

    reader: Reader
    home: Path
    embedded: bool = False
    evidence: EvidenceReader = field(default_factory=EvidenceReader)
    archive_store: str | None = None

    @property
    def archive(self) -> Archive:
        """Return the archive of which pages are shown."""
        return Archive(self.home / "archive", self.archive_store)


def room_of(request: Request) -> Room:
    """Return the room of the application that a request came to."""
    return cast(Room, request.app.state.room)


TheRoom = Annotated[Room, Depends(room_of)]
