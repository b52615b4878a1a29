"""JSON listings as the papers' scripts request them: the fields of the catalogue, with the sample press's articles."""

import json
from collections.abc import Iterable
from typing import Any

from crawler.outlets import Channel
from crawler.sample_press.invented_article import InventedArticle


def menu(channel: Channel, sections: Iterable[tuple[str, str]]) -> bytes:
    """Write the menu whose entries name the sections' listings."""
    return _json_bytes(channel, [{"menu_slug": slug, "menu_name": label} for slug, label in sections])


def listing(channel: Channel, articles: list[InventedArticle]) -> bytes:
    """Write a section's list of articles."""
    return _json_bytes(channel, [_entry(article, n) for n, article in enumerate(articles)])


def _entry(article: InventedArticle, position: int) -> dict[str, str | None]:
    """Return an entry: an address (every second without host), slugs that make one, a kind (null if usual), a title."""
    return {
        "link": article.path if position % 2 else article.url,
        "article_slug": article.slug,
        "category_slug": article.section[0],
        "article_type_slug": None if position % 2 else "tin-bai",
        "title": article.headline,
    }


def _json_bytes(channel: Channel, entries: list[dict[str, Any]]) -> bytes:
    data: Any = entries
    for name in reversed((channel.items or "").split(".")):
        data = {name: data}
    return json.dumps({"status": 1, **data}, ensure_ascii=False).encode()
