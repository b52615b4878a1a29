"""An article's page: its parts in the layout's places, among the furniture of the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crawler.sample_press.strangers import boxes
from crawler.sample_press.strangers.article_parts import (
    byline_text,
    crumbs,
    date_element,
    has_lead,
    headline,
    lead,
    logo,
    source_text,
    top,
)
from crawler.sample_press.strangers.body import body_parts, paragraph
from crawler.sample_press.strangers.boxes import Item
from crawler.sample_press.strangers.figures import image_address
from crawler.sample_press.strangers.head import HeadNote, article_head
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.skeletons import Parts, document
from crawler.sample_press.strangers.story import Story
from crawler.sample_press.strangers.truth import TrueBlock

# In these skeletons the text stands in a <div> of its own.
_SPLIT = ("wordpress", "div_soup", "script_app", "utility", "aspnet", "sections", "definition_list")
_RIGHT = '<p style="text-align: right;">{}</p>'


@dataclass(frozen=True)
class Surroundings:
    """What stands around an article: addresses of its own, its author, menu, section and tags, and other articles."""

    url: str
    author: str | None
    print_address: str | None
    menu: Sequence[tuple[str, str]]
    topics: Sequence[tuple[str, str]]
    crumbs: Sequence[tuple[str, str]]
    tags: Sequence[tuple[str, str]]
    others: Sequence[Item]


def article_page(sheet: Sheet, story: Story, around: Surroundings) -> bytes:
    """Write the page of an article."""
    layout, others = sheet.layout, around.others
    images = tuple(image_address(sheet, figure) for figure in story.figures)
    another = others[0].headline if others else ""
    meta, opening = _meta(sheet, story, around), _opening(sheet, story, around)
    kicker = sheet.element("div", "subhead", sheet.text(story.kicker)) if story.kicker else ""
    heading = kicker + headline(sheet, sheet.text(story.headline))
    if layout.headline_twice:
        heading = f'<div style="display:none"><h2>{sheet.text(story.headline)}</h2></div>{heading}'
    most_read = boxes.box(sheet, "most_read", "Đọc nhiều", others[4:9], teasers=True)
    widgets = boxes.widgets(sheet) if "widgets" in layout.quirks else ""
    in_body = layout.lead_in_body
    body = _body(sheet, story, around)
    if in_body and (joined := _run_on(sheet, story, body)):
        opening, body[0] = opening.replace(lead(sheet, story), ""), joined
    parts = Parts(
        logo=logo(sheet),
        clock=top(sheet, around.topics),
        menu=boxes.menu(sheet, around.menu),
        footer=boxes.footer(sheet, around.menu),
        sidebar=boxes.banner(sheet) + widgets + ("" if layout.sidebar_in_article else most_read),
        crumbs="" if _has_label_in_meta(sheet) else crumbs(sheet, around.crumbs, story),
        heading={"above_headline": meta + heading, "below_headline": heading + meta}.get(layout.meta_place, heading),
        lead=("" if in_body else opening) + (meta if layout.meta_place == "below_lead" else ""),
        body=(opening if in_body else "") + "".join(body),
        below=(meta if layout.meta_place == "end" else "")
        + _below(sheet, story, around)
        + (most_read if layout.sidebar_in_article else ""),
    )
    return document(sheet, article_head(sheet, story, HeadNote(around.url, images, another, around.crumbs)), parts)


def _meta(sheet: Sheet, story: Story, around: Surroundings) -> str:
    """Write the line of date, byline and views."""
    byline = byline_text(sheet, story, around.author)
    if byline and sheet.layout.byline == "one_text":
        is_behind = "byline_behind_date" in sheet.layout.quirks
        date = date_element(sheet, story, *(("", f" | {byline}") if is_behind else (f"{byline} | ",)))
    else:
        date = date_element(sheet, story, "")
    if byline and sheet.layout.byline == "with_date":
        date += " " + sheet.element("span", "byline", byline)
    if byline and sheet.layout.byline == "head_div":
        date += sheet.element("div", "byline", byline)
    clock = boxes.today(sheet) if sheet.layout.clock == "beside_date" else ""
    if _has_label_in_meta(sheet):
        clock = crumbs(sheet, around.crumbs, story) + clock
    return sheet.element("div", "meta", clock + date + (boxes.views(sheet) if sheet.layout.views else ""))


def _has_label_in_meta(sheet: Sheet) -> bool:
    return "label_in_meta" in sheet.layout.quirks and sheet.layout.crumbs == "label_link"


def _run_on(sheet: Sheet, story: Story, body: Sequence[str]) -> str:
    """Write a bold lead and the first paragraph in one, where the layout does so; else return ''."""
    layout, first = sheet.layout, story.content[0] if story.content else None
    is_bold = layout.lead in ("strong", "first_bold", "b_in_p") and layout.paragraph in ("p", "p_justified")
    if "lead_runs_on" not in layout.quirks or not is_bold or story.lead is None or not isinstance(first, TrueBlock):
        return ""
    text = sheet.text(first.text)
    if first.kind != "paragraph" or text not in body[0]:
        return ""
    return body[0].replace(text, f"<strong>{sheet.text(layout.mark + story.lead)}</strong><br>{text}")


def _opening(sheet: Sheet, story: Story, around: Surroundings) -> str:
    """Write what opens the text: a player, the byline in some layouts, the lead, links beside it."""
    byline = byline_text(sheet, story, around.author) if sheet.layout.byline == "before_lead" else ""
    signed = sheet.element("p", "byline", byline) if byline else ""
    beside = boxes.related_in_body(sheet, around.others[1:4]) if sheet.layout.inner_box == "beside_lead" else ""
    player = boxes.audio(sheet) if sheet.layout.audio else ""
    return player + signed + lead(sheet, story) + beside


def _body(sheet: Sheet, story: Story, around: Surroundings) -> list[str]:
    layout = sheet.layout
    links = {name: url for url, name in around.tags} if layout.tags else {}
    parts = body_parts(sheet, story, "" if has_lead(sheet, story) else layout.mark, links)
    places = {"first": 0, "end": len(parts), "middle": len(parts) // 2, "float": min(2, len(parts))}
    if layout.inner_box == "link_paragraphs":
        for place, item in zip((len(parts), len(parts) // 2), around.others[1:3], strict=False):
            parts.insert(place, boxes.link_paragraph(sheet, item))
    if layout.inner_box in places and around.others:
        parts.insert(places[layout.inner_box], boxes.related_in_body(sheet, around.others[1:4]))
    if layout.lead_twice and story.lead and has_lead(sheet, story) and not layout.lead_in_body:
        parts.insert(0, paragraph(sheet, f"<strong>{sheet.text(story.lead)}</strong>"))
    _sign(sheet, story, around, parts)
    if "tags_in_body" in layout.quirks and links:
        row = ", ".join(sheet.link(url, sheet.text(name)) for url, name in around.tags)
        parts.append(f"<p>Từ khóa: {row}</p>")
    if "older_list" in layout.quirks:
        parts.append(boxes.older(sheet, around.others[-6:]))
    if "pages_of_text" in layout.quirks:
        parts.append(boxes.pages_of_text(sheet, around.url))
    if "split_body" in layout.quirks and layout.skeleton in _SPLIT:
        parts.insert(len(parts) // 2, f"</div>{boxes.banner(sheet)}<div{sheet.names.of('body')}>")
    if layout.promotion:
        name = escape(sheet.paper.name)
        parts.append(f"<p>Mời bạn đọc theo dõi {name} trên Zalo để cập nhật tin tức nhanh nhất.</p>")
    return parts


def _sign(sheet: Sheet, story: Story, around: Surroundings, parts: list[str]) -> None:
    """Add the last lines of a body: who signs, and from where the text was taken."""
    byline, source = byline_text(sheet, story, around.author), source_text(sheet, story)
    match sheet.layout.byline:
        case "same_paragraph" if byline and parts and parts[-1].endswith("</p>"):
            parts[-1] = f"{parts[-1].removesuffix('</p>')}<br><strong>{byline}</strong></p>"
        case "same_paragraph" | "last_line_right" if byline:
            parts.append(_RIGHT.format(byline))
        case "last_line_strong" if byline:
            parts.append(paragraph(sheet, f"<strong>{byline}</strong>"))
    if source and sheet.layout.source == "box":
        parts.append(sheet.element("div", "source", source))
    elif source:
        parts.append(_RIGHT.format(f"<em>{source}</em>"))


def _below(sheet: Sheet, story: Story, around: Surroundings) -> str:
    layout = sheet.layout
    byline = byline_text(sheet, story, around.author) if layout.byline == "box_below" else ""
    signed = sheet.element("div", "byline", byline) if byline else ""
    if layout.author_box and story.signature.authors:
        signed += boxes.author(sheet, story.signature.authors[0].name, around.author)
    tags = ""
    if layout.tags and around.tags and "tags_in_body" not in layout.quirks:
        links = ", ".join(sheet.link(url, sheet.text(name)) for url, name in around.tags)
        tags = sheet.element("div", "tags", f"<span>Từ khóa:</span> {links}")
    related = boxes.box(sheet, "related", "Tin liên quan", around.others[9:13])
    if "meta_twice" in layout.quirks:
        signed = _meta(sheet, story, around) + signed
    return signed + tags + boxes.share(sheet, around.print_address) + boxes.comments(sheet) + related
