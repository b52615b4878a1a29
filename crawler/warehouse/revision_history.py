"""An article's chain: its readings in the order of their captures, cut into revisions where the text changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from crawler.article import Article, ArticleRead, Reading

# The parts of `text_hash` that a reader can name, in the order in which a page shows them.
_PARTS = ("headline", "kicker", "lead", "body", "captions", "byline")


@dataclass(frozen=True)
class Version:
    """One reading of an article: which capture, when, and what one build made of it."""

    record_id: str
    fetched_at: str
    url: str
    article: Article
    problems: int


@dataclass(frozen=True)
class RevisionHistory:
    """An article's versions in capture order.

    Where all that came before is already in the tables, the first version is the present revision as they hold it:
    then `since` is its number, `opening` what it changed, and `first_seen_at` and `urls` (address and when it was first
    seen) are the article's.
    """

    versions: list[Version]
    first_seen_at: str
    since: int = 1
    opening: list[str] = field(default_factory=list)
    urls: Mapping[str, str] = field(default_factory=dict)

    @property
    def last(self) -> Version:
        """Return the newest version: what the article is now."""
        return self.versions[-1]


def versions(readings: Iterable[Reading]) -> list[Version]:
    """Return the versions in capture order, each capture once, however often it was read."""
    found = {
        uuid_of(r.record_id): Version(
            uuid_of(r.record_id), r.fetched_at, r.url, r.result.article, len(r.result.problems)
        )
        for r in readings
        if isinstance(r.result, ArticleRead)
    }
    return sorted(found.values(), key=lambda v: (v.fetched_at, v.record_id))


def revisions(found: list[Version], *, last: bool = False) -> list[Version]:
    """Return the first version of each run of equal text, or the last one."""
    runs = [list(run) for _, run in groupby(found, key=lambda v: v.article.text_hash)]
    return [run[-1 if last else 0] for run in runs]


def changed_parts(before: Article, after: Article) -> list[str]:
    """Name the parts in which two versions differ."""
    pairs = zip(_PARTS, _parts(before), _parts(after), strict=True)
    return [name for name, old, new in pairs if old != new]


def captions(article: Article) -> list[str | None]:
    """Return the captions in picture order, None where a picture has none."""
    return [image.caption for image in article.images]


def uuid_of(record_id: str) -> str:
    """Return the bare UUID of a WARC-Record-ID."""
    return record_id.removeprefix("<urn:uuid:").removesuffix(">")


def _parts(article: Article) -> list[object]:
    body = [(b.kind, b.text) for b in article.body]
    return [article.headline, article.kicker, article.lead, body, captions(article), article.byline_raw]
