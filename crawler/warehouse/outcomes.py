"""Outcomes: what became of each capture of an article's address, in one word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.archive import Capture
from crawler.article import ArticleRead, LayoutChanged, NotAnArticle, Reading, Unreadable, url_key
from crawler.outlets import BadAddress, identify, normal_url, outlet_by_key
from crawler.warehouse.revision_history import uuid_of

# The page was there, whatever was made of it. To ask for another answer "only if changed" would keep its page away:
# a challenge or half a page has a validator, too.
WHOLE_PAGES = ("article", "layout_changed", "listing", "quarantined", "suppressed", "unread")


@dataclass(frozen=True)
class Answer:
    """One exchange with an article's address."""

    capture: Capture
    url: str
    url_key: int
    article_id: int


def answers(outlet_key: str, exchanges: list[Capture]) -> Iterator[Answer]:
    """Yield the exchanges whose address names an article of the outlet."""
    for capture in exchanges:
        try:
            url, identity = normal_url(capture.url), identify(capture.url, outlet_by_key(outlet_key))
        except BadAddress:
            continue
        if identity is not None:
            yield Answer(capture, url, url_key(url), identity.article_id)


def outcome(answer: Answer, reading: Reading | None, withheld: Mapping[str, str]) -> str:
    """Return the outcome; `withheld` has by record id that of articles not loaded (suppressed, quarantined)."""
    status = answer.capture.status
    is_challenge = reading is not None and reading.result == NotAnArticle("challenge_page", f"status {status}")
    if status >= 300 and not is_challenge:
        return outcome_of_status(status)
    if reading is None:
        return "unread"
    return withheld.get(uuid_of(reading.record_id)) or outcome_of_reading(reading)


def outcome_of_status(status: int) -> str:
    """Return the outcome of an answer without a page to read."""
    if status == 304:
        return "unchanged"
    if status < 400:
        return "redirect"
    return "gone" if status in (404, 410) else "http_error"


def outcome_of_reading(reading: Reading) -> str:
    """Return the outcome of a page as a build read it."""
    match reading.result:
        case ArticleRead():
            return "article"
        case LayoutChanged():
            return "layout_changed"
        case Unreadable():
            return "unreadable"
        case NotAnArticle(kind=kind):
            return kind
    return "listing"  # an article's address that is a channel's as well
