"""Forwarding: pages that only send the browser to another address, by markup, by a script or by their words."""

import re
from collections.abc import Iterator

from crawler.page import SavedPage

_LONGEST_REFRESH = 4000  # letters
_LONGEST_DELAY = 30  # seconds: front pages and live reports load themselves again after minutes
_REFRESH = re.compile(r"\s*(\d{0,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'>]*)", re.I)
_VALUE = r"(?:[\"'`](?P<{}>[^\"'`]{{1,2000}})[\"'`])?"
_PART = r"(?:\.(?:href|search|pathname|protocol|host(?:name)?)|\[[\"']href[\"']\])?"
_SCRIPT = re.compile(
    rf"\blocation[\"']?\]?{_PART}\s*=(?!=)\s*" + _VALUE.format("set")
    # Where the address is a variable's, only that the page leads away is known.
    + r"|\blocation\.(?:replace|assign)\(\s*" + _VALUE.format("called")
    + r"|\.navigate\(\s*" + _VALUE.format("navigated")
    + r"|\(location\)\.(?:attr|prop)\(\s*[\"']href[\"']\s*,\s*" + _VALUE.format("attribute")
    + r"|\bwindow\.open\(\s*" + _VALUE.format("opened") + r"\s*,\s*[\"']_(?:self|top|parent)"
    + r"|\bdocument\.URL\s*=(?!=)\s*" + _VALUE.format("document")
    + r"|http-equiv=\\?[\"']?refresh\b[^>]{0,60}?url=(?P<written>[^\"'>\\]{1,2000})"
    + r"|\bTurbo(?:links)?\.visit\(\s*" + _VALUE.format("visited")
    + r"|\blocation\.reload\(|\bhistory\.(?:back|go)\(",
)  # fmt: skip
_CLICK = re.compile(r"\.click\(\s*\)")
_LINK_OF_SCRIPT = re.compile(r"\.href\s*=\s*[\"']([^\"']{1,2000})[\"']")
_SUBMIT = re.compile(r"\.submit\(\s*\)")
_MOVED = re.compile(
    r"\b(?:object|document|page|site) (?:has )?(?:been )?moved|moved (?:permanently|temporarily)|^redirecting\b|"
    r"(?:not|being) (?:automatically )?redirected|"
    r"(?:được|đã|bị) (?:chuyển|dời) (?:hướng|sang|đến|tới|về|địa chỉ)|^đang chuyển|tự (?:động )?chuyển",
    re.I,
)
_STATUS = re.compile(r"^(?:30[12378] )?(?:found|see other|(?:temporary|permanent) redirect|moved \w+)\b", re.I)


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
    for event in ("onload", "onerror"):
        scripts += [element.get(event) or "" for element in page.select(f"//*[@{event}]")]
    links = {link.get("href") or "" for link in page.select("//a[@href]")}
    for script in scripts:
        if match := _SCRIPT.search(script):
            yield next(filter(None, match.groups()), "")
        elif _SUBMIT.search(script):
            yield from (form.get("action") or "" for form in page.select("//form"))
        elif _CLICK.search(script):
            yield from links or _LINK_OF_SCRIPT.findall(script)
    if len(links) == 1 and _MOVED.search(shown):
        yield from links
    elif _STATUS.search(shown):
        yield next(iter(links), "")
    if not shown and not page.select("//img"):
        yield from (frame.get("src") or "" for frame in page.select("//frame | //iframe"))
