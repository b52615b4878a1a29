"""A month of invented news whose copies are known: originals, verbatim and shortened copies, and look-alikes."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate, product
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2026, 10, 1, 5, 0, tzinfo=HANOI)
DAYS = 30
_SYLLABLES = """
    b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x |
    a ac ai am an ang anh ao at au ay ăm ăn ăng âm ân âng âu ây e em en eo ê ên êu i iêm iên iêu im in inh o oa oai
    oan oi om on ong ô ôi ôm ôn ông ơ ơi ơm ơn u ua ui um un ung uôi uôn uông ư ưa ưng ươi ươn ương
"""
_ONSETS, _RIMES = (part.split() for part in _SYLLABLES.split("|"))
_TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]


@dataclass
class Invented:
    """An article of the month; `copy_of` is the original that it was made from, if any."""

    number: int
    outlet: str
    at: datetime
    paragraphs: list[str]
    kind: str
    copy_of: int | None = None
    credit: str | None = None


@dataclass
class Month:
    """Makes articles and keeps them; the same seed makes the same month."""

    outlets: list[str]
    seed: int = 0
    articles: list[Invented] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._words = [onset + rime + tone for onset, rime, tone in product(_ONSETS, _RIMES, _TONES)]
        self._random.shuffle(self._words)
        self._weights = [*accumulate(1 / rank for rank in range(1, len(self._words) + 1))]
        # Titles of officials, names of programmes, formulas of the trade: any two reports share some.
        self._formulas = [self.run(self._random.randint(6, 16)) for _ in range(250)]

    def fill(self, topics: int) -> "Month":
        """Give each topic some independent reports, and some of these their copies."""
        for _ in range(topics):
            self._topic()
        return self

    def _topic(self) -> None:
        day = START + timedelta(days=self._random.randrange(DAYS))
        vocabulary = self._random.sample(self._words, 80)
        quoted = [self._sentence(vocabulary) for _ in range(3)]  # what an official said, printed by all who were there
        for outlet in self._random.sample(self.outlets, self._random.randint(1, 4)):
            at = day + timedelta(minutes=self._random.randrange(14 * 60))
            original = self._add(outlet, at, self._report(vocabulary, quoted), "original")
            if self._random.random() < 0.35:
                self._copies(original)

    def _copies(self, original: Invented) -> None:
        others = [outlet for outlet in self.outlets if outlet != original.outlet]
        for outlet in self._random.sample(others, self._random.choice([1, 1, 2, 3])):
            kind = self._random.choice(["verbatim", "shortened", "edited"])
            self._add(
                outlet,
                original.at + timedelta(minutes=self._random.randint(10, 60 * 40)),
                getattr(self, f"_{kind}")(original.paragraphs),
                kind,
                original.number,
            )

    def _add(self, outlet: str, at: datetime, paragraphs: list[str], kind: str, copy_of: int | None = None) -> Invented:
        made = Invented(len(self.articles) + 1, outlet, at, paragraphs, kind, copy_of)
        self.articles.append(made)
        return made

    def _report(self, vocabulary: list[str], quoted: list[str]) -> list[str]:
        said = self._random.sample(quoted, self._random.randint(0, 2))
        paragraphs = [
            " ".join(self._sentence(vocabulary) for _ in range(self._random.randint(2, 4)))
            for _ in range(self._random.randint(3, 12))
        ]
        for sentence in said:
            paragraphs.insert(self._random.randrange(len(paragraphs)), sentence)
        return paragraphs

    def _verbatim(self, paragraphs: list[str]) -> list[str]:
        return [*paragraphs, "Theo " + self.run(3)]

    def _shortened(self, paragraphs: list[str]) -> list[str]:
        keep = max(2, round(len(paragraphs) * self._random.uniform(0.35, 0.7)))
        kept = sorted(self._random.sample(range(len(paragraphs)), min(keep, len(paragraphs))))
        return [self._touched(paragraphs[at], 0.01) for at in kept]

    def _edited(self, paragraphs: list[str]) -> list[str]:
        return [*(self._touched(text, 0.06) for text in paragraphs), self._sentence(self._words[:500])]

    def _touched(self, text: str, share: float) -> str:
        return " ".join(self._word() if self._random.random() < share else word for word in text.split(" "))

    def _sentence(self, vocabulary: list[str]) -> str:
        words = [
            self._random.choice(vocabulary) if self._random.random() < 0.4 else self._word()
            for _ in range(self._random.randint(10, 26))
        ]
        if self._random.random() < 0.3:
            words.insert(self._random.randrange(len(words)), self._random.choice(self._formulas))
        return " ".join(words).capitalize() + "."

    def run(self, length: int) -> str:
        return " ".join(self._word() for _ in range(length))

    def _word(self) -> str:
        return self._random.choices(self._words, cum_weights=self._weights)[0]
