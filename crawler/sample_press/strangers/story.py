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

    @property
    def printed(self) -> str:
        """Return the line under the picture."""
        return " ".join(filter(None, [self.caption, f"Ảnh: {self.credit}" if self.credit else None]))


@dataclass(frozen=True)
class Story:
    """One article without markup; `number` counts from the oldest, 0."""

    number: int
    topic: str
    section: tuple[str, ...]
    headline: str
    slug: str
    earlier_slug: str | None
    kicker: str | None
    lead: str | None
    content: tuple[TrueBlock | Figure, ...]
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


def tell(seed: int, number: int, published_at: datetime, wards: Sequence[str]) -> Story:
    """Invent the story of a number."""
    rng = random.Random(f"story/{seed}/{number}")
    topic = rng.choice(TOPICS)
    day = published_at - timedelta(days=rng.randint(0, 3))
    daymonth = rng.choice(("{0}-{1}", "{0}/{1}")).format(day.day, day.month)
    grammar = Grammar(rng, topic, {"ward": rng.choice(wards), "daymonth": daymonth})
    headline = grammar.text("headline")
    headline = headline[:1].upper() + headline[1:]
    image = f"/{rng.choice(('uploads', 'media', 'images/news', 'Portals/0'))}/{published_at:%Y/%m}/{number}"
    return Story(
        number=number,
        topic=topic,
        section=sections_of(seed)[topic],
        headline=headline,
        slug=slug_of(headline)[: rng.choice((60, 90, 200))].strip("-"),
        earlier_slug=None,
        kicker=rng.choice((None, None, None, "Kỳ 1: Chuyện ở cơ sở", "Phóng sự", "Đưa nghị quyết vào cuộc sống")),
        lead=grammar.text("lead") if rng.random() < 0.92 else None,
        content=tuple(_content(rng, grammar, image)),
        signature=draw_signature(rng, grammar),
        tags=tuple(dict.fromkeys((grammar.text("thing"), grammar.text("ward"), grammar.text("hamlet"))))[
            : rng.randint(0, 3)
        ],
        published_at=published_at,
        modified_at=None,
    )


def edited(story: Story, at: datetime) -> Story:
    """Return the story after an editor added a paragraph."""
    extra = f"Đến cuối ngày {at.day}/{at.month}, thông tin về việc này tiếp tục được cập nhật thêm từ {story.tags[0] if story.tags else 'cơ sở'}."
    return replace(story, content=(*story.content, TrueBlock("paragraph", extra)), modified_at=at)


def moved(story: Story, at: datetime) -> Story:
    """Return the story under another headline, whose slug moved with it."""
    headline = f"{story.headline} - góc nhìn mới"
    return replace(story, headline=headline, slug=slug_of(headline), earlier_slug=story.slug, modified_at=at)


def _content(rng: random.Random, grammar: Grammar, image: str) -> list[TrueBlock | Figure]:
    sentences = grammar.texts("say", 9) + grammar.texts("common", rng.randint(3, 8))
    rng.shuffle(sentences)
    if rng.random() < 0.08:
        sentences = sentences[:3]  # a brief
    sentences.append(grammar.text("closing"))
    parts: list[TrueBlock | Figure] = [TrueBlock("paragraph", text) for text in _paragraphs(rng, sentences)]
    for extra in _extras(rng, grammar):
        place = rng.randint(1, len(parts) - 1) if len(parts) > 1 else 1
        parts[place:place] = extra
    figures = rng.choice((0, 1, 1, 1, 2, 3))
    for n in range(figures):
        parts.insert(rng.randint(0 if n == 0 else 1, len(parts) - 1), _figure(rng, grammar, f"{image}-{n}.jpg"))
    return parts


def _paragraphs(rng: random.Random, sentences: list[str]) -> list[str]:
    paragraphs: list[str] = []
    while sentences:
        count = rng.choice((1, 2, 2, 3, 4))
        paragraphs.append(" ".join(sentences[:count]))
        sentences = sentences[count:]
    return paragraphs


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
    return Figure(path, caption, grammar.text("person") if caption and rng.random() < 0.4 else None)
