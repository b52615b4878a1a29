"""Revision histories: an article's versions in the order of their captures, a new revision where the text changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from crawler.article import Article, ArticleRead, Reading

# The parts that `text_hash` covers, in the order in which a page shows them.
_PARTS = ("headline", "kicker", "lead", "body", "captions", "byline")


@dataclass(frozen=True)
class Version:
    """An article as one capture shows it, read by one build; captures of equal text are versions of one revision."""

    record_id: str
    fetched_at: str
    url: str
    article: Article
    problems: int
    parser: str = ""


@dataclass(frozen=True)
class RevisionHistory:
    """An article's versions in capture order.

    Where the earlier versions are in the tables already, the first one here is the current revision as the tables hold
    it: then `first_revision` is its number, `first_changed` the parts that it changed, and `first_seen_at` and `urls`
    (each address and when it was first seen) are the article's.
    """

    versions: list[Version]
    first_seen_at: str
    first_revision: int = 1
    first_changed: list[str] = field(default_factory=list)
    urls: Mapping[str, str] = field(default_factory=dict)

    @property
    def newest(self) -> Version:
        """Return the newest version."""
        return self.versions[-1]


def versions(readings: Iterable[Reading]) -> list[Version]:
    """Return the versions in capture order, each capture once, however often it was read."""
    by_record = {
        uuid_of(r.record_id): Version(
            uuid_of(r.record_id), r.fetched_at, r.url, r.result.article, len(r.result.problems), r.parser
        )
        for r in readings
        if isinstance(r.result, ArticleRead)
    }
    return sorted(by_record.values(), key=lambda v: (v.fetched_at, v.record_id))


def revisions(article_versions: list[Version], *, last: bool = False) -> list[Version]:
    """Return the first version of each revision (a run of versions with equal text), or the last one."""
    runs = [list(run) for _, run in groupby(article_versions, key=lambda v: v.article.text_hash)]
    return [run[-1 if last else 0] for run in runs]


def changed_parts(before: Article, after: Article) -> list[str]:
    """Return the names of the parts in which two versions of an article differ."""
    pairs = zip(_PARTS, _parts(before), _parts(after), strict=True)
    return [name for name, old, new in pairs if old != new]


def captions(article: Article) -> list[str | None]:
    """Return the pictures' captions in order, None for a picture without one."""
    return [image.caption for image in article.images]


def uuid_of(record_id: str) -> str:
    """Return the bare UUID of a WARC-Record-ID."""
    return record_id.removeprefix("<urn:uuid:").removesuffix(">")


def _parts(article: Article) -> list[object]:
    body = [(b.kind, b.text) for b in article.body]
    return [article.headline, article.kicker, article.lead, body, captions(article), article.byline_raw]
