"""The head of a stranger's article: title, meta and JSON-LD, each honest, silent or lying as the layout has it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.story import Story

SLOGAN = "Tin tức, sự kiện nổi bật trong tỉnh được cập nhật liên tục mỗi ngày"


@dataclass(frozen=True)
class HeadNote:
    """What the head of an article's page may tell: its own address, its images, and another article's headline."""

    url: str
    images: tuple[str, ...]
    another_headline: str
    crumbs: Sequence[tuple[str, str]]


def article_head(sheet: Sheet, story: Story, note: HeadNote) -> str:
    """Write the head of an article's page."""
    paper = sheet.paper
    headline, name = escape(story.headline), escape(paper.name)
    title = {
        "headline_first": f"{headline} - {name} điện tử",
        "name_first": f"{name} | {headline}",
        "headline": headline,
        "name_only": name,
    }[sheet.layout.title]
    canonical = f'<link rel="canonical" href="{escape(note.url)}">' if sheet.layout.meta != "absent" else ""
    return f'<meta charset="utf-8"><title>{title}</title>{canonical}{_meta(sheet, story, note)}{_json_ld(sheet, story, note)}{_crumbs(sheet, note)}'


def description_of(story: Story) -> str:
    """Return what a head honestly says of an article: its lead, or else the beginning of its text."""
    return story.lead or (story.body[0].text[:150] + "…")


def modified_in_head(sheet: Sheet, story: Story) -> datetime | None:
    """Return when the head honestly says that the article was changed, if it was."""
    return story.modified_at if shows_exact_time(sheet) else None


def shows_exact_time(sheet: Sheet) -> bool:
    """Return True if the head tells the time of publication to the second, and does not lie about it."""
    layout = sheet.layout
    in_json = layout.json_ld in ("honest", "graph") or (layout.json_ld == "lying" and not layout.lies & {"now", "type"})
    return in_json or layout.meta in ("honest", "lying_title", "lying_description")


def _meta(sheet: Sheet, story: Story, note: HeadNote) -> str:
    kind = sheet.layout.meta
    if kind == "absent":
        return ""
    published = sheet.now if kind == "lying_time" else story.published_at
    properties = {
        "og:type": "article",
        "og:title": sheet.paper.name if kind == "lying_title" else story.headline,
        "og:description": SLOGAN if kind == "lying_description" else description_of(story),
        "og:url": note.url,
        "og:site_name": sheet.paper.name,
        "article:published_time": published.isoformat(),
    }
    if note.images:
        properties["og:image"] = note.images[0]
    if story.modified_at and kind != "lying_time":
        properties["article:modified_time"] = story.modified_at.isoformat()
    metas = (f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items())
    return f'<meta name="description" content="{escape(properties["og:description"])}">' + "".join(metas)


def _json_ld(sheet: Sheet, story: Story, note: HeadNote) -> str:
    form, lies = sheet.layout.json_ld, sheet.layout.lies
    if form == "absent":
        return ""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage" if "type" in lies else "NewsArticle",
        "headline": note.another_headline if "headline" in lies else story.headline,
        "description": SLOGAN if "description" in lies else description_of(story),
        "datePublished": (sheet.now if "now" in lies else story.published_at).isoformat(),
        "dateModified": (sheet.now if "now" in lies else story.modified_at or story.published_at).isoformat(),
        "mainEntityOfPage": {"@type": "WebPage", "@id": note.url},
        "publisher": {"@type": "Organization", "name": sheet.paper.name},
    }
    if "author" in lies:
        data["author"] = {"@type": "Person", "name": sheet.paper.name}
    elif story.signature.authors:
        data["author"] = [{"@type": "Person", "name": author.name} for author in story.signature.authors]
    if note.images:
        data["image"] = list(note.images)
    if form == "graph":
        data = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": sheet.paper.name}, data]}
    text = json.dumps(data, ensure_ascii=False)
    if form == "broken":  # a raw line break inside a string, as systems print that paste the lead unescaped
        text = text.replace(", ", ",\n", 1).replace('"description": "', '"description": "\n', 1)
    return f'<script type="application/ld+json">{text}</script>'


def _crumbs(sheet: Sheet, note: HeadNote) -> str:
    if sheet.layout.crumbs != "json_ld_only":
        return ""
    links = [(f"https://{sheet.paper.host}/", "Trang chủ"), *note.crumbs]
    items = [
        {"@type": "ListItem", "position": n, "item": {"@id": url, "name": name}}
        for n, (url, name) in enumerate(links, 1)
    ]
    data = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
