"""The rules of a robots.txt for this crawler: its product token is compared whole, and without a version (RFC 9309)."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from protego import Protego
from scrapy.robotstxt import ProtegoRobotParser

from crawler.page import SavedPage

PRODUCT_TOKEN = "baotinh"
# RFC 9309, section 2.5: a crawler must read at least 500 KiB; what stands behind is no rule but an attack.
MOST_LETTERS = 500 << 10
_USER_AGENT_LINE = re.compile(r"[ \t\ufeff]*user[- ]?agent[ \t]*(?::|[ \t])[ \t]*([^#]*)", re.I)
_DELAY_LINE = re.compile(
    r"[ \t]*crawl-?delay[ \t]*:[ \t]*(\d+)(?:[.,](\d+))?[ \t]*(?:s|secs?|seconds?)?[ \t;.]*(?:#.*)?", re.I
)
_TOKEN = re.compile(r"[A-Za-z_-]+")
# A name that no product token contains or begins with: the rules under it are another robot's.
_ANOTHER = "(another)"
# More than any delay that is kept; of hundreds of digits no number can be made.
_MOST_DIGITS = 9
_MOST_SECONDS = 10**_MOST_DIGITS
_LINE_END = re.compile(r"\r\n|\r|\n")
# Python ends a line at these, too; in a path they stand for themselves.
_NO_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_PLAIN = str.maketrans({letter: quote(letter) for letter in _NO_LINE_ENDS} | {"\0": ""})


def robots_rules(text: str) -> Protego:
    """Return the rules of a robots.txt, to be asked with PRODUCT_TOKEN."""
    lines = _LINE_END.split(text[: MOST_LETTERS + 1].translate(_PLAIN))
    if len(text) > MOST_LETTERS:  # half a rule could forbid the whole site
        del lines[-1]
    return Protego.parse("\n".join(_with_plain_delay(_with_whole_token(line)) for line in lines))


def pause_asked_for(rules: Protego) -> float:
    """Return the seconds between two requests that the rules ask for, by Crawl-delay or by Request-rate; 0 for none."""
    rate = rules.request_rate(PRODUCT_TOKEN)
    return max(
        min(rate.seconds, _MOST_SECONDS) / rate.requests if rate is not None else 0.0,
        float(rules.crawl_delay(PRODUCT_TOKEN) or 0),
    )


def _with_plain_delay(line: str) -> str:
    """Return a line so that Protego reads its delay: it takes "10s", "1,5" and "10;" for none."""
    match = _DELAY_LINE.fullmatch(line)
    return f"Crawl-delay: {match[1][:_MOST_DIGITS]}.{match[2] or 0}" if match else line


def _with_whole_token(line: str) -> str:
    """Return a line so that Protego, which searches a line's name in ours, compares the whole token.

    Papers see "baotinh/0.1" in their logs and write that into their rules; "bao" names another robot.
    """
    match = _USER_AGENT_LINE.match(line)
    name = match[1].strip() if match else ""
    if not name:
        return line
    token = _TOKEN.match(name)
    is_ours = token is not None and token[0].lower() == PRODUCT_TOKEN
    return f"User-agent: {PRODUCT_TOKEN if is_ours else '*' if name.split()[0] == '*' else _ANOTHER}"


class RobotRules(ProtegoRobotParser):
    """Scrapy's parser of robots.txt, with these rules."""

    def __init__(self, robotstxt_body: bytes, spider: Any) -> None:
        self.spider = spider
        self.rp = robots_rules(SavedPage(robotstxt_body, "", datetime.now(UTC)).text)
