"""JSON listings: the lists that a site's script fetches, read as the catalogue describes them."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from crawler.article import Announced, ChannelRead, Problem
from crawler.outlets import Channel, normal_url
from crawler.page import SavedPage

# A field's name and, after a bar, its value where it is empty: {article_type_slug|tin-bai}
FIELD = re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")
# A menu of a provincial paper names some twenty sections.
MOST_FOLLOWED = 40


def read_json_listing(page: SavedPage, channel: Channel, result: ChannelRead) -> Iterator[Announced]:
    """Yield each entry's address in the listing's order; the listings of a menu go to `result.more` instead."""
    entries = _entries(msgspec.json.decode(page.body), channel.items or "")
    is_menu = channel.follow is not None and normal_url(page.url) == normal_url(channel.url)
    template = (channel.follow if is_menu else channel.link) or ""
    addresses = [address for entry in entries if (address := _filled_template(template, entry))]
    if without_link := len(entries) - len(addresses):
        result.problems.append(Problem("channel", "no_link", f"{without_link} of {len(entries)} entries"))
    if is_menu:
        result.more = list(dict.fromkeys(addresses))[:MOST_FOLLOWED]
    else:
        yield from map(Announced, addresses)


def _entries(data: Any, path: str) -> list[Any]:
    """Return the list at a dotted path. Raises TypeError or KeyError where the answer has another shape."""
    for name in path.split("."):
        data = data[name]
    if not isinstance(data, list):
        raise TypeError(f"{path} is not a list but {type(data).__name__}")
    return data


def _filled_template(template: str, entry: Any) -> str | None:
    """Return the template with the entry's fields in it; None where a field is empty and has no default."""
    fields = entry if isinstance(entry, dict) else {}
    is_address = FIELD.fullmatch(template)  # the field holds a whole address, which is not quoted
    values = {name: str(fields.get(name) or default or "").strip() for name, default in FIELD.findall(template)}
    if not all(values.values()):
        return None
    return FIELD.sub(lambda m: values[m[1]] if is_address else quote(values[m[1]]), template)
