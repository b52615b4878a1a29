"""How strangers' articles are signed, and from where they say they took a text."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from crawler.sample_press.strangers.grammar import Grammar
from crawler.sample_press.strangers.truth import TrueByline

AGENCIES = ("TTXVN", "VnExpress", "Báo Nhân Dân", "VOV", "Tuổi Trẻ", "Báo Chính phủ", "Dân trí", "Reuters")


@dataclass(frozen=True)
class Signature:
    """The line of those who sign, the line of the source, who signs, and the agency; `form` is one of FORMS."""

    form: str
    line: str | None
    source_line: str | None
    authors: tuple[TrueByline, ...]
    agency: str | None


@dataclass(frozen=True)
class _Draw:
    """What a signature is made of: two pen names, the first as it is printed, an agency and a word for the roles."""

    one: str
    printed: str
    two: str
    agency: str
    roles: str

    def by(self, *roles: str) -> tuple[TrueByline, ...]:
        return tuple(TrueByline(self.one, role) for role in roles)

    def other(self, role: str) -> TrueByline:
        return TrueByline(self.two, role)

    @property
    def initials(self) -> str:
        return ".".join(word[0] for word in self.one.split())

    @property
    def two_as_one(self) -> str:
        return self.two.upper() if self.printed.isupper() else self.two


_Lines = tuple[str | None, str | None, tuple[TrueByline, ...], str | None]
_WRITERS: dict[str, Callable[[_Draw], _Lines]] = {
    "name": lambda d: (d.one, None, d.by("text"), None),
    "capitals": lambda d: (d.one.upper(), None, d.by("text"), None),
    "all": lambda d: (f"{d.roles}: {d.printed}", None, d.by("text", "photo"), None),
    "text_and_photo": lambda d: (f"Bài: {d.printed} - Ảnh: {d.two}", None, (*d.by("text"), d.other("photo")), None),
    "photo_only": lambda d: (f"Ảnh: {d.printed}", None, d.by("photo"), None),
    "two": lambda d: (f"{d.printed} - {d.two_as_one}", None, (*d.by("text"), d.other("text")), None),
    "two_with_comma": lambda d: (f"{d.printed}, {d.two_as_one}", None, (*d.by("text"), d.other("text")), None),
    "initials": lambda d: (d.initials, None, (TrueByline(d.initials, "text"),), None),
    "collected": lambda d: (f"{d.printed} (tổng hợp)", None, d.by("compilation"), None),
    "carried_out": lambda d: (f"Thực hiện: {d.printed}", None, d.by("text"), None),
    "by_source": lambda d: (f"{d.printed} (Theo {d.agency})", None, d.by("text"), d.agency),
    "name_and_source": lambda d: (d.printed, f"Theo {d.agency}", d.by("text"), d.agency),
    "source_only": lambda d: (None, f"Theo {d.agency}", (), d.agency),
    "source_colon": lambda d: (None, f"Nguồn: {d.agency}", (), d.agency),
    "bracketed_source": lambda d: (None, f"(Theo {d.agency})", (), d.agency),
    "none": lambda d: (None, None, (), None),
}
FORMS = tuple(_WRITERS)


def draw_signature(rng: random.Random, grammar: Grammar) -> Signature:
    """Draw the signature of one article."""
    one, two = _pen_name(rng, grammar), _pen_name(rng, grammar)
    printed = one.upper() if rng.random() < 0.4 else one
    roles = rng.choice(("Bài, ảnh", "Tin, ảnh", "Bài và ảnh", "Tin và ảnh"))
    form = rng.choice(FORMS)
    return Signature(form, *_WRITERS[form](_Draw(one, printed, two, rng.choice(AGENCIES), roles)))


def _pen_name(rng: random.Random, grammar: Grammar) -> str:
    return grammar.text("person") if rng.random() < 0.4 else grammar.text("pen_name")
