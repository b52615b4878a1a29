"""How a stranger is made: what is drawn once for a paper, and what is drawn anew for each of its layouts."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.sample_press.strangers.class_names import VOCABULARIES
from crawler.sample_press.strangers.dates import DATE_FORMS
from crawler.sample_press.strangers.native_ids import ADDRESS_FORMS, AddressForm

SKELETONS = ("tables", "wordpress", "div_soup", "html5", "script_app", "utility", "flat", "aspnet", "inner_document")
LEAD_FORMS = ("strong", "div", "h2", "p", "first_bold", "b_in_p", "em_div", "two_spans", "none")
BYLINE_FORMS = ("head_div", "head_span_with_date", "last_line_right", "last_line_strong", "box_below", "before_lead")
PICTURE_FORMS = ("img", "data_src", "picture", "srcset", "placeholder", "noscript", "linked")
CAPTION_FORMS = ("figcaption", "td", "em_below", "div_below", "same_paragraph", "centred_p")
PARAGRAPH_FORMS = ("p", "p", "p", "p_justified", "div", "br", "span_in_p", "word")
SUBHEAD_FORMS = ("h2", "h3", "strong_in_p", "b_span")
CRUMB_FORMS = ("list", "arrows", "spans", "h2_link", "label_link", "json_ld_only", "none")
PAGINATIONS = ("?page={}", "/trang-{}.html", "?p={}", "/p{}", "/page/{}/", "?trang={}", "?start={}", "load_more")
FEEDS = ("rss", "rss", "atom", "none")
SITEMAPS = ("flat", "index", "news", "none", "flat")
JSON_LD = ("absent", "absent", "honest", "honest", "lying", "lying", "broken", "graph")
LIES = ("now", "headline", "author", "description", "type")


@dataclass(frozen=True)
class Layout:
    """What one layout of a paper's pages looks like."""

    name: str
    skeleton: str
    classes: str
    salt: str
    headline: str
    logo_in_h1: bool
    date: str
    date_label: str
    date_element: str
    prints_update: bool
    clock: str
    lead: str
    lead_in_body: bool
    mark: str
    byline: str
    picture: str
    caption: str
    paragraph: str
    subhead: str
    crumbs: str
    json_ld: str
    lies: frozenset[str]
    meta: str
    tags: bool
    inner_box: str
    entities: bool
    promotion: bool
    sidebar_in_main: bool
    title: str
    meta_place: str
    json_ld_on_listings: bool


@dataclass(frozen=True)
class Paper:
    """What is drawn once for a paper; `relaunched_at` is when the second layout began, which older pages keep not."""

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
    sitemap: str
    robots_names_sitemap: bool
    relative_links: bool
    slug_edit: str
    section_moves: bool
    variants: tuple[str, ...]
    edition: str | None
    hours_between: float
    layouts: tuple[Layout, ...]
    relaunched_at: datetime | None
    newest_at: datetime


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


def paper(seed: int, newest_at: datetime) -> Paper:
    """Draw the paper of a seed, whose newest article of the first night appeared at `newest_at`."""
    rng = random.Random(f"stranger/{seed}")
    name, host, mark = rng.choice(_NAMES)
    hours = rng.choice((1.4, 3.0, 5.5, 9.0, 26.0))
    relaunches = rng.random() < 0.3
    layouts = tuple(draw_layout(rng, f"layout-{n}", mark) for n in range(1 + relaunches))
    return Paper(
        seed=seed,
        name=f"Báo {name}",
        mark=mark,
        host=f"{rng.choice(('bao', 'bao', ''))}{host}{seed}.example",
        province_code=rng.choice(_PROVINCES),
        address=rng.choice(ADDRESS_FORMS),
        former_address=rng.choice(ADDRESS_FORMS) if relaunches and rng.random() < 0.4 else None,
        lookalikes=rng.random() < 0.6,
        first_number=rng.choice((2_204, 20_311, 100_020, 184_220, 994_117, 3_318_000, 10_230_000)),
        section_form=rng.choice(SECTION_FORMS),
        pagination=rng.choice(PAGINATIONS),
        feed=rng.choice(FEEDS),
        sitemap=rng.choice(SITEMAPS),
        robots_names_sitemap=rng.random() < 0.6,
        relative_links=rng.random() < 0.5,
        slug_edit=rng.choice(("redirects", "answers", "answers_with_canonical")),
        section_moves=rng.random() < 0.4,
        variants=tuple(v for v in ("print", "amp", "mobile", "tracked") if rng.random() < 0.35),
        edition=rng.choice((None, None, None, "km", "en")),
        hours_between=hours,
        layouts=layouts,
        relaunched_at=newest_at - timedelta(hours=hours * rng.uniform(8, 45)) if relaunches else None,
        newest_at=newest_at,
    )


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


def draw_layout(rng: random.Random, name: str, mark: str) -> Layout:
    """Draw one layout."""
    skeleton = rng.choice(SKELETONS)
    classes = {"wordpress": "wordpress", "utility": "utility"}.get(skeleton) or rng.choice(VOCABULARIES)
    json_ld = rng.choice(JSON_LD)
    return Layout(
        name=name,
        skeleton=skeleton,
        classes=classes,
        salt=f"{rng.getrandbits(32):08x}",
        headline=rng.choice(("h1", "h1", "h1", "h2", "div", "h1_span")),
        logo_in_h1=rng.random() < 0.3,
        date=rng.choice(tuple(DATE_FORMS)),
        date_label=rng.choice(("", "", "", "Cập nhật: ", "Cập nhật lúc ", "Đăng lúc: ", "Ngày đăng: ", "Xuất bản: ")),
        date_element=rng.choice(("div", "span", "p", "time", "time_datetime", "td", "em")),
        prints_update=rng.random() < 0.25,
        clock=rng.choice(("none", "none", "date", "date_and_time", "same_class")),
        lead=rng.choice(LEAD_FORMS),
        lead_in_body=rng.random() < 0.5,
        mark=rng.choice(("", "", "", f"({mark}) - ", f"{mark} - ")),
        byline=rng.choice(BYLINE_FORMS),
        picture=rng.choice(PICTURE_FORMS),
        caption=rng.choice(CAPTION_FORMS),
        paragraph=rng.choice(PARAGRAPH_FORMS),
        subhead=rng.choice(SUBHEAD_FORMS),
        crumbs=rng.choice(CRUMB_FORMS),
        json_ld=json_ld,
        lies=frozenset(lie for lie in LIES if rng.random() < 0.45) if json_ld == "lying" else frozenset(),
        meta=rng.choice(("honest", "honest", "absent", "lying_title", "lying_description", "lying_time")),
        tags=rng.random() < 0.7,
        inner_box=rng.choice(("none", "middle", "end", "first", "float")),
        entities=rng.random() < 0.2,
        promotion=rng.random() < 0.3,
        sidebar_in_main=rng.random() < 0.4,
        title=rng.choice(("headline_first", "headline_first", "name_first", "headline", "name_only")),
        meta_place=rng.choice(("below_headline", "below_headline", "above_headline", "below_lead", "end")),
        json_ld_on_listings=rng.random() < 0.15,
    )
