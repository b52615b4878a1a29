"""Invented news in any number, as the parsers would return it: ten years of every paper that has an id space.

Each article names what real ones name (a place of its province, an official, a document, the day of an event), some
were edited later, and some are copies. Paragraphs are made once and combined anew, so a million articles take minutes.
The same seed makes the same news. Nothing in it is real.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from invented_words import Words

from crawler.article import Article, Block, Byline, Image, SourceCredit
from crawler.outlets import Outlet, catalogue
from crawler.vietnamese.mentions.gazetteer import Unit, units

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAST = datetime(2026, 11, 20, 21, 0, tzinfo=HANOI)
MERGER = datetime(2025, 7, 1, tzinfo=HANOI)
DAYS = 3650
MEDIAN_SYLLABLES = 430
PARAGRAPHS = 130_000  # of three sentences each
BATCH = 1000
SECTIONS = ["Chính trị", "Kinh tế", "Xã hội", "Văn hóa", "Giáo dục", "Y tế", "Pháp luật", "Thể thao", "Quốc tế"]
_SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
_MIDDLES = ["Văn", "Thị", "Hữu", "Minh", "Thanh", "Quốc", "Ngọc", "Đức", "Kim", "Hồng"]
_GIVEN_NAMES = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Giang",
    "Hải",
    "Hùng",
    "Khánh",
    "Lan",
    "Mai",
    "Nam",
    "Phước",
    "Quang",
    "Tâm",
]
_OFFICES = [
    "Chủ tịch UBND tỉnh",
    "Phó Chủ tịch UBND tỉnh",
    "Bí thư Tỉnh ủy",
    "Phó Bí thư Thường trực Tỉnh ủy",
    "Chủ tịch HĐND tỉnh",
    "Giám đốc Sở Y tế",
    "Giám đốc Sở Xây dựng",
    "Giám đốc Công an tỉnh",
    "Chủ tịch UBND xã",
]
_DOCUMENTS = [
    "Nghị quyết số {n}-NQ/TU",
    "Chỉ thị số {n}-CT/TU",
    "Quyết định số {n}/QĐ-UBND",
    "Nghị định số {n}/{y}/NĐ-CP",
]
_AGENCIES = ["TTXVN", "VnExpress", "Chinhphu.vn"]
_PARTS_OF_DAY = ["Sáng", "Chiều", "Tối", "Ngày"]

Kind = Literal[
    "prose", "official", "document", "place", "day", "headline", "lead", "caption", "credit", "signature", "tag"
]
_WEIGHTS = {"headline": "A", "lead": "B", "caption": "C", "credit": "C", "signature": "C", "tag": "C"}


@dataclass(frozen=True)
class SharedText:
    """A text that is part of many articles; `weight` is its weight in the search index."""

    number: int
    kind: Kind
    text: str

    @property
    def weight(self) -> str:
        """Return the weight that the search index gives it."""
        return _WEIGHTS.get(self.kind, "D")


@dataclass(frozen=True)
class GeneratedArticle:
    """One article, the shared texts it is made of, and its history.

    `body` has one text for each block; `texts` are all in the order of the search index. Of an edited article `before`
    is the first revision, and `edited_at` the time of the capture that found the current one.
    """

    article: Article
    body: list[SharedText]
    around: list[SharedText]
    first_seen_at: datetime
    before: Article | None = None
    edited_at: datetime | None = None
    gone_at: datetime | None = None
    copy_of: "GeneratedArticle | None" = None

    @property
    def published_at(self) -> datetime:
        """Return when it was published."""
        return datetime.fromisoformat(str(self.article.published_at))

    @property
    def texts(self) -> list[SharedText]:
        """Return its texts: headline, lead, body, then captions, signature and tags."""
        return [*self.around[:2], *self.body, *self.around[2:]]


@dataclass(frozen=True)
class _PaperTexts:
    outlet: Outlet
    before: Sequence[SharedText]
    since: Sequence[SharedText]

    def places(self, published_at: datetime) -> Sequence[SharedText]:
        return self.since if published_at >= MERGER else self.before


class GeneratedNews:
    """Make articles batch by batch, spread over all papers and ten years, in random order."""

    def __init__(
        self, seed: int = 0, paragraphs: int = PARAGRAPHS, days: int = DAYS, syllables: int = MEDIAN_SYLLABLES
    ) -> None:
        words = Words(seed)
        self.texts: list[SharedText] = []
        self._seed, self._random, self._days_back = seed, random.Random(seed), days
        self._syllables = syllables
        sentences = words.sentences(paragraphs * 3)
        self._prose = self._pool("prose", (" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)))
        runs = words.sentences(paragraphs // 5 + 100)
        clauses = [run.removesuffix(".").lower() for run in runs]
        titles = [run.removesuffix(".") for run in runs]
        self._leads = self._pool("lead", (" ".join(self._random.sample(sentences, 2)) for _ in range(paragraphs // 5)))
        self._headlines = self._pool("headline", titles)
        self._captions = self._pool("caption", titles[:5000])
        self._tags = self._pool("tag", dict.fromkeys(words.run(2) for _ in range(3000)))
        self._signatures = self._pool("signature", dict.fromkeys(self._name() for _ in range(600)))
        self._credits = self._pool("credit", [signature.text for signature in self._signatures])
        self._officials = self._pool(
            "official",
            (
                f"Phát biểu tại buổi làm việc, {self._random.choice(_OFFICES)} {self._name()} đề nghị {text}."
                for text in clauses[:6000]
            ),
        )
        self._documents = self._pool(
            "document", (f"Thực hiện {self._document()}, các đơn vị đã {text}." for text in clauses[:4000])
        )
        self._days = {
            (day.day, day.month): self._pool(
                "day",
                (
                    f"{part} {day:%-d-%-m}, {clauses[(n + day.day) % len(clauses)]}."
                    for n, part in enumerate(_PARTS_OF_DAY)
                ),
            )
            for day in (datetime(2024, 1, 1) + timedelta(days=n) for n in range(366))
        }
        self._papers = [self._paper(outlet, clauses) for outlet in catalogue().values() if outlet.id_spaces]

    def batch(self, number: int, count: int = BATCH) -> list[GeneratedArticle]:
        """Return the articles of a batch, numbered from number * count + 1; copies follow their original."""
        self._random = random.Random(f"{self._seed}/{number}")
        articles: list[GeneratedArticle] = []
        first = number * count + 1
        while len(articles) < count:
            original = self._original(first + len(articles))
            articles.append(original)
            for _ in range(min(self._copies(), count - len(articles))):
                articles.append(self._copy(original, first + len(articles)))
        return articles

    def _original(self, number: int) -> GeneratedArticle:
        rng = self._random
        paper = rng.choice(self._papers)
        published_at = LAST - timedelta(minutes=rng.randrange(self._days_back * 24 * 60))
        while paper.outlet.status == "archive" and published_at >= MERGER:
            published_at -= timedelta(days=365)
        length = max(60, rng.lognormvariate(0, 0.5) * (self._syllables - 30))
        body = rng.choices(self._prose, k=max(1, round(length / 60)))
        for text in self._mentions(paper, published_at):
            body.insert(rng.randint(0, len(body)), text)
        if rng.random() < 0.4:
            day = published_at - timedelta(days=rng.choice([0, 0, 0, 1, 1, 2, 3, 5]))
            body.insert(0, rng.choice(self._days[day.day, day.month]))
        return self._assembled(paper.outlet, number, published_at, body, rng.choice(self._leads))

    def _assembled(
        self, outlet: Outlet, number: int, published_at: datetime, body: list[SharedText], lead: SharedText
    ) -> GeneratedArticle:
        rng = self._random
        headline, signature = rng.choice(self._headlines), rng.choice(self._signatures)
        captions = rng.choices(self._captions, k=rng.choice([0, 1, 1, 2, 3]))
        tags = rng.sample(self._tags, rng.randint(0, 4))
        agency = rng.choice(_AGENCIES) if rng.random() < 0.05 else None
        photo_credits = [self._credit() for _ in captions]
        article = Article(
            url=f"https://{outlet.home_host}/invented-{number}.html",
            outlet=outlet.key,
            id_space=outlet.id_spaces[0].id_space,
            native_id=f"invented-{number}",
            headline=headline.text,
            lead=lead.text,
            body=[Block("paragraph", text.text) for text in body],
            images=[
                Image(f"https://{outlet.home_host}/i/{number}-{n}.jpg", caption.text, credit.text if credit else None)
                for n, (caption, credit) in enumerate(zip(captions, photo_credits, strict=True))
            ],
            bylines=[Byline(signature.text, ["text"], signature.text)],
            byline_raw=signature.text,
            source_credit=SourceCredit(agency, f"Theo {agency}") if agency else None,
            published_at=published_at.isoformat(),
            published_precision="minute",
            section=[rng.choice(SECTIONS)],
            tags=[tag.text for tag in tags],
        )
        around = [headline, lead, *captions, *filter(None, photo_credits), signature, *tags]
        return self._with_history(GeneratedArticle(article, body, around, published_at), published_at)

    def _with_history(self, generated: GeneratedArticle, published_at: datetime) -> GeneratedArticle:
        """Return the article as found in the night after publication; some later find it edited or gone."""
        first = (published_at + timedelta(days=1)).replace(hour=1, minute=30) + timedelta(
            seconds=self._random.randrange(3600)
        )
        later, fate = first + timedelta(days=self._random.choice([1, 1, 2, 7])), self._random.random()
        generated = replace(generated, first_seen_at=first)
        if fate < 0.02:
            before = msgspec.structs.replace(generated.article, headline=self._random.choice(self._headlines).text)
            return replace(generated, before=before, edited_at=later)
        if fate < 0.03:
            last = self._random.choice(self._prose)
            body = [*generated.article.body, Block("paragraph", last.text)]
            article = msgspec.structs.replace(generated.article, body=body, modified_at=later.isoformat())
            return replace(
                generated, article=article, body=[*generated.body, last], before=generated.article, edited_at=later
            )
        return replace(generated, gone_at=later) if fate < 0.033 else generated

    def _copies(self) -> int:
        return self._random.choice([1, 1, 2]) if self._random.random() < 0.06 else 0

    def _copy(self, original: GeneratedArticle, number: int) -> GeneratedArticle:
        """Return a copy of the original, whole or without its last paragraphs, in another paper within two days."""
        published_at = original.published_at + timedelta(minutes=self._random.randint(10, 2400))
        others = [
            paper.outlet
            for paper in self._papers
            if paper.outlet.key != original.article.outlet
            and (paper.outlet.status == "active" or published_at < MERGER)
        ]
        kept_paragraphs = max(2, round(len(original.body) * self._random.choice([1, 1, 0.8, 0.6])))
        generated = self._assembled(
            self._random.choice(others), number, published_at, original.body[:kept_paragraphs], original.around[1]
        )
        return replace(generated, copy_of=original)

    def _mentions(self, paper: _PaperTexts, published_at: datetime) -> Iterator[SharedText]:
        """Yield paragraphs with an official, a document and a place, each for a part of the articles."""
        if self._random.random() < 0.6:
            yield self._skewed(self._officials)
        if self._random.random() < 0.25:
            yield self._skewed(self._documents)
        if self._random.random() < 0.7:
            yield self._skewed(paper.places(published_at))

    def _skewed(self, pool: Sequence[SharedText]) -> SharedText:
        """Choose the first of a pool more often than the last."""
        return pool[int(len(pool) * self._random.random() ** 3)]

    def _credit(self) -> SharedText | None:
        return self._random.choice(self._credits) if self._random.random() < 0.8 else None

    def _document(self) -> str:
        rng = self._random
        return rng.choice(_DOCUMENTS).format(n=rng.randint(1, 400), y=rng.randint(2017, 2026))

    def _name(self) -> str:
        return " ".join(map(self._random.choice, (_SURNAMES, _MIDDLES, _GIVEN_NAMES)))

    def _pool(self, kind: Kind, texts: Iterator[str] | Sequence[str] | dict[str, None]) -> list[SharedText]:
        shared = [SharedText(number, kind, text) for number, text in enumerate(texts, len(self.texts))]
        self.texts += shared
        return shared

    def _paper(self, outlet: Outlet, clauses: list[str]) -> _PaperTexts:
        before, since = (
            self._pool("place", (f"Tại {name}, {self._random.choice(clauses)}." for name in names))
            for names in _ward_names(outlet.province_code)
        )
        self._random.shuffle(before)
        self._random.shuffle(since)
        return _PaperTexts(outlet, before[:150], since[:80])


@cache
def _ward_names(province: str) -> tuple[list[str], list[str]]:
    """Return the wards of a province of today as texts print them, before the mergers (with the district) and since."""
    by_code: dict[tuple[str, str], Unit] = {(unit.level, unit.code): unit for unit in units()}
    before, since = [], []
    for unit in by_code.values():
        if unit.level == "ward" and unit.parent == province:
            since.append(_unit_name(unit))
        elif unit.level == "former_ward" and unit.parent:
            district = by_code["former_district", unit.parent]
            if by_code["former_province", str(district.parent)].successors == (province,):
                before.append(f"{_unit_name(unit)}, {_unit_name(district)}")
    return before, since


def _unit_name(unit: Unit) -> str:
    return f"{unit.kind} {unit.bare}"
