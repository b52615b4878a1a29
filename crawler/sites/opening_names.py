"""A byline as the first line of the text, which some papers print over the lead instead of under the text."""

from crawler.sites.body import Line, Picture
from crawler.vietnamese import bylines

_LONGEST = 60  # letters of a bare name or two
_MOST_WORDS = 5  # of one name


def with_opening_names_last(items: list[Line | Picture]) -> list[Line | Picture]:
    """Return the items with a byline or source over the text behind them, where the signature is looked for."""
    first = next((item for item in items if isinstance(item, Line)), None)
    if first is None or len(items) < 2 or not _names_somebody(first):
        return items
    return [*(item for item in items if item is not first), first]


def _names_somebody(line: Line) -> bool:
    if line.kind not in ("paragraph", "subhead") or line.links:
        return False
    if bylines.looks_like_byline(line.text):
        return True
    is_name = bylines.looks_like_name(line.text) and 2 <= len(line.text.split()) <= _MOST_WORDS
    return line.kind == "paragraph" and is_name and len(line.text) <= _LONGEST
