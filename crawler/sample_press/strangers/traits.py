"""How a stranger is made: what is drawn once for a paper, whatever its layouts are."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.sample_press.strangers.layout import Layout, draw_layout
from crawler.sample_press.strangers.native_ids import ADDRESS_FORMS, AddressForm

PAGINATIONS = ("?page={}", "/trang-{}.html", "?p={}", "/p{}", "/page/{}/", "?trang={}", "?start={}", "load_more")
SECTION_FORMS = (
    "/{slug}",
    "/{slug}/",
    "/{slug}.html",
    "/{slug}-{number}.html",
    "/chuyen-muc/{number}/{slug}.html",
    "/?catid={number}",
    "/{slug}-c{number}.html",
    "/danh-muc/{slug}-{number}",
)
FEEDS = ("rss", "rss", "atom", "none")
FEED_LIES = ("none", "none", "none", "now", "description")
SITEMAPS = ("flat", "index", "news", "none", "flat")
LASTMODS = ("honest", "absent", "now")
VARIANTS = ("print", "amp", "mobile", "tracked")
_NAMES = (
    ("Sông Mây", "songmay", "BSM"),
    ("Đất Lành", "datlanh", "BĐL"),
    ("Núi Xanh", "nuixanh", "BNX"),
    ("Cửa Biển", "cuabien", "CBO"),
    ("Đồng Sen", "dongsen", "BĐS"),
    ("Thác Bạc", "thacbac", "TBO"),
    ("Rừng Thông", "rungthong", "RTO"),
    ("Bãi Nắng", "bainang", "BNN"),
    ("Miền Hạ", "mienha", "MHO"),
    ("Cao Nguyên Gió", "caonguyengio", "CNG"),
    ("Đầm Sương", "damsuong", "BĐM"),
    ("Ba Suối", "basuoi", "BSO"),
)
_PROVINCES = (
    "01",
    "22",
    "24",
    "38",
    "40",
    "44",
    "51",
    "52",
    "56",
    "66",
    "68",
    "75",
    "80",
    "82",
    "86",
    "91",
    "92",
    "96",
)
# Below 10,000 every number is an article's; from 100,020 the older articles have a digit less.
_FIRST_NUMBERS = (2_204, 20_311, 100_020, 184_220, 994_117, 3_318_000, 10_230_000)


@dataclass(frozen=True)
class Paper:
    """What is drawn once for a paper.

    `relaunched_at` is when the last of its layouts began: older articles keep the layout before it and, where there is
    one, the former form of address. From the night `rebuilt_on_night` on every page is in the layout `rebuilt`.
    `longform` is the layout of its big stories.
    """

    seed: int
    name: str
    mark: str
    host: str
    province_code: str
    address: AddressForm
    former_address: AddressForm | None
    lookalikes: bool
    first_number: int
    section_form: str
    pagination: str
    feed: str
    feed_lie: str
    section_feeds: bool
    sitemap: str
    lastmod: str
    robots_names_sitemap: bool
    relative_links: bool
    slug_edit: str
    variants: tuple[str, ...]
    edition: str | None
    boxes_track: bool
    titles_cut: bool
    hours_between: float
    layouts: tuple[Layout, ...]
    longform: Layout | None
    relaunched_at: datetime | None
    rebuilt: Layout | None
    rebuilt_on_night: int
    newest_at: datetime


def paper(seed: int, newest_at: datetime) -> Paper:
    """Draw the paper of a seed, whose newest article of the first night appeared at `newest_at`."""
    rng = random.Random(f"stranger/{seed}")
    name, host, mark = rng.choice(_NAMES)
    hours = rng.choice((1.4, 3.0, 5.5, 9.0, 26.0))
    relaunches = rng.random() < 0.3
    return Paper(
        seed=seed,
        name=f"Báo {name}",
        mark=mark,
        host=f"{rng.choice(('bao', 'bao', ''))}{host}{seed}.example",
        province_code=rng.choice(_PROVINCES),
        address=rng.choice(ADDRESS_FORMS),
        former_address=rng.choice(ADDRESS_FORMS) if relaunches and rng.random() < 0.4 else None,
        lookalikes=rng.random() < 0.6,
        first_number=rng.choice(_FIRST_NUMBERS),
        section_form=rng.choice(SECTION_FORMS),
        pagination=rng.choice(PAGINATIONS),
        feed=rng.choice(FEEDS),
        feed_lie=rng.choice(FEED_LIES),
        sitemap=rng.choice(SITEMAPS),
        lastmod=rng.choice(LASTMODS),
        robots_names_sitemap=rng.random() < 0.6,
        relative_links=rng.random() < 0.5,
        slug_edit=rng.choice(("redirects", "answers")),
        variants=tuple(variant for variant in VARIANTS if rng.random() < 0.35),
        edition=rng.choice((None, None, "khmer", "en")),
        boxes_track=rng.random() < 0.15,
        titles_cut=rng.random() < 0.2,
        hours_between=hours,
        layouts=tuple(draw_layout(rng, f"layout-{n}", mark) for n in range(1 + relaunches)),
        longform=draw_layout(rng, "longform", mark) if rng.random() < 0.4 else None,
        relaunched_at=newest_at - timedelta(hours=hours * rng.uniform(8, 45)) if relaunches else None,
        rebuilt=draw_layout(rng, "rebuilt", mark) if rng.random() < 0.25 else None,
        rebuilt_on_night=rng.randint(2, 4),
        section_feeds=rng.random() < 0.4,
        newest_at=newest_at,
    )
