"""An article's page: its parts in the layout's forms, in the layout's places."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crawler.sample_press.strangers import boxes
from crawler.sample_press.strangers.body import body_parts, image_address, paragraph
from crawler.sample_press.strangers.boxes import Item
from crawler.sample_press.strangers.dates import DATE_FORMS
from crawler.sample_press.strangers.head import HeadNote, article_head
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.skeletons import Parts, document
from crawler.sample_press.strangers.story import Story


@dataclass(frozen=True)
class Surroundings:
    """What stands around an article: its address, the menus' links, its section's links, its tags' and the others."""

    url: str
    menu: Sequence[tuple[str, str]]
    crumbs: Sequence[tuple[str, str]]
    tags: Sequence[tuple[str, str]]
    others: Sequence[Item]


def article_page(sheet: Sheet, story: Story, around: Surroundings) -> bytes:
    """Write the page of an article."""
    images = tuple(image_address(sheet, figure) for figure in story.figures)
    another = around.others[0].headline if around.others else ""
    head = article_head(sheet, story, HeadNote(around.url, images, another, around.crumbs))
    layout = sheet.layout
    meta, lead = _meta(sheet, story), _lead(sheet, story)
    above = _headline(sheet, story)
    above = meta + above if layout.meta_place == "above_headline" else above
    above += meta if layout.meta_place == "below_headline" else ""
    below = (meta if layout.meta_place == "end" else "") + _below(sheet, story, around)
    lead_and_meta = ("" if layout.lead_in_body else lead) + (meta if layout.meta_place == "below_lead" else "")
    body = (lead if layout.lead_in_body else "") + "".join(_body(sheet, story, around))
    parts = Parts(
        logo=logo(sheet),
        clock=boxes.clock(sheet),
        menu=boxes.menu(sheet, around.menu),
        footer=boxes.footer(sheet, around.menu),
        sidebar=boxes.banner(sheet) + boxes.box(sheet, "most_read", "Đọc nhiều", around.others[4:9], teasers=True),
        crumbs=_crumbs(sheet, around.crumbs),
        heading=above,
        lead=lead_and_meta,
        body=body,
        below=below,
    )
    return document(sheet, head, parts)


def logo(sheet: Sheet) -> str:
    """Write the paper's name at the top, in some layouts as the page's first h1."""
    link = sheet.link(f"https://{sheet.paper.host}/", escape(sheet.paper.name))
    return sheet.element("h1" if sheet.layout.logo_in_h1 else "div", "logo", link)


def has_lead(sheet: Sheet, story: Story) -> bool:
    """Return True if the page prints the article's lead."""
    return story.lead is not None and sheet.layout.lead != "none"


def _headline(sheet: Sheet, story: Story) -> str:
    text = sheet.text(story.headline)
    kicker = sheet.element("div", "subhead", sheet.text(story.kicker)) if story.kicker else ""
    tag = sheet.layout.headline
    return kicker + sheet.element(
        tag.removesuffix("_span"), "headline", f"<span>{text}</span>" if tag == "h1_span" else text
    )


def _meta(sheet: Sheet, story: Story) -> str:
    layout = sheet.layout
    date = f"{layout.date_label}{DATE_FORMS[layout.date].write(story.published_at)}"
    if prints_update(sheet, story) and story.modified_at:
        date += f" - Cập nhật: {story.modified_at:%H:%M %d/%m/%Y}"
    printed = _date_element(sheet, story, sheet.text(date))
    line = story.signature.line
    if layout.byline == "head_span_with_date" and line:
        printed += " " + sheet.element("span", "byline", sheet.text(line))
    if layout.byline == "head_div" and line:
        printed += sheet.element("div", "byline", sheet.text(line))
    return sheet.element("div", "meta", printed + (boxes.views(sheet) if sheet.layout.salt[2] in "012345" else ""))


def prints_update(sheet: Sheet, story: Story) -> bool:
    """Return True if the page prints when the article was changed."""
    return story.modified_at is not None and sheet.layout.prints_update and "Cập nhật" not in sheet.layout.date_label


def _date_element(sheet: Sheet, story: Story, text: str) -> str:
    match sheet.layout.date_element:
        case "time_datetime":
            return sheet.element("time", "date", text, f' datetime="{story.published_at.isoformat()}"')
        case "td":
            return f"<table><tr><td{sheet.names.of('date')}>{text}</td></tr></table>"
        case tag:
            return sheet.element(tag, "date", text)


def _lead(sheet: Sheet, story: Story) -> str:
    byline = ""
    if sheet.layout.byline == "before_lead" and story.signature.line:
        byline = sheet.element("p", "byline", sheet.text(story.signature.line))
    if not has_lead(sheet, story) or story.lead is None:
        return byline
    text = sheet.text(sheet.layout.mark + story.lead)
    match sheet.layout.lead:
        case "first_bold":
            return byline + paragraph(sheet, "", f"<strong>{text}</strong>")
        case "b_in_p":
            return f"{byline}<p><b>{text}</b></p>"
        case "em_div":
            return byline + sheet.element("div", "lead", f"<em>{text}</em>")
        case "two_spans":
            half = text.find(" ", len(text) // 2)
            return byline + sheet.element("div", "lead", f"<span>{text[:half]}</span> <span>{text[half + 1 :]}</span>")
        case tag:
            return byline + sheet.element(tag, "lead", text)


def _body(sheet: Sheet, story: Story, around: Surroundings) -> list[str]:
    layout = sheet.layout
    parts = body_parts(sheet, story, "" if has_lead(sheet, story) else layout.mark)
    related = boxes.related_in_body(sheet, around.others[1:4])
    places = {"first": 0, "end": len(parts), "middle": len(parts) // 2, "float": min(2, len(parts))}
    if layout.inner_box in places and around.others:
        parts.insert(places[layout.inner_box], related)
    line = story.signature.line
    if line and _signs_in_body(sheet, story):
        content = sheet.text(line)
        parts.append(
            paragraph(sheet, line, f"<strong>{content}</strong>")
            if layout.byline == "last_line_strong"
            else f'<p style="text-align: right;">{content}</p>'
        )
    if layout.promotion:
        parts.append(
            f"<p>Mời bạn đọc theo dõi {escape(sheet.paper.name)} trên Zalo để cập nhật tin tức nhanh nhất.</p>"
        )
    return parts


def _signs_in_body(sheet: Sheet, story: Story) -> bool:
    """Return True if the signature is the last line of the body."""
    return sheet.layout.byline in ("last_line_right", "last_line_strong")


def _below(sheet: Sheet, story: Story, around: Surroundings) -> str:
    layout, line = sheet.layout, story.signature.line
    signature = sheet.element("div", "byline", sheet.text(line)) if line and layout.byline == "box_below" else ""
    tags = ""
    if layout.tags and around.tags:
        links = ", ".join(sheet.link(url, sheet.text(name)) for url, name in around.tags)
        tags = sheet.element("div", "tags", f"<span>Từ khóa:</span> {links}")
    related = boxes.box(sheet, "related", "Tin liên quan", around.others[9:13])
    return signature + tags + boxes.share(sheet) + boxes.comments(sheet) + related


def _crumbs(sheet: Sheet, crumbs: Sequence[tuple[str, str]]) -> str:
    home = (f"https://{sheet.paper.host}/", "Trang chủ")
    match sheet.layout.crumbs:
        case "list":
            entries = "".join(f"<li>{sheet.link(url, sheet.text(name))}</li>" for url, name in (home, *crumbs))
            return sheet.element("ol", "crumbs", entries)
        case "arrows":
            return sheet.element(
                "div", "crumbs", " &raquo; ".join(sheet.link(url, sheet.text(name)) for url, name in (home, *crumbs))
            )
        case "spans":
            return sheet.element("div", "crumbs", " / ".join(f"<span>{sheet.text(name)}</span>" for _, name in crumbs))
        case "h2_link":
            return "".join(sheet.element("h2", "crumbs", sheet.link(*crumb)) for crumb in crumbs[:1])
        case "label_link":
            return "".join(sheet.link(url, sheet.text(name), sheet.names.of("crumbs")) for url, name in crumbs[-1:])
        case _:
            return ""
