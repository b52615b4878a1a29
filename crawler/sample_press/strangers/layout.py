"""One layout of a stranger's pages: every form in which its parts are printed, drawn at random."""

import random
from dataclasses import dataclass
from typing import Any

from crawler.sample_press.strangers.class_names import VOCABULARIES
from crawler.sample_press.strangers.dates import DATE_FORMS
from crawler.sample_press.strangers.quirks import draw_quirks

SKELETONS = (
    *("tables", "wordpress", "div_soup", "html5", "script_app", "utility", "flat", "aspnet", "inner_document"),
    *("sections", "definition_list"),
)
# A form that stands twice is as often again.
FORMS: dict[str, tuple[str, ...]] = {
    "skeleton": SKELETONS,
    "headline": ("h1", "h1", "h1", "h2", "div", "h1_span", "p_strong"),
    "date": (*DATE_FORMS, "day_only", "words"),
    "date_label": ("", "", "", "Cập nhật: ", "Cập nhật lúc ", "Đăng lúc: ", "Ngày đăng: ", "Xuất bản: "),
    "date_element": ("div", "span", "p", "time", "time_datetime", "time_now", "td", "em", "split", "bare_text"),
    "clock": ("none", "none", "date", "date_and_time", "same_class", "beside_date"),
    "lead": ("strong", "div", "h2", "p", "first_bold", "b_in_p", "em_div", "two_spans", "second_h1", "none"),
    "byline": (
        "head_div",
        "with_date",
        "last_line_right",
        "last_line_strong",
        "box_below",
        "before_lead",
        "same_paragraph",
        "one_text",
    ),
    "source": ("as_byline", "as_byline", "last_line", "box"),
    "picture": ("img", "data_src", "picture", "srcset", "placeholder", "noscript", "linked", "background_tile", "amp"),
    "caption": ("figcaption", "td", "em_below", "div_below", "same_paragraph", "centred_p", "plain_p"),
    "credit": ("Ảnh: {}", "Ảnh: {}", "(Ảnh: {})", "- Ảnh: {}"),
    "paragraph": ("p", "p", "p", "p_justified", "div", "br", "span_in_p", "word", "classed_p"),
    "subhead": ("h2", "h3", "strong_in_p", "b_span", "em_strong"),
    "crumbs": (
        "list",
        "arrows",
        "spans",
        "h2_link",
        "label_link",
        "json_ld_only",
        "with_headline",
        "meta_only",
        "none",
    ),
    "json_ld": ("absent", "absent", "honest", "honest", "lying", "lying", "broken", "graph"),
    "json_time": ("offset", "offset", "utc", "no_zone", "blank"),
    "meta": (
        *("honest", "honest", "honest", "absent", "absent", "absent", "lying_title", "lying_description", "lying_time"),
        "american",
    ),
    "title": ("headline_first", "headline_first", "name_first", "headline", "name_only"),
    "meta_place": ("below_headline", "below_headline", "above_headline", "below_lead", "end"),
    "inner_box": ("none", "middle", "end", "first", "float", "beside_lead", "link_paragraphs"),
}
# How often a layout has what is not in every one.
CHANCES = {
    "logo_in_h1": 0.3,
    "lead_in_body": 0.5,
    "lead_twice": 0.08,
    "prints_update": 0.3,
    "relative_date": 0.12,
    "tags": 0.7,
    "hot_topics": 0.25,
    "entities": 0.2,
    "promotion": 0.3,
    "sidebar_in_article": 0.3,
    "author_links": 0.25,
    "author_box": 0.15,
    "inline_links": 0.25,
    "debris": 0.3,
    "audio": 0.25,
    "views": 0.4,
    "dated_items": 0.5,
    "box_headings": 0.5,
    "headline_twice": 0.12,
    "front_page_declared": 0.04,
    "json_ld_on_lists": 0.15,
}
LIES = ("now", "headline", "author", "description", "type", "false_z")


@dataclass(frozen=True)
class Layout:
    """What one layout of a paper's pages looks like; each form is one of FORMS, each flag as likely as CHANCES says."""

    name: str
    classes: str
    salt: str
    mark: str
    lies: frozenset[str]
    quirks: frozenset[str]
    skeleton: str
    headline: str
    date: str
    date_label: str
    date_element: str
    clock: str
    lead: str
    byline: str
    source: str
    picture: str
    caption: str
    credit: str
    paragraph: str
    subhead: str
    crumbs: str
    json_ld: str
    json_time: str
    meta: str
    title: str
    meta_place: str
    inner_box: str
    logo_in_h1: bool
    lead_in_body: bool
    lead_twice: bool
    prints_update: bool
    relative_date: bool
    tags: bool
    hot_topics: bool
    entities: bool
    promotion: bool
    sidebar_in_article: bool
    author_links: bool
    author_box: bool
    inline_links: bool
    debris: bool
    audio: bool
    views: bool
    dated_items: bool
    box_headings: bool
    headline_twice: bool
    front_page_declared: bool
    json_ld_on_lists: bool

    @property
    def in_json(self) -> bool:
        """Return True if JSON-LD honestly tells the time of publication."""
        lying_of_time = {"now", "type", "false_z"} & self.lies
        return self.json_ld in ("honest", "graph") or (self.json_ld == "lying" and not lying_of_time)

    @property
    def in_meta(self) -> bool:
        """Return True if meta tags honestly tell the time of publication."""
        return self.meta in ("honest", "lying_title", "lying_description")


def draw_layout(rng: random.Random, name: str, mark: str) -> Layout:
    """Draw one layout of a paper that marks its texts so."""
    drawn: dict[str, Any] = {field: rng.choice(forms) for field, forms in FORMS.items()}
    drawn |= {field: rng.random() < chance for field, chance in CHANCES.items()}
    classes = {"wordpress": "wordpress", "utility": "utility"}.get(drawn["skeleton"]) or rng.choice(VOCABULARIES)
    lies = frozenset(lie for lie in LIES if rng.random() < 0.4) or frozenset({rng.choice(LIES)})
    salt = f"{rng.getrandbits(32):08x}"
    return Layout(
        name=name,
        classes=classes,
        salt=salt,
        quirks=draw_quirks(salt),
        mark=rng.choice(("", "", "", f"({mark}) - ", f"{mark} - ")),
        lies=lies if drawn["json_ld"] == "lying" else frozenset(),
        **drawn,
    )
