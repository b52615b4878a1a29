"""What an article of a stranger says, free of any markup: invented anew for every number of a seed."""

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from crawler.resources import seed_table
from crawler.sample_press.strangers.grammar import TOPICS, Grammar, rules
from crawler.sample_press.strangers.signatures import Signature, draw_signature
from crawler.sample_press.strangers.truth import TrueBlock


@dataclass(frozen=True)
class Figure:
    """A picture of a story: its path, its caption and who took it."""

    path: str
    caption: str | None
    credit: str | None


@dataclass(frozen=True)
class Story:
    """One article without markup; `kind` is news, photo, video or longform, `place` its name among the paper's."""

    place: int
    kind: str
    topic: str
    section: tuple[str, ...]
    headline: str
    slug: str
    earlier_slug: str | None
    earlier_section: str | None
    kicker: str | None
    lead: str | None
    content: tuple[TrueBlock | Figure, ...]
    video: str | None
    signature: Signature
    tags: tuple[str, ...]
    published_at: datetime
    modified_at: datetime | None

    @property
    def body(self) -> tuple[TrueBlock, ...]:
        """Return the blocks in reading order."""
        return tuple(part for part in self.content if isinstance(part, TrueBlock))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the pictures in reading order."""
        return tuple(part for part in self.content if isinstance(part, Figure))


def slug_of(text: str) -> str:
    """Return the ASCII slug of a headline."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_KINDS = (*["news"] * 20, "photo", "video", "longform", "longform")
_CREDITED = ("person", "person", "pen_name", "photo_agency")


@cache
def wards_of(province_code: str) -> tuple[str, ...]:
    """Return the wards of a province as texts print them, kind first."""
    rows = (row for row in seed_table("wards") if row["province_code"] == province_code)
    return tuple(row["kind"] + row["name"][len(row["kind"]) :] for row in rows)


@cache
def sections_of(seed: int) -> dict[str, tuple[str, ...]]:
    """Return each topic's section in a paper's words, with the part of the section last if there is one."""
    rng = random.Random(f"sections/{seed}")
    return {topic: tuple(rng.choice(rules()[f"{topic}.section"]).split(" > ")) for topic in TOPICS}


def tell(seed: int, place: int, published_at: datetime, wards: Sequence[str]) -> Story:
    """Invent the story that stands at a place of a paper's; the seed and the place alone decide its words."""
    rng = random.Random(f"story/{seed}/{place}")
    topic = rng.choice(TOPICS)
    day = published_at - timedelta(days=rng.randint(0, 3))
    daymonth = rng.choice(("{0}-{1}", "{0}/{1}")).format(day.day, day.month)
    grammar = Grammar(rng, topic, {"ward": rng.choice(wards), "daymonth": daymonth})
    headline = grammar.text("headline_s")
    kind = rng.choice(_KINDS)
    folder = rng.choice(("uploads", "media", "images/news", "Portals/0"))
    image = f"/{folder}/{published_at:%Y/%m}/{'n' if place < 0 else ''}{abs(place)}"
    return Story(
        place=place,
        kind=kind,
        topic=topic,
        section=sections_of(seed)[topic],
        headline=headline,
        slug=slug_of(headline)[: rng.choice((60, 90, 200))].strip("-"),
        earlier_slug=None,
        earlier_section=None,
        kicker=rng.choice((None, None, None, "Kỳ 1: Chuyện ở cơ sở", "Phóng sự", "Đưa nghị quyết vào cuộc sống")),
        lead=grammar.text("lead") if rng.random() < 0.92 else None,
        content=tuple(_content(rng, grammar, image, kind)),
        video=f"{image}.mp4" if kind == "video" else None,
        signature=draw_signature(rng, grammar),
        tags=tuple(dict.fromkeys((grammar.text("thing"), grammar.text("ward"), grammar.text("hamlet"))))[
            : rng.randint(0, 3)
        ],
        published_at=published_at,
        modified_at=None,
    )


def edited(story: Story, at: datetime) -> Story:
    """Return the story after an editor added a paragraph."""
    about = story.tags[0] if story.tags else "việc này"
    extra = f"Đến cuối ngày {at.day}/{at.month}, thông tin về {about} tiếp tục được cập nhật thêm từ cơ sở."
    return replace(story, content=(*story.content, TrueBlock("paragraph", extra)), modified_at=at)


def moved(story: Story, at: datetime) -> Story:
    """Return the story under another headline, whose slug moved with it."""
    headline = f"{story.headline} - góc nhìn mới"
    return replace(story, headline=headline, slug=slug_of(headline), earlier_slug=story.slug, modified_at=at)


def rehomed(story: Story, section: str) -> Story:
    """Return the story after it was moved from another section, which its former address names."""
    return replace(story, earlier_section=section)


def _content(rng: random.Random, grammar: Grammar, image: str, kind: str) -> list[TrueBlock | Figure]:
    parts: list[TrueBlock | Figure] = [TrueBlock("paragraph", text) for text in _paragraphs(rng, grammar, kind)]
    for extra in _extras(rng, grammar) if kind in ("news", "longform") else []:
        place = rng.randint(1, max(1, len(parts) - 1))
        parts[place:place] = extra
    figures = {"photo": rng.randint(5, 9), "video": 0}.get(kind, rng.choice((0, 1, 1, 1, 2, 3)))
    for n in range(figures):
        parts.insert(rng.randint(min(n, 1), max(0, len(parts) - 1)), _figure(rng, grammar, f"{image}-{n}.jpg"))
    return _with_whole_lists(parts)


def _paragraphs(rng: random.Random, grammar: Grammar, kind: str) -> list[str]:
    sentences = grammar.texts("say", 9) + grammar.texts("common", rng.randint(3, 8))
    rng.shuffle(sentences)
    if kind in ("photo", "video") or rng.random() < 0.08:
        sentences = sentences[:3]  # a brief
    sentences.append(grammar.text("closing"))
    paragraphs: list[str] = []
    while sentences:
        count = rng.choice((1, 2, 2, 3, 4))
        paragraphs.append(" ".join(sentences[:count]))
        sentences = sentences[count:]
    return paragraphs


def _with_whole_lists(parts: list[TrueBlock | Figure]) -> list[TrueBlock | Figure]:
    """Put what came between the rows of a list or table behind it."""
    for kind in ("list_item", "table"):
        places = [n for n, part in enumerate(parts) if isinstance(part, TrueBlock) and part.kind == kind]
        if places:
            inside = parts[places[0] : places[-1] + 1]
            mine = [part for part in inside if isinstance(part, TrueBlock) and part.kind == kind]
            others = [part for part in inside if part not in mine]
            parts = [*parts[: places[0]], *mine, *others, *parts[places[-1] + 1 :]]
    return parts


def _extras(rng: random.Random, grammar: Grammar) -> list[list[TrueBlock | Figure]]:
    extras: list[list[TrueBlock | Figure]] = []
    if rng.random() < 0.35:
        extras += [[TrueBlock("subhead", text)] for text in grammar.texts("subhead", rng.randint(1, 3))]
    if rng.random() < 0.15:
        extras.append([TrueBlock("list_item", text) for text in grammar.texts("list_item", rng.randint(2, 4))])
    if rng.random() < 0.12:
        years = [f"{year} | {rng.randint(20, 980)} | {rng.randint(3, 90)} tấn" for year in (2024, 2025, 2026)]
        extras.append([TrueBlock("table", row) for row in ("Năm | Số hộ | Sản lượng", *years)])
    if rng.random() < 0.15:
        extras.append([TrueBlock("quote", grammar.text("quote"))])
    return extras


def _figure(rng: random.Random, grammar: Grammar, path: str) -> Figure:
    caption = grammar.text("caption") if rng.random() < 0.85 else None
    return Figure(path, caption, grammar.text(rng.choice(_CREDITED)) if caption and rng.random() < 0.4 else None)
