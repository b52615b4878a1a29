"""Pictures in the markup: where the file's address stands, and which pictures are not the article's."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement, fragments_fromstring

from crawler.outlets import absolute_url
from crawler.sites.element_text import LONGEST_NAME

_STAND_IN = (
    r"(?:blank|spacer|load(?:ing|er)?|ajax|lazy|trans(?:parent)?|clear|empty|dot|pixel|px|spinner|dummy|default|"
    r"(?:place|img|image)?[-_]?holder|no[-_]?(?:image|img|photo|thumb|pic(?:ture)?)|1x1)"
)
_PLACEHOLDER = re.compile(
    r"^(?:data|about|javascript):|^#|(?:^|/)[01]\.gif$|(?:grey|gray|blank|spacer|loading|lazy|transparent|1x1)[^/]*\.(?:gif|png|svg)(?:\?|$)"
    rf"|(?:^|/){_STAND_IN}(?:[-_.](?:{_STAND_IN}|image|img|thumb|\d+x\d+|\d+))*\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.I,
)
_PICTURE_ATTRIBUTES = (
    *("data-src", "data-original", "data-lazy-src", "data-image", "src", "data-lazy", "data-original-src"),
    *("data-echo", "data-full-src", "data-hi-res-src", "data-orig-file"),
)
PICTURES = frozenset(["img", "amp-img", "amp-anim", "lazy-img", "lazy-image"])
_PICTURE_ADDRESS = re.compile(
    r"(?:https?:)?/[^\s,\"'<>]{1,2000}\.(?:jpe?g|png|webp|gif|avif|bmp)(?:\?[^\s,]{0,500})?", re.I
)
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]{0,100}?url\(\s*[\"']?([^\"')]{1,2000})", re.I)
_NO_BOXES = frozenset(["a", "audio", "br", "hr", "iframe", "input", "link", "meta", "script", "source", "video"])
_MOST_ATTRIBUTES = 40
_MOST_SOURCES = 8  # elements: formats and widths of one picture
_BETWEEN_SOURCES = re.compile(r"(?<=[wx]),\s*|,\s+")
# Pictures of the page's furniture, smileys and visit counters are not pictures of the article.
_FURNITURE = re.compile(r"/static/templates/|/emoji/|facebook\.com/tr\b|google-analytics|doubleclick", re.I)
ICON = re.compile(r"(?:^|[\s_-])(?:emoji|smiley|emoticon|icon\d*)(?:$|[\s_-])", re.I)
_PORTRAIT = re.compile(r"/avatars?/", re.I)  # of a writer or a reader, where it is small
_LARGEST_PORTRAIT = 100  # pixels
_PIXELS = re.compile(r"(\d{1,5})(?:px)?$")
_SMALLEST_PICTURE = 48  # pixels of width and height: icons have less
_LONGEST_ADDRESS = 4000  # letters: no server takes more


def shows_picture(element: HtmlElement) -> bool:
    """Return True for a picture, and for an empty box whose style or attributes name a picture's file."""
    if element.tag in PICTURES:
        return True
    if element.tag == "picture":
        return next(element.iter(*PICTURES), None) is None
    if element.tag in _NO_BOXES or len(element) or (element.text or "").strip():
        return False
    return next(_addresses_of_box(element), None) is not None


def picture_in_noscript(element: HtmlElement) -> HtmlElement | None:
    """Return the picture for browsers without scripts, also where its markup is text; or None."""
    if (image := next(element.iter("img"), None)) is not None or "<img" not in (element.text or ""):
        return image
    parts = fragments_fromstring((element.text or "")[:_LONGEST_ADDRESS])
    return next((part for part in parts if not isinstance(part, str) and part.tag == "img"), None)


def picture_url(element: HtmlElement, base_url: str) -> str:
    """Return the absolute address of a picture's file; '' where only a placeholder is named."""
    for candidate in _picture_sources(element):
        value = _without_width(candidate[: _LONGEST_ADDRESS + 1].strip(), element)
        if value and len(value) <= _LONGEST_ADDRESS and not _PLACEHOLDER.search(value):
            url = resolved_url(base_url, value)
            if url:
                return url if url.startswith(("http://", "https://")) else ""
    return ""


def is_page_picture(element: HtmlElement, url: str) -> bool:
    """Return True for icons, smileys, visit counters and the CMS's pictures, which are not the article's."""
    if _FURNITURE.search(url) or ICON.search(_class_names(element)):
        return True
    matches = [_PIXELS.match(size) for side in ("width", "height") if (size := element.get(side))]
    sizes = [int(match[1]) for match in matches if match]
    if _PORTRAIT.search(url) and sizes and min(sizes) <= _LARGEST_PORTRAIT:
        return True
    return (len(sizes) == 2 and max(sizes) <= _SMALLEST_PICTURE) or any(size <= 1 for size in sizes)


def has_zoomable_picture(element: HtmlElement) -> bool:
    """Return True if a box holds a picture that readers can enlarge: it is the article's, whatever the box's name."""
    return any("zoomimg" in _class_names(image) for image in element.iter("img"))


def resolved_url(base_url: str, value: str) -> str:
    """Return the absolute address; '' for an empty, too long or malformed one."""
    if not value or len(value) > _LONGEST_ADDRESS:
        return ""
    try:
        return absolute_url(base_url, value.strip())
    except ValueError:
        return ""


def _without_width(candidate: str, element: HtmlElement) -> str:
    """Return the address without its query where <picture> names that too: 'a.jpg' beside 'a.jpg?w=480'."""
    whole, mark, _ = candidate.partition("?")
    return whole if mark and whole in _picture_sources(element) else candidate


def _picture_sources(element: HtmlElement) -> Iterator[str]:
    for attribute in _PICTURE_ATTRIBUTES:
        yield element.get(attribute) or ""
    yield from _sources_of_set(element)
    # The parser does not know <source> as an empty element: the next ones are inside it.
    around = (element, *islice(element.iterancestors(), _MOST_SOURCES))
    picture = next((e for e in around if e.tag == "picture"), None)
    for source in picture.iter("source") if picture is not None else ():
        yield from _sources_of_set(source)
        yield from _addresses_in_attributes(source)
    yield from _addresses_in_attributes(element)
    yield from _addresses_of_box(element)
    if (parent := element.getparent()) is not None and parent.tag in ("a", "figure"):
        yield from _addresses_in_attributes(parent)


def _addresses_in_attributes(element: HtmlElement) -> Iterator[str]:
    """Yield what is the address of a picture's file: loaders call its attribute 'data-cfsrc', 'nitro-lazy-src' …"""
    values = (value[:_LONGEST_ADDRESS].strip() for value in islice(element.values(), _MOST_ATTRIBUTES))
    return (value for value in values if _PICTURE_ADDRESS.fullmatch(value))


def _addresses_of_box(element: HtmlElement) -> Iterator[str]:
    """Yield the picture's file that a box has as its background or in data for a script."""
    if match := _BACKGROUND.search((element.get("style") or "")[:_LONGEST_ADDRESS]):
        yield match[1]
    data = (value for name, value in islice(element.items(), _MOST_ATTRIBUTES) if _is_data(name))
    yield from (match[0] for value in data if (match := _PICTURE_ADDRESS.search(value[:_LONGEST_ADDRESS])))


def _is_data(name: str) -> bool:
    return name.startswith("data-") or name in ("src", ":src", "data")


def _sources_of_set(element: HtmlElement) -> Iterator[str]:
    """Yield the addresses of a srcset in its order: 'a-600.webp 600w, a-1200.webp 1200w'."""
    sets = (value for name, value in islice(element.items(), _MOST_ATTRIBUTES) if name.endswith("srcset"))
    for value in sets:
        for source in _BETWEEN_SOURCES.split(value[:_LONGEST_ADDRESS].strip()):
            yield source.split(" ")[0].rstrip(",")


def _class_names(element: HtmlElement) -> str:
    return " ".join((element.get("class") or "")[:LONGEST_NAME].split())
