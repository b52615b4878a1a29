"""The frontier of a crawl: the known addresses of an outlet, and which of them are due."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class KnownUrl:
    """One address announced or fetched before: whether it is due, and the validators for a conditional GET."""

    url: str
    due: bool = False
    etag: str | None = None
    last_modified: str | None = None
    last_ok_at: datetime | None = None


@dataclass(frozen=True)
class Frontier:
    """All known addresses of an outlet by `article.url_key`; empty on a paper's first night.

    `taken_down` holds the article_ids that are never fetched, at whatever address.
    """

    known: dict[int, KnownUrl] = field(default_factory=dict)
    taken_down: frozenset[int] = frozenset()
