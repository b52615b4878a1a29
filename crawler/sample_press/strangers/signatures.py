"""How strangers' articles are signed, and from where they say they took a text."""

import random
from dataclasses import dataclass

from crawler.sample_press.strangers.grammar import Grammar
from crawler.sample_press.strangers.truth import TrueByline

AGENCIES = ("TTXVN", "VnExpress", "Báo Nhân Dân", "VOV", "Tuổi Trẻ", "Báo Chính phủ", "Dân trí", "Reuters")
FORMS = (
    "name",
    "capitals",
    "all",
    "text_and_photo",
    "photo_only",
    "two",
    "initials",
    "collected",
    "by_source",
    "source_only",
    "source_colon",
    "bracketed_source",
    "none",
)


@dataclass(frozen=True)
class Signature:
    """The printed line, who signs, and the agency that it credits; `form` is one of FORMS."""

    form: str
    line: str | None
    authors: tuple[TrueByline, ...] = ()
    agency: str | None = None


def draw_signature(rng: random.Random, grammar: Grammar) -> Signature:
    """Draw the signature of one article."""
    one, two = _pen_name(rng, grammar), _pen_name(rng, grammar)
    printed = one.upper() if rng.random() < 0.4 else one
    agency = rng.choice(AGENCIES)
    text = (TrueByline(one, "text"),)
    form = rng.choice(FORMS)
    match form:
        case "name":
            return Signature(form, one, text)
        case "capitals":
            return Signature(form, one.upper(), text)
        case "all":
            return Signature(
                form,
                f"{rng.choice(('Bài, ảnh', 'Tin, ảnh', 'Bài và ảnh'))}: {printed}",
                (*text, TrueByline(one, "photo")),
            )
        case "text_and_photo":
            return Signature(form, f"Bài: {printed} - Ảnh: {two}", (*text, TrueByline(two, "photo")))
        case "photo_only":
            return Signature(form, f"Ảnh: {printed}", (TrueByline(one, "photo"),))
        case "two":
            return Signature(
                form, f"{printed} - {two.upper() if printed.isupper() else two}", (*text, TrueByline(two, "text"))
            )
        case "initials":
            initials = ".".join(word[0] for word in one.split())
            return Signature(form, initials, (TrueByline(initials, "text"),))
        case "collected":
            return Signature(form, f"{printed} (tổng hợp)", (TrueByline(one, "compilation"),))
        case "by_source":
            return Signature(form, f"{printed} (Theo {agency})", text, agency)
        case "source_only":
            return Signature(form, f"Theo {agency}", (), agency)
        case "source_colon":
            return Signature(form, f"Nguồn: {agency}", (), agency)
        case "bracketed_source":
            return Signature(form, f"(Theo {agency})", (), agency)
        case _:
            return Signature(form, None)


def _pen_name(rng: random.Random, grammar: Grammar) -> str:
    return grammar.text("person") if rng.random() < 0.4 else grammar.text("pen_name")
