"""What a crawl starts from: the addresses of an outlet that are known, and which of them are due."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class KnownUrl:
    """One address announced or fetched before: whether it is due, and what makes a conditional GET."""

    url: str
    due: bool = False
    etag: str | None = None
    last_modified: str | None = None
    last_ok_at: datetime | None = None


@dataclass(frozen=True)
class Frontier:
    """All known addresses of an outlet by `article.url_key`; empty for a paper's first night.

    `taken_down` holds the article_ids that are never asked for, whatever their address.
    """

    known: dict[int, KnownUrl] = field(default_factory=dict)
    taken_down: frozenset[int] = frozenset()
