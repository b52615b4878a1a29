"""The article and its parts, each field documented once (the JSON of `baotinh parse`)."""

import hashlib
from typing import Literal

import msgspec

from crawler.article.identity import article_id

BlockKind = Literal["paragraph", "subhead", "quote", "list_item", "table"]
ArticleKind = Literal["news", "photo", "video", "infographic", "notice"]
Precision = Literal["second", "minute", "day"]
Role = Literal["text", "photo", "video", "graphics", "translation", "editing", "compilation"]

# The version is hashed too, so that a change of what is hashed is never taken for an edit of the article.
TEXT_HASH_VERSION = "1"
ATTR_HASH_VERSION = "1"


class Block(msgspec.Struct, frozen=True):
    """One block of the body in reading order; a table row is one block, its cells joined by ' | '."""

    kind: BlockKind
    text: str


class Image(msgspec.Struct, frozen=True):
    """One picture: absolute URL, caption without its credit, credit without the word 'Ảnh'."""

    url: str
    caption: str | None = None
    credit: str | None = None


class Byline(msgspec.Struct, frozen=True):
    """One person of the byline: name (ALL-CAPS pen names title-cased), what the person did, the words printed."""

    name: str
    roles: list[Role]
    raw: str


class SourceCredit(msgspec.Struct, frozen=True):
    """The agency or paper from which the text was taken ('Theo TTXVN'), and the words printed."""

    agency: str
    raw: str


class Article(msgspec.Struct, kw_only=True):
    """One article as one build read it from one capture; meanings follow schema.org NewsArticle.

    `published_at` and `modified_at` are ISO 8601 with +07:00, never filled from each other; `lead` is
    without the paper's mark and never repeated in `body`; captions are never in `body`.
    """

    url: str
    canonical_url: str | None = None
    outlet: str
    id_space: str
    native_id: str
    kind: ArticleKind = "news"
    headline: str | None = None
    kicker: str | None = None
    lead: str | None = None
    body: list[Block] = []
    images: list[Image] = []
    bylines: list[Byline] = []
    byline_raw: str | None = None
    source_credit: SourceCredit | None = None
    published_at: str | None = None
    published_precision: Precision | None = None
    modified_at: str | None = None
    section: list[str] = []
    tags: list[str] = []
    language: str = "vi"
    robots_meta: str | None = None

    @property
    def article_id(self) -> int:
        """Return the database key of the article's identity."""
        return article_id(self.id_space, self.native_id)

    @property
    def text_hash(self) -> str:
        """Return the hash of what a reader would call the text; a change of it makes a revision."""
        return _digest(
            TEXT_HASH_VERSION,
            [
                self.headline,
                self.kicker,
                self.lead,
                [[b.kind, b.text] for b in self.body],
                [i.caption for i in self.images],
                self.byline_raw,
            ],
        )

    @property
    def attr_hash(self) -> str:
        """Return the hash of the other fields; a change of it updates the row and makes no revision."""
        return _digest(
            ATTR_HASH_VERSION,
            [
                self.canonical_url,
                self.kind,
                [[i.url, i.credit] for i in self.images],
                [[b.name, b.roles, b.raw] for b in self.bylines],
                [self.source_credit.agency, self.source_credit.raw] if self.source_credit else None,
                self.published_at,
                self.published_precision,
                self.modified_at,
                self.section,
                self.tags,
                self.language,
                self.robots_meta,
            ],
        )

    @property
    def word_count(self) -> int:
        """Count the space-separated syllables of lead and body, as Vietnamese text is measured."""
        return sum(len(t.split()) for t in [self.lead or "", *(b.text for b in self.body)])


def _digest(version: str, value: object) -> str:
    return hashlib.sha256(version.encode() + msgspec.json.encode(value)).hexdigest()
