"""Forwarding: pages that only send the browser to another address, by markup, by a script or by their words."""

import re
from collections.abc import Iterator

from crawler.page import SavedPage

_LONGEST_REFRESH = 4000  # letters
_LONGEST_DELAY = 30  # seconds: front pages and live reports load themselves again after minutes
_REFRESH = re.compile(r"\s*(\d{0,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'>]*)", re.I)
_VALUE = r"(?:[\"'`](?P<{}>[^\"'`]{{1,2000}})[\"'`])?"
_SCRIPT = re.compile(
    r"\blocation[\"']?\]?(?:\.href|\[[\"']href[\"']\])?\s*=(?!=)\s*" + _VALUE.format("set")
    # Where the address is a variable's, only that the page leads away is known.
    + r"|\blocation\.(?:replace|assign)\(\s*" + _VALUE.format("called")
    + r"|\.navigate\(\s*" + _VALUE.format("navigated")
    + r"|\(location\)\.(?:attr|prop)\(\s*[\"']href[\"']\s*,\s*" + _VALUE.format("attribute")
    + r"|\bwindow\.open\(\s*" + _VALUE.format("opened") + r"\s*,\s*[\"']_(?:self|top|parent)"
    + r"|\blocation\.reload\(|\bhistory\.(?:back|go)\(",
)  # fmt: skip
_SUBMIT = re.compile(r"\.submit\(\s*\)")
_MOVED = re.compile(
    r"\b(?:object|document|page|site) (?:has )?(?:been )?moved|moved (?:permanently|temporarily)|^redirecting\b|"
    r"(?:được|đã|bị) (?:chuyển|dời) (?:hướng|sang|đến|tới|về)|^đang chuyển",
    re.I,
)


def forwarding_target(page: SavedPage, shown: str) -> str | None:
    """Return where a page of few words (`shown`) sends the browser: '' where that is itself or unknown; else None."""
    return next((t.strip().replace("\\/", "/") for t in _targets(page, shown)), None)


def _targets(page: SavedPage, shown: str) -> Iterator[str]:
    for element in page.select("//meta[@http-equiv]"):
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match((element.get("content") or "")[:_LONGEST_REFRESH])
            if match and int(match[1] or 0) <= _LONGEST_DELAY:
                yield match[2]
    scripts = [*(script.text or "" for script in page.select("//script[not(@src)]"))]
    scripts += [body.get("onload") or "" for body in page.select("//body[@onload]")]
    for script in scripts:
        if match := _SCRIPT.search(script):
            yield next(filter(None, match.groups()), "")
        elif _SUBMIT.search(script):
            yield from (form.get("action") or "" for form in page.select("//form"))
    links = {link.get("href") or "" for link in page.select("//a[@href]")}
    if len(links) == 1 and _MOVED.search(shown):
        yield from links
    if not shown and not page.select("//img"):
        yield from (frame.get("src") or "" for frame in page.select("//frame | //iframe"))
