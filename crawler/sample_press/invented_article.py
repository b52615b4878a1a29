"""Invented articles of the sample press, each with the truth that a parser should find on its page."""

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from crawler.sample_press.officials import DOCUMENTS, OFFICIALS, Official

VIETNAM = timezone(timedelta(hours=7))
# The clock in a page's head: it is not the article's time, and stands still so that a page's bytes do.
PAGE_CLOCK = datetime(2026, 9, 30, 20, 0, tzinfo=VIETNAM)
ARTICLES_AN_OUTLET = 14
# More than one page of a listing and less than two, so that pages and months do not begin together.
PAST_ARTICLES_A_MONTH = 8

FORMS = ("table", "figure", "image_desc", "centred", "italic", "same_paragraph")
PLACES = ("xã Bình Minh Hạ", "phường Tân Lộc", "xã Hòa Trung Sơn", "xã Phước Thạnh Tây", "phường Long Hưng Đông")
THINGS = ("vườn xoài", "tuyến kênh", "chợ phiên", "lớp học đêm", "đội đò ngang", "nhà văn hóa", "làng dệt", "bến cá")
DEEDS = ("đổi thay", "vào mùa", "đón khách", "được mở rộng", "giữ nghề", "thêm sức sống", "vượt kế hoạch")
ACTORS = ("Bà con", "Các hộ dân", "Thanh niên địa phương", "Tổ hợp tác", "Ban quản lý", "Chính quyền cơ sở")
ACTS = ("cùng sửa lại", "đã góp công làm", "lên lịch chăm sóc", "bàn cách mở rộng", "kiểm tra kỹ lưỡng")
ENDS = (
    "để kịp trước mùa mưa năm nay",
    "với kinh phí do người dân tự nguyện đóng góp",
    "và chia nhau việc theo từng tuần",
    "nhờ vậy thu nhập của nhiều gia đình ổn định hơn",
    "theo kế hoạch đã được thống nhất từ đầu năm",
)
NAMES = ("MINH ĐẢO", "Hoài Lâm", "NGỌC TRÚC", "Thái Uyên", "QUANG VĨNH", "Bảo Khuê")
AGENCIES = ("TTXVN", "VnExpress", "Báo Chính phủ")


@dataclass(frozen=True)
class BodyBlock:
    """One block of the body: paragraph, subhead, list_item, or table row (cells joined by ' | ')."""

    kind: str
    text: str


@dataclass(frozen=True)
class Picture:
    """One picture in the body, how its caption is set, and its caption and credit apart."""

    url: str
    form: str
    caption: str | None = None
    credit: str | None = None

    @property
    def printed(self) -> str:
        """Return the line under the picture as the paper prints it."""
        return " ".join(filter(None, [self.caption, f"Ảnh: {self.credit}" if self.credit else None]))


@dataclass(frozen=True)
class InventedArticle:
    """One invented article: what its page says, free of markup."""

    outlet: str
    host: str
    family: str
    number: int
    address: str
    slug: str
    section: tuple[str, str]
    headline: str
    lead: str | None
    content: tuple[BodyBlock | Picture, ...]
    byline: str | None
    authors: tuple[str, ...]
    agency: str | None
    tags: tuple[str, ...]
    published_at: datetime
    modified_at: datetime

    @property
    def path(self) -> str:
        """Return the path on its host, in the family's form."""
        return self.address.format(
            slug=self.slug,
            section=self.section[0],
            month=f"{self.published_at:%Y%m}",
            number=self.number,
            id7=f"{self.number:07x}",
            id9=f"id{self.number:07}",
            id15=f"{self.published_at:%y%m%d%H%M%S}{self.number % 1000:03}",
        )

    @property
    def url(self) -> str:
        """Return the real address."""
        return f"https://{self.host}{self.path}"

    @property
    def body(self) -> list[BodyBlock]:
        """Return the blocks in reading order, without captions, lead and signature."""
        return [p for p in self.content if isinstance(p, BodyBlock)]

    @property
    def pictures(self) -> list[Picture]:
        """Return the pictures in reading order."""
        return [p for p in self.content if isinstance(p, Picture)]

    @property
    def captions(self) -> list[str]:
        """Return the captions without their credits."""
        return [p.caption for p in self.pictures if p.caption]

    @property
    def officials(self) -> set[Official]:
        """Return the officials whom headline, lead, body and captions name."""
        return {official for official in OFFICIALS if official.printed in self._text}

    @property
    def documents(self) -> set[str]:
        """Return the numbers of the documents that it cites."""
        return {document.rpartition(" ")[2] for document in DOCUMENTS if document in self._text}

    @property
    def _text(self) -> str:
        return "\n".join([self.headline, self.lead or "", *(p.text for p in self.body), *self.captions])


def slug_of(text: str) -> str:
    """Return the ASCII slug that the papers' systems make of a headline."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def invent(
    *,
    outlet: str,
    host: str,
    family: str,
    address: str,
    images: str,
    wards: Sequence[str],
    section: tuple[str, str],
    position: int,
    seed: int,
    newest_at: datetime,
) -> InventedArticle:
    """Invent the article at a position; the same arguments give the same article. `wards` are the province's.

    The article at position 0 appeared at `newest_at`, or up to 97 minutes later where every paper prints the text.
    """
    rng = random.Random(f"{seed}/{outlet}/{position}")
    byline, authors, agency = _signature(rng, position)
    published_at = newest_at - timedelta(hours=3, minutes=17, seconds=5) * position
    if agency and not byline:  # a text that every paper prints at its own time, an agency's or unsigned
        rng = random.Random(f"{seed}/{position}")
        agency, wards = rng.choice(AGENCIES) if position % 10 == 2 else None, PLACES
        published_at += timedelta(minutes=sum(outlet.encode()) % 97)
    place, thing = rng.choice(PLACES), rng.choice(THINGS)
    headline = f"{thing.capitalize()} ở {place} {rng.choice(DEEDS)} lần thứ {position + 2}"
    return InventedArticle(
        outlet=outlet,
        host=host,
        family=family,
        number=_first_number(outlet) - position,
        address=address,
        slug=slug_of(headline),
        section=section,
        headline=headline,
        lead=None if position % 7 == 5 else _lead(rng, position, thing, place),
        content=_content(
            rng,
            position,
            (thing, rng.choice(wards)),
            published_at,
            f"https://{images}/{published_at:%Y/%m/%d}/{outlet}-{position}",
        ),
        byline=byline,
        authors=authors,
        agency=agency,
        tags=(thing, place),
        published_at=published_at,
        modified_at=published_at,
    )


def edited(article: InventedArticle, now: datetime) -> InventedArticle:
    """Return the article after an editor added a paragraph and touched the headline."""
    extra = BodyBlock(
        "paragraph", f"Thông tin được cập nhật thêm: {article.tags[0]} sẽ tiếp tục được theo dõi trong tuần tới."
    )
    return replace(
        article, headline=article.headline + " (cập nhật)", content=(*article.content, extra), modified_at=now
    )


def reworded(article: InventedArticle, now: datetime) -> InventedArticle:
    """Return the article after an editor added a sentence to its last paragraph."""
    *before, last = article.content
    assert isinstance(last, BodyBlock)
    return replace(
        article, content=(*before, replace(last, text=f"{last.text} Việc này vừa được làm rõ.")), modified_at=now
    )


def retitled(article: InventedArticle, now: datetime) -> InventedArticle:
    """Return the article under another headline."""
    return replace(article, headline=f"{article.headline}: điều cần biết", modified_at=now)


def evening_before(now: datetime) -> datetime:
    """Return 20:00 of the day before in Việt Nam: a press that starts later the same day prints the same dates."""
    return now.astimezone(VIETNAM).replace(hour=20, minute=0, second=0, microsecond=0) - timedelta(days=1)


def aged(article: InventedArticle, back: int, newest_at: datetime) -> InventedArticle:
    """Return the article dated in an earlier month, PAST_ARTICLES_A_MONTH in each; `back` counts from the newest, 0."""
    months, place = divmod(back, PAST_ARTICLES_A_MONTH)
    number = newest_at.year * 12 + newest_at.month - 2 - months
    published_at = newest_at.replace(year=number // 12, month=number % 12 + 1, day=28 - 3 * place)
    return replace(article, published_at=published_at, modified_at=published_at)


def _first_number(outlet: str) -> int:
    return 700_000 + sum(outlet.encode()) * 97


def _sentence(rng: random.Random, about: str) -> str:
    return f"{rng.choice(ACTORS)} {rng.choice(ACTS)} {about} {rng.choice(ENDS)}."


def _paragraph(rng: random.Random, about: str) -> BodyBlock:
    return BodyBlock("paragraph", " ".join(_sentence(rng, about) for _ in range(rng.randint(3, 5))))


def _event(rng: random.Random, ward: str, published_at: datetime) -> BodyBlock:
    """Return a paragraph with a day, a place, an official and a document."""
    day = published_at - timedelta(days=rng.choice((0, 0, 1, 1, 2, 4)))
    return BodyBlock(
        "paragraph",
        f"Sáng {day.day}-{day.month}, tại {ward}, {rng.choice(OFFICIALS).printed} cho biết việc này theo "
        f"{rng.choice(DOCUMENTS)} {rng.choice(ENDS)}.",
    )


def _visiting_official(position: int) -> Official:
    """Return the official whom the lead or a caption names in an article whose body names nobody."""
    return OFFICIALS[position % 3]


def _lead(rng: random.Random, position: int, thing: str, place: str) -> str:
    lead = f"{_sentence(rng, thing)} {_sentence(rng, place)}"
    return f"{_visiting_official(position).printed} đã đến thăm {thing}. {lead}" if position % 4 == 1 else lead


def _signature(rng: random.Random, position: int) -> tuple[str | None, tuple[str, ...], str | None]:
    one, two = rng.sample(NAMES, 2)
    agency = rng.choice(AGENCIES)
    return (
        (one, (one,), None),
        (f"Tin, ảnh: {one}", (one,), None),
        (None, (), agency),
        (f"Bài: {one} - Ảnh: {two}", (one, two), None),
        (f"{one} (Theo {agency})", (one,), agency),
    )[position % 5]


def _content(
    rng: random.Random, position: int, about: tuple[str, str], published_at: datetime, image: str
) -> tuple[BodyBlock | Picture, ...]:
    thing, ward = about
    parts: list[BodyBlock | Picture] = [_event(rng, ward, published_at)] if position % 2 == 0 else []
    parts += [_paragraph(rng, thing)]
    for n in range(_picture_count(position)):
        picture = _picture(rng, position + n, thing, f"{image}-{n}.jpg")
        if n == 0 and position % 4 == 3:
            picture = replace(picture, caption=f"{_visiting_official(position).printed} bên {thing}.")
        parts += [picture, _paragraph(rng, thing)]
    if position % 4 == 1:
        parts += [BodyBlock("subhead", f"Thêm việc cho {thing}"), _paragraph(rng, thing)]
    if position % 4 == 2:
        parts += [BodyBlock("list_item", _sentence(rng, thing)) for _ in range(3)]
    if position % 4 == 3:
        parts += [
            BodyBlock("table", r) for r in ("Năm | Số hộ | Sản lượng", "2024 | 118 | 42 tấn", "2025 | 131 | 57 tấn")
        ]
    return (*parts, _paragraph(rng, thing), _paragraph(rng, thing))


def _picture_count(position: int) -> int:
    """Return the number of pictures: every seventh article has none, every sixth is a gallery."""
    return 0 if position % 7 == 3 else 5 if position % 6 == 4 else 1 + position % 2


def _picture(rng: random.Random, number: int, thing: str, url: str) -> Picture:
    caption = f"{rng.choice(ACTORS)} bên {thing} vào buổi sáng thứ {number + 2}."
    return Picture(url, FORMS[number % len(FORMS)], caption, rng.choice(NAMES).title() if number % 2 else None)
