"""The scripts of a twin: structured data, and a body that a script inserts; every other script is emptied."""

import html
import json
import re
from collections.abc import Callable

from crawler.contributor.twins.addresses import Addresses
from crawler.contributor.twins.chance import CHANCE, Numbers
from crawler.contributor.twins.text import Text, unescaped

_STRING = re.compile(r'"(?P<value>(?:[^"\\]|\\.)*)"(?P<colon>\s*:)?', re.S)
_OUTPUT = re.compile(r'\boutputData\s*=\s*("(?:[^"\\]|\\.)*")', re.S)
_TEMPLATE = re.compile(r"\.html\(\s*`((?:[^`\\]|\\.)*)`", re.S)
_REDIRECT = re.compile(
    r"\blocation(?:\.href)?\s*=(?!=)\s*[\"']([^\"']+)[\"']|\blocation\.(?:replace|assign)\(\s*[\"']([^\"']+)[\"']"
)
_CIPHER = re.compile(r"[A-Za-z0-9+/=_-]{200,}")
_CIPHER_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"
_LITERALS = frozenset({"true", "false", "null"})
_BARE = re.compile(r"[^\W\d_]+|\d+")
_KEY = re.compile(r"[@A-Za-z][A-Za-z_:]{0,40}")
_KEPT_KEYS = frozenset({"@type", "@context"})
_TYPE = re.compile(r"(?:https?://schema\.org/?)?[A-Za-z]{0,40}")
_ADDRESS = re.compile(r"(?:https?:)?//|/(?!\s)")


class Scripts:
    """The scripts of one twin; `page` makes the twin of the HTML that a script inserts."""

    def __init__(self, text: Text, addresses: Addresses, numbers: Numbers, page: Callable[[str], str]) -> None:
        self._text, self._addresses, self._numbers, self._page = text, addresses, numbers, page

    def twin(self, opening: str, script: str) -> str:
        """Return the twin of a script by its opening tag."""
        if "ld+json" in opening.lower():
            return self._structured_data(script)
        if match := _OUTPUT.search(script):
            inner = html.unescape(str(_decoded(match[1][1:-1]) or ""))
            return f"outputData = {json.dumps(html.escape(self._page(inner), quote=False), ensure_ascii=False)};"
        if match := _TEMPLATE.search(script):
            twin = re.sub(r"([\\`$])", r"\\\1", self._page(re.sub(r"\\(.)", r"\1", match[1])))
            return f"$('#content').html(`{twin}`);"
        if match := _REDIRECT.search(script):
            return f'location.href = "{self._addresses.twin(match[1] or match[2])}";'
        if match := _CIPHER.search(script):
            return f'var body = "{"".join(CHANCE.choice(_CIPHER_LETTERS) for _ in match[0])}";'
        return ""

    def _structured_data(self, data: str) -> str:
        """Replace each string that is a value, and what stands outside strings where the data is broken."""
        parts, end, key = [], 0, ""
        for match in _STRING.finditer(data):
            parts.append(self._outside(data[end : match.start()]))
            end = match.end()
            if match["colon"]:
                key = match["value"] if _KEY.fullmatch(match["value"]) else "x"
                parts.append(f'"{key}"{match["colon"]}')
            elif key in _KEPT_KEYS and _TYPE.fullmatch(match["value"].replace("\\/", "/")):
                parts.append(match[0])
            else:
                parts.append(f'"{self._value(match["value"])}"')
        return "".join([*parts, self._outside(data[end:])])

    def _outside(self, data: str) -> str:
        def twin(match: re.Match[str]) -> str:
            if match[0].isdigit():
                return self._numbers.draw(match[0])
            return match[0] if match[0] in _LITERALS else self._text.twin(match[0])

        return _BARE.sub(twin, data)

    def _value(self, raw: str) -> str:
        value = _decoded(raw)
        if value is None:
            return ""
        if _ADDRESS.match(value.strip()):
            twin = self._addresses.twin(value)
        else:
            plain = unescaped(value)
            twin = self._text.twin(plain, in_head=True)
            twin = html.escape(twin, quote=False) if plain != value else twin
        encoded = json.dumps(twin, ensure_ascii="\\u" in raw)[1:-1]
        return encoded.replace("/", "\\/") if "\\/" in raw else encoded


def _decoded(raw: str) -> str | None:
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return None
