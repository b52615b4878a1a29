"""A paper's profile: where the layouts of its articles keep each field, as it was learned from many of its pages."""

import hashlib
from datetime import date

import msgspec

from crawler.outlets.short_paths import full_path

Paths = dict[str, list[str]]
# The article's fields whose places an entry may change, and what lies in the text that is none of it.
CHANGEABLE = ("headline", "lead", "published_at", "bylines", "source_credit", "section", "tags", "body", "not_text")


class PlaceChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Places of a family that are other ones for one paper, by field: tried before the family's, or in their stead.

    `until` is the last day (of the fetch) of the layout in which they hold, `signature` are elements that a page in
    it has: a page fetched later, or without one of them, is read by the family's own places.
    """

    until: date | None = None
    signature: list[str] = []
    add: Paths = {}
    replace: Paths = {}

    @property
    def paths(self) -> list[tuple[str, str]]:
        """Return each changed field with each of its XPaths, and the signature's."""
        fields = [*self.add.items(), *self.replace.items(), ("signature", self.signature)]
        return [(field, full_path(path)) for field, paths in fields for path in paths]


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One place of a field, and its evidence.

    `pages` is on how many of the layout's pages the place holds text; `agree` counts the pages on which a witness says
    the same. `sure` is True where the evidence leaves no doubt; other places are read too, and marked as doubtful.
    """

    path: str
    pages: int = 0
    agree: dict[str, int] = {}
    sure: bool = False

    @property
    def xpath(self) -> str:
        """Return the XPath of the path, which names classes in short: '//div.title'."""
        return full_path(self.path)


class Lie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A witness that is not believed for this paper: it contradicted the print on `pages` of `of` pages."""

    witness: str
    pages: int
    of: int
    reason: str


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One layout of a paper's articles: its signature, and the places of each field, XPaths in order of preference.

    A page is in this layout if it has most elements of `signature`, and a body. `until` is the last day (of the
    fetch) on which it was seen, where a later layout took its place. `not_text`, `captions` and `credits` lie inside
    the body, and what follows `end` in it is another part of the page. `repeated` are lines at the edges of many
    texts that belong to none of them, `lies` are witnesses that tell something else than is printed.
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
    lies: list[Lie] = []

    @property
    def liars(self) -> frozenset[str]:
        """Return the names of the witnesses that are not believed on pages of this layout."""
        return frozenset(lie.witness for lie in self.lies)

    @property
    def paths(self) -> list[tuple[str, str]]:
        """Return each field with each of its XPaths, and the signature's."""
        fields = [(name, getattr(self, name)) for name in self.__struct_fields__]
        lists = [
            (name, value) for name, value in fields if isinstance(value, list) and name not in ("repeated", "lies")
        ]
        paths = [(name, each.path if isinstance(each, Place) else each) for name, value in lists for each in value]
        return [(name, full_path(path)) for name, path in paths]

    @property
    def digest(self) -> str:
        """Return 8 hex digits of the layout's places: a reading names by them what it was read with."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:8]


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was learned of a paper, from so many pages: its layouts, of equal rank that of most pages first."""

    pages: int
    layouts: list[Layout] = []

    @property
    def lies(self) -> list[Lie]:
        """Return the lies of all layouts."""
        return [lie for layout in self.layouts for lie in layout.lies]
