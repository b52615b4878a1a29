"""A paper's profile: where the layouts of its articles keep each field, as it was learned from many of its pages."""

import hashlib
from datetime import date

import msgspec

Paths = dict[str, list[str]]


class PlaceChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Places of a family that are other ones for one paper, by field: tried before the family's, or in their stead.

    `until` is the last day (of the fetch) of the layout in which they hold, `signature` are elements that a page in
    it has: a page fetched later, or without one of them, is read by the family's own places.
    """

    until: date | None = None
    signature: list[str] = []
    add: Paths = {}
    replace: Paths = {}


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One place of a field, and its evidence.

    `pages` is on how many of the layout's pages the place holds text; `agree` counts the pages on which a witness says
    the same. `sure` is True where the evidence leaves no doubt; other places are read too, and marked as doubtful.
    """

    path: str
    pages: int = 0
    agree: dict[str, int] = {}
    sure: bool = False


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One layout of a paper's articles: its signature, and the places of each field, XPaths in order of preference.

    A page is in this layout if it has most elements of `signature`, and a body. `until` is the last day (of the
    fetch) on which it was seen, where a later layout took its place. `not_text`, `captions` and `credits` lie inside
    the body, and what follows `end` in it is another part of the page; `repeated` are lines that many articles end or
    begin with, and that belong to none of them.
    """

    name: str
    pages: int
    signature: list[str]
    until: date | None = None
    body: list[Place]
    headline: list[Place] = []
    published_at: list[Place] = []
    lead: list[Place] = []
    bylines: list[Place] = []
    source_credit: list[Place] = []
    section: list[Place] = []
    tags: list[Place] = []
    pictures: list[Place] = []
    captions: list[Place] = []
    credits: list[Place] = []
    not_text: list[Place] = []
    end: list[Place] = []
    repeated: list[str] = []

    @property
    def digest(self) -> str:
        """Return 8 hex digits of the layout's places: a reading names by them what it was read with."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:8]


class Lie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A witness that is not believed for this paper: it contradicted the print on `pages` of `of` pages."""

    witness: str
    pages: int
    of: int
    reason: str


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was learned of a paper: its layouts, the newest first, and the witnesses that lie."""

    pages: int
    layouts: list[Layout] = []
    lies: list[Lie] = []

    @property
    def liars(self) -> frozenset[str]:
        """Return the names of the witnesses that are not believed."""
        return frozenset(lie.witness for lie in self.lies)
