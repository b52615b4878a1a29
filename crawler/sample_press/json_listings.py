"""JSON listings as the papers' own scripts ask for them: what the catalogue expects, around the press's stories."""

import json
from collections.abc import Iterable
from typing import Any

from crawler.outlets import Channel
from crawler.sample_press.invented_article import InventedArticle


def menu(channel: Channel, sections: Iterable[tuple[str, str]]) -> bytes:
    """Write the menu whose entries name the sections' listings."""
    return _json_bytes(channel, [{"menu_slug": slug, "menu_name": label} for slug, label in sections])


def listing(channel: Channel, stories: list[InventedArticle]) -> bytes:
    """Write a section's list of stories."""
    return _json_bytes(channel, [_entry(story, n) for n, story in enumerate(stories)])


def _entry(story: InventedArticle, turn: int) -> dict[str, str | None]:
    """Describe a story by its address, from the root in turn, and by the slugs that make one; a usual kind is empty."""
    return {
        "link": story.path if turn % 2 else story.url,
        "article_slug": story.slug,
        "category_slug": story.section[0],
        "article_type_slug": None if turn % 2 else "tin-bai",
        "title": story.headline,
    }


def _json_bytes(channel: Channel, entries: list[dict[str, Any]]) -> bytes:
    found: Any = entries
    for name in reversed((channel.items or "").split(".")):
        found = {name: found}
    return json.dumps({"status": 1, **found}, ensure_ascii=False).encode()
