"""The tags of a twin: names and attributes by which a page is read; every other attribute is left out."""

import html
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from crawler.contributor.twins.addresses import Addresses
from crawler.contributor.twins.chance import LETTERS, LONG_NUMBER, Numbers, unaccented
from crawler.contributor.twins.text import Text, unescaped
from crawler.sites.article_text import AUTHOR_CLASS, LEAD_CLASS
from crawler.sites.families import FAMILIES
from crawler.sites.look import is_telling_name

_NAME = re.compile(r"<(/?)\s*([a-zA-Z][\w:-]*)")
_ATTRIBUTE = re.compile(
    r"""(?P<space>[\s"'/,]*)(?P<name>[^\s"'<>/=,]+)(?P<sign>\s*=\s*)?(?(sign)(?:"(?P<d>[^"]*)"|'(?P<s>[^']*)'|(?P<u>[^\s"'>]*)))"""
)
_HTML_NAMES = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote body br button canvas
    caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset
    figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
    ins kbd label legend li link main map mark marquee menu meta meter nav nobr noframes noscript object ol optgroup
    option output p param path picture pre progress q rp rt ruby s samp script section select small source span strike
    strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul use
    var video wbr xml
"""
_HTML = frozenset(_HTML_NAMES.split())
_OTHER_MARKUP = re.compile(r"(?:amp|o|w|v|m|st1|u1|fb|g|gcse)[:-][a-z]{1,20}\d?", re.I)
_ADDRESS_NAMES = """
href src action data-src data-original data-lazy-src data-image data-lazy data-original-src data-echo data-full-src
data-hi-res-src data-orig-file poster background cite longdesc formaction
"""
_ADDRESSES = frozenset(_ADDRESS_NAMES.split())
_ADDRESS_SETS = frozenset({"srcset", "data-srcset", "data-lazy-srcset"})
_TEXTS = frozenset({"alt", "title", "placeholder", "aria-label", "label", "summary", "datetime"})
_TOKEN_NAMES = """
class id name property itemprop rel type role lang dir charset http-equiv align valign media for method target scope
shape loading itemscope data-field
"""
_TOKENS = frozenset(_TOKEN_NAMES.split())
_MEASURES = frozenset({"width", "height", "colspan", "rowspan", "cellpadding", "cellspacing", "border", "start"})
_BUILDING = _TOKENS | _MEASURES | {"style", "itemtype"}
_MEASURE = re.compile(r"\d{1,3}(?:\.\d)?(?:px|%|em)?|\*|auto")
_SIGN_TOKEN = re.compile(r"[\w.:/+#()@-]{1,80}", re.A)
_STYLES = re.compile(
    r"text-align\s*:\s*(?:left|right|center|justify)|font-style\s*:\s*\w+|font-weight\s*:\s*(?:bold|normal|[1-9]00)"
    r"|display\s*:\s*[a-z-]+|float\s*:\s*(?:left|right|none)",
    re.I | re.A,
)
_SETTING_NAMES = """
robots googlebot viewport mobileoptimized handheldfriendly og:type og:locale content-type content-language language
referrer
"""
SETTINGS = frozenset(_SETTING_NAMES.split())
_SETTING_VOCABULARY = """
all none index follow noindex nofollow noodp noydir noarchive nosnippet max image preview large standard snippet video
width device height initial scale maximum minimum user scalable shrink to fit viewport auto cover no yes true false
text html xhtml xml application charset utf windows iso article website vi vn en us origin strict when cross unsafe url
same referrer
"""
_SETTING_WORDS = frozenset(_SETTING_VOCABULARY.split())
_SETTING = re.compile(r"[\w\s,;:=./+-]{0,120}", re.A)
_REFRESH = re.compile(r"(\s*\d{0,3}(?:\.\d)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?)([^\"'>]*)", re.I)
_ADDRESS = re.compile(r"(?:https?:)?//|/(?!\s)", re.I)
_ADDRESS_META = re.compile(r"(?::url|:image|canonical|image_src|^url|^image)$", re.I)
_WORDS_OF_NAME = re.compile(r"[A-Za-z]{2,}")
_QUOTED = re.compile(r"'([\w -]+)'")


def said_in(tag: str) -> Iterator[str]:
    """Yield what the attributes of a tag say, without those that only say how the page is built."""
    given = [*_given(tag)]
    names = {name: value for name, value, _ in given}
    for name, value, _ in given:
        if (
            name not in _TOKENS | _MEASURES
            and name not in ("style", "itemtype")
            and not _is_setting(name, value, names)
        ):
            yield value


_LISTS = frozenset({"keywords", "news_keywords"})


class Tags:
    """The tags of one twin."""

    def __init__(self, text: Text, addresses: Addresses, numbers: Numbers, said: str) -> None:
        self._text, self._addresses, self._numbers = text, addresses, numbers
        words = [unaccented(word) for word in LETTERS.findall(said)]
        self._pairs = {*pairwise(words)}
        self._names: dict[str, str] = {}

    def twin(self, tag: str) -> str:
        """Return the twin of a tag; of another declaration than the document's type, nothing."""
        match = _NAME.match(tag)
        if match is None:
            return "<!DOCTYPE html>" if tag[:9].lower() == "<!doctype" else ""
        name = match[2].lower()
        if name not in _HTML and not _OTHER_MARKUP.fullmatch(name):
            name = "span"
        if match[1]:
            return f"</{name}>"
        attributes = self._attributes(name, tag[match.end() : -1])
        return f"<{name}{attributes}{' /' if tag.endswith('/>') else ''}>"

    def _attributes(self, tag: str, text: str) -> str:
        given = [*_given(text)]
        names = {name: value for name, value, _ in given}
        kept = [(name, self._value(tag, name, unescaped(value), names), quote) for name, value, quote in given]
        return "".join(_printed(name, value, quote) for name, value, quote in kept if value is not None)

    def _value(self, tag: str, name: str, value: str, others: dict[str, str]) -> str | None:  # noqa: PLR0911 - one a kind
        """Return an attribute's value in the twin; None for an attribute that is left out."""
        if tag == "meta" and name == "content":
            return self._content(value, others)
        if name in _ADDRESSES:
            return self._addresses.twin(value)
        if name in _ADDRESS_SETS:
            return " ".join(map(self._part_of_set, value.split()))
        if name == "itemtype":
            return value if re.fullmatch(r"https?://schema\.org/[A-Za-z]{1,40}", value) else None
        if name in _MEASURES:
            return value if _MEASURE.fullmatch(value.strip()) else None
        if name == "style":
            return "; ".join(match[0] for match in _STYLES.finditer(value)) or None
        if name in _TEXTS:
            return self._text.twin(value, in_head=name == "datetime")
        if name in _TOKENS:
            may_say = name in ("class", "id") or (name == "name" and tag != "meta")
            return " ".join(kept for token in value.split() if (kept := self._token(token, may_say=may_say)))
        return None

    def _content(self, value: str, others: dict[str, str]) -> str:
        name = (others.get("name") or others.get("property") or others.get("itemprop") or "").strip().lower()
        refresh = others.get("http-equiv", "").strip().lower()
        if refresh == "refresh" and (match := _REFRESH.match(value)):
            return match[1] + (self._addresses.twin(match[2]) if match[2] else "")
        if _is_setting("content", value, others):
            return value
        if _ADDRESS.match(value.strip()) or (_ADDRESS_META.search(name) and value.strip()):
            return self._addresses.twin(value)
        if name in _LISTS:  # each of them may be printed as a tag below
            return ",".join(self._text.twin(part, in_head=True) for part in value.split(","))
        return self._text.twin(value, in_head=True)

    def _part_of_set(self, part: str) -> str:
        if "/" in part or "." in part.rstrip(","):
            return self._addresses.twin(part.rstrip(",")) + ("," if part.endswith(",") else "")
        return re.sub(r"\d+", lambda match: self._numbers.draw(match[0]), part)

    def _token(self, token: str, *, may_say: bool) -> str:
        """Return a class, an id or another name: without long numbers, and another where it holds words of the text."""
        if not _SIGN_TOKEN.fullmatch(token) or "@" in token or "//" in token:
            return ""
        if token not in self._names:
            words = [word.lower() for word in _WORDS_OF_NAME.findall(token)]
            says = may_say and any(pair in self._pairs for pair in pairwise(words))
            twin = self._addresses.words_of(token) if says and not is_known(token) else token
            self._names[token] = LONG_NUMBER.sub(lambda match: self._numbers.draw(match[0]), twin)
        return self._names[token]


def _given(tag: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and quotation mark of each attribute of a tag."""
    for match in _ATTRIBUTE.finditer(tag):
        value = next((v for v in (match["d"], match["s"], match["u"]) if v is not None), "")
        yield match["name"].lower(), value, "'" if match["s"] is not None else '"'


def _is_setting(name: str, value: str, others: dict[str, str]) -> bool:
    """Return True for what a page says to browsers and search engines of itself, in their words."""
    names = {(others.get(key) or "").strip().lower() for key in ("name", "property", "http-equiv")}
    is_named = name == "content" and not SETTINGS.isdisjoint(names)
    if not is_named or not _SETTING.fullmatch(value) or LONG_NUMBER.search(value):
        return False
    return all(word.lower() in _SETTING_WORDS for word in LETTERS.findall(value))


def _printed(name: str, value: str, quote: str) -> str:
    text = html.escape(value, quote=False).replace(quote, "&quot;" if quote == '"' else "&#39;")
    return f" {name}={quote}{text}{quote}"


@cache
def _known_names() -> frozenset[str]:
    """Return the classes and ids that the families declare."""
    return frozenset(
        name for family in FAMILIES.values() for place in family.places() for name in _QUOTED.findall(place)
    )


def is_known(token: str) -> bool:
    """Return True if readers know a class or an id: a family declares it, or it says what an element is."""
    if any(name.strip() and name.strip() in token for name in _known_names()) or is_telling_name(token):
        return True
    return bool(AUTHOR_CLASS.search(token) or LEAD_CLASS.search(token))
