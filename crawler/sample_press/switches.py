"""The switches by which a paper of the sample press fails, changes and moves."""

import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from crawler.sample_press.invented_article import VIETNAM
from crawler.sample_press.lost_fields import FIELDS, GARBLED_FIELDS

# The meaning of each switch's VALUE; POSITIONS count articles from the newest, 0 ("0,3").
# SCOPE is "all", "articles", "channels" or POSITIONS.
SWITCHES = {
    "changed": "POSITIONS (default 0): edited now, lastmod moves to now",
    "reworded": "POSITIONS (default 0): one paragraph says more now, lastmod moves",
    "retitled": "POSITIONS (default 0): another headline under the same address, lastmod moves",
    "sidebar": "POSITIONS (default 0): other articles beside the same text, lastmod stays; papers of fck and onecms",
    "without": "FIELDS (" + ", ".join(FIELDS) + "): no article's page has them any more; own_body: every body is the "
    "paper's imprint; readable_body: a cipher",
    "garbled": "FIELDS (" + ", ".join(GARBLED_FIELDS) + "): every page prints something else, its head stays right",
    "moved_credit": "no value: the source credit stands under the article, in a box of a new name",
    "box_in_text": "no value: the headlines of three other articles stand as paragraphs of every article's text",
    "slug": "POSITIONS (default 0): a new slug, the old address answers too",
    "deleted": "POSITIONS (default 0): 404, and no channel announces them",
    "gone": "POSITIONS (default 0): 404, and channels still announce them",
    "hidden": "POSITIONS (default 0): their pages answer, and no channel announces them",
    "new": "how many new articles (default 1)",
    "http_500": "SCOPE (default all)",
    "slow": "seconds for every answer (default 2)",
    "truncated": "SCOPE (default articles): the connection ends in mid-body",
    "charset": "SCOPE (default articles): UTF-8 sent as iso-8859-1",
    "soft_404": "SCOPE (default articles): 200 with a page that says it is not there",
    "home": "SCOPE (default articles): 302 to the front page",
    "loop": "SCOPE (default articles): 302 to itself",
    "challenge": "SCOPE (default all): a bot challenge instead of the page",
    "robots_refusal": "no value: robots.txt refuses everything",
    "robots_500": "no value: robots.txt answers 503",
    "robots": "429, 404 (no rules) or loop (an endless redirect): what robots.txt answers",
    "dead": "SCOPE (default all): the connection closes without an answer",
    "frozen": "days (default 61): how long ago the newest article appeared",
    "past": "how many months before the others (default 6) have articles, PAST_ARTICLES_A_MONTH each: listings with "
    "numbered pages go on to them, and a sitemap of the catalogue becomes an index by month",
    "dead_channel": "NAMES of channels in the catalogue: 404",
    "moved": "no value: the home host answers 301 to its former or other host",
    "night": "how many nights after the first it is (default 1); for strangers alone, whose OUTLET is their host",
}
_DEFAULT_SCOPE_ALL = {"http_500", "challenge", "dead"}
FAULT_ORDER = ("dead", "challenge", "http_500", "loop", "home", "soft_404")


class UnknownSwitch(Exception):
    """No outlet or switch has this name."""


class Switches:
    """The switches that are on, by outlet; `clock` dates what they change."""

    def __init__(self, outlets: Collection[str], clock: Callable[[], datetime]) -> None:
        self._outlets, self._clock = outlets, clock
        self._lock = threading.Lock()
        self._on: dict[str, dict[str, str]] = {}
        self._since: dict[tuple[str, str], datetime] = {}

    def of(self, outlet: str) -> Mapping[str, str]:
        """Return the outlet's switches with their values."""
        return self._on.get(outlet, {})

    def since(self, outlet: str, name: str) -> datetime:
        """Return when a switch was turned on."""
        return self._since[outlet, name]

    def turn(self, outlet: str, name: str, value: str | None) -> None:
        """Turn a switch on; None turns it off. Raises UnknownSwitch."""
        if outlet not in self._outlets or name not in SWITCHES or name == "night":
            raise UnknownSwitch(f"{outlet}:{name}: known are {', '.join(SWITCHES)} of {', '.join(self._outlets)}")
        fields = {"without": FIELDS, "garbled": GARBLED_FIELDS}.get(name)
        if fields and value is not None and (unknown := {*value.split(",")} - {*fields}):
            raise UnknownSwitch(f"{outlet}:{name}={','.join(sorted(unknown))}: known are {', '.join(fields)}")
        with self._lock:
            switches = dict(self._on.get(outlet, {}))
            switches.pop(name, None)
            if value is not None:
                switches[name] = value
                self._since[outlet, name] = self._clock().astimezone(VIETNAM).replace(microsecond=0)
            self._on[outlet] = switches

    def clear(self, outlet: str | None) -> None:
        """Turn every switch off, of one outlet or of all."""
        with self._lock:
            for key in [outlet] if outlet else list(self._on):
                self._on.pop(key, None)


def names(value: str | None) -> set[str]:
    """Return the names that a switch's value lists."""
    return {name for name in (value or "").split(",") if name}


def positions(value: str | None) -> set[int]:
    """Return the positions that a switch's value lists: 0 where it is on without a value, none where it is off."""
    return set() if value is None else {int(n) for n in (value or "0").split(",")}


def is_in_scope(name: str, value: str, kind: str, position: int | None) -> bool:
    """Return True if a switch holds for this page: `kind` is articles or channels."""
    scope = value or ("all" if name in _DEFAULT_SCOPE_ALL else "articles")
    if scope in ("all", "articles", "channels"):
        return scope in ("all", kind)
    return position is not None and position in positions(scope)
