"""The rules of a robots.txt for this crawler: its product token is compared whole, and without a version (RFC 9309)."""

import re
from typing import Any

from protego import Protego
from scrapy.robotstxt import ProtegoRobotParser, decode_robotstxt

PRODUCT_TOKEN = "baotinh"
# RFC 9309, section 2.5: a crawler must read at least 500 KiB; what stands behind is no rule but an attack.
MOST_LETTERS = 500 << 10
_USER_AGENT_LINE = re.compile(r"[ \t\ufeff]*user[- ]?agent[ \t]*(?::|[ \t])[ \t]*([^#]*)", re.I)
_TOKEN = re.compile(r"[A-Za-z_-]+")
# A name that no product token contains or begins with: the rules under it are another robot's.
_ANOTHER = "(another)"


def robots_rules(text: str) -> Protego:
    """Return the rules of a robots.txt, to be asked with PRODUCT_TOKEN."""
    return Protego.parse("\n".join(map(_with_whole_token, text[:MOST_LETTERS].splitlines())))


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
        self.rp = robots_rules(decode_robotstxt(robotstxt_body, spider))
