"""The parts of an article's page: headline, date, byline, lead, breadcrumb, each in the layout's form."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import escape

from crawler.sample_press.strangers import boxes
from crawler.sample_press.strangers.body import paragraph
from crawler.sample_press.strangers.dates import DATE_FORMS
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.story import Story

_HEADLINES = {"h1_span": "<h1{1}><span>{0}</span></h1>", "p_strong": "<p{1}><strong>{0}</strong></p>"}
_LEADS = {
    "b_in_p": "<p><b>{0}</b></p>",
    "em_div": "<div{1}><em>{0}</em></div>",
    "second_h1": "<h1{1}>{0}</h1>",
}


def headline(sheet: Sheet, text: str) -> str:
    """Write a headline of escaped text."""
    form = sheet.layout.headline
    return _HEADLINES.get(form, f"<{form}{{1}}>{{0}}</{form}>").format(text, sheet.names.of("headline"))


def printed_date(sheet: Sheet, story: Story) -> str:
    """Return the line that tells when the article appeared and, in some layouts, was changed."""
    layout = sheet.layout
    date = f"{layout.date_label}{_moment(sheet, story)}"
    if prints_update(sheet, story) and story.modified_at:
        update = f"Cập nhật: {story.modified_at:%H:%M %d/%m/%Y}"
        date = f"{update} - Đăng: {_moment(sheet, story)}" if sheet.paper.seed % 3 == 0 else f"{date} - {update}"
    return date


def prints_update(sheet: Sheet, story: Story) -> bool:
    """Return True if the page prints when the article was changed."""
    return story.modified_at is not None and sheet.layout.prints_update and "Cập nhật" not in sheet.layout.date_label


def shows_exact_time(sheet: Sheet) -> bool:
    """Return True if the page tells the time of publication to the second where machines read it, and honestly."""
    return sheet.layout.in_json or sheet.layout.in_meta or sheet.layout.date_element == "time_datetime"


def date_element(sheet: Sheet, story: Story, before: str, behind: str = "") -> str:
    """Write the date in the layout's element, with what stands before and behind it in the same text."""
    text = before + sheet.text(printed_date(sheet, story)) + behind
    match sheet.layout.date_element:
        case "time_datetime":
            return sheet.element("time", "date", text, f' datetime="{story.published_at.isoformat()}"')
        case "time_now":
            return sheet.element("time", "date", text, f' datetime="{sheet.now.isoformat()}"')
        case "td":
            return f"<table><tr><td{sheet.names.of('date')}>{text}</td></tr></table>"
        case "split":
            pieces = re.split(r" [|-] |, ", text.removeprefix(before))
            spans = ' <i class="sep"></i> '.join(f"<span>{piece}</span>" for piece in pieces)
            return sheet.element("div", "date", before + spans)
        case "bare_text":
            return f"{text} "
        case tag:
            return sheet.element(tag, "date", text)


def byline_text(sheet: Sheet, story: Story, author_address: str | None) -> str:
    """Write the words of who signs, in some layouts linked to the author's page, or of a source without own place."""
    signature = story.signature
    line = signature.line or (signature.source_line if sheet.layout.source == "as_byline" else None)
    if not line:
        return ""
    text = sheet.text(line)
    if sheet.layout.author_links and author_address and signature.form in ("name", "capitals", "initials"):
        text = sheet.link(author_address, text)
    return text


def source_text(sheet: Sheet, story: Story) -> str:
    """Write the words of the source where they stand apart from the byline."""
    signature = story.signature
    if not signature.source_line or (sheet.layout.source == "as_byline" and not signature.line):
        return ""
    return sheet.text(signature.source_line)


def has_lead(sheet: Sheet, story: Story) -> bool:
    """Return True if the page prints the article's lead."""
    return story.lead is not None and sheet.layout.lead != "none"


def lead(sheet: Sheet, story: Story) -> str:
    """Write the lead, or nothing."""
    if story.lead is None or sheet.layout.lead == "none":
        return ""
    text = sheet.text(sheet.layout.mark + story.lead)
    match sheet.layout.lead:
        case "first_bold":
            return paragraph(sheet, f"<strong>{text}</strong>")
        case "two_spans":
            half = text.find(" ", len(text) // 2)
            return sheet.element("div", "lead", f"<span>{text[:half]}</span> <span>{text[half + 1 :]}</span>")
        case form:
            return _LEADS.get(form, f"<{form}{{1}}>{{0}}</{form}>").format(text, sheet.names.of("lead"))


def crumbs(sheet: Sheet, links: Sequence[tuple[str, str]], story: Story) -> str:
    """Write the breadcrumb."""
    written = [sheet.link(url, sheet.text(name)) for url, name in links]
    trail = [sheet.link(f"https://{sheet.paper.host}/", "Trang chủ"), *written]
    entries = "".join(f"<li>{link}</li>" for link in trail)
    forms = {
        "list": ("ol", entries),
        "with_headline": ("ul", f"{entries}<li>{sheet.text(story.headline)}</li>"),
        "arrows": ("div", " &raquo; ".join(trail)),
        "spans": ("div", " / ".join(f"<span>{sheet.text(name)}</span>" for _, name in links)),
        "h2_link": ("h2", written[0]),
        "label_link": ("span", written[-1]),
    }
    form = forms.get(sheet.layout.crumbs)
    return sheet.element(form[0], "crumbs", form[1]) if form else ""


def logo(sheet: Sheet) -> str:
    """Write the paper's name at the top, in some layouts as the page's first h1."""
    link = sheet.link(f"https://{sheet.paper.host}/", escape(sheet.paper.name))
    return sheet.element("h1" if sheet.layout.logo_in_h1 else "div", "logo", link)


def top(sheet: Sheet, topics: Sequence[tuple[str, str]]) -> str:
    """Write what stands in a page's head beside the logo: the clock, and topics in the class of articles' tags."""
    if not sheet.layout.hot_topics:
        return boxes.clock(sheet)
    links = " ".join(sheet.link(url, f"#{sheet.text(name)}") for url, name in topics)
    return boxes.clock(sheet) + sheet.element("div", "tags", f"<span>Chủ đề:</span> {links}")


def _moment(sheet: Sheet, story: Story) -> str:
    age = sheet.now - story.published_at
    if sheet.layout.relative_date and shows_exact_time(sheet) and age < timedelta(days=6):
        hours = int(age.total_seconds() // 3600)
        return f"{hours // 24} ngày trước" if hours >= 24 else f"{hours} giờ trước" if hours else "30 phút trước"
    return DATE_FORMS[sheet.layout.date].write(story.published_at)
