"""How a text is set: its kind, place and emphasis, by the tags, classes and styles of the elements around it."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from lxml.html import HtmlElement

from crawler.sites.element_text import HEADINGS, LONGEST_NAME, LONGEST_STYLE
from crawler.sites.pictures import ICON

KnownPart = Literal["caption", "credit"]
LineKind = Literal["paragraph", "subhead", "quote", "list_item", "table", "caption"]

_ITALIC, _BOLD = frozenset(["em", "i"]), frozenset(["strong", "b"])
# Emphasis around one of these is not emphasis of the lines in it.
_RESETTING_TAGS = frozenset(["div", "td", "th", "table", "ul", "ol", "section", "article"])
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:relate\w*|tin-?lien-?quan|lien-?quan|xem-?them|readmore|read-more|inner-article)(?:$|[\s_-])",
    re.I,
)
_RELATED_TYPE = re.compile(r"Related", re.I)
_ADVERT = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|quang-?cao|banner\w*|AMN_\S+|oneads|adsbygoogle|sharelike|share\w*|comments?|"
    r"fb-\w+|pub-fontsize|font-?size|hidden-print)(?:$|[\s_-])",
    re.I,
)
# A class of the element that holds the article: 'content-fck-font-size' is not the font-size switch of _ADVERT.
_WRAPPER = re.compile(r"content-fck", re.I)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:note|image_desc|image-?desc|img-?desc|caption|wp-caption-text|photo-?caption|pcaption|figcaption|"
    r"chu-?thich|imgnote|desc-?img)(?:$|[\s_-])",
    re.I,
)
# Attributes that say how text is set, or that it is an advert or a box of links.
_SETTING_ATTRIBUTES = frozenset(["class", "id", "type", "style", "align"])
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.I)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_KINDS: dict[str, LineKind] = {"figcaption": "caption", "li": "list_item", "blockquote": "quote"}
_KINDS |= dict.fromkeys(HEADINGS, "subhead")
_PARAGRAPHS = frozenset(HEADINGS | {"p", "li", "td", "th", "figcaption", "figure", "dd", "dt"})


class Setting(NamedTuple):
    """How the text at one place is set, by all its ancestors."""

    kind: LineKind = "paragraph"
    align: str = ""
    classes: str = ""
    paragraph: bool = False
    italic: bool = False
    bold: bool = False
    href: str = ""


# The class of a credit is one by which the caption's reader knows the photographer's box.
KNOWN_SETTINGS: dict[KnownPart, Setting] = {
    "caption": Setting(kind="caption", paragraph=True),
    "credit": Setting(kind="caption", classes="photo-author", paragraph=True),
}


class Look(NamedTuple):
    """How the text in an element is set, by the element's name and attributes alone."""

    kind: LineKind
    align: str
    classes: str
    paragraph: bool
    italic: bool
    bold: bool
    resets: bool
    is_aside: bool  # a box of links or an advert

    def setting_inside(self, outer: Setting) -> Setting:
        """Return the setting in a block of this look that is in a block of the outer setting."""
        kind = self.kind
        if kind == "paragraph" or (kind == "subhead" and outer.kind != "paragraph"):
            kind = outer.kind
        elif outer.kind == "caption":
            kind = "caption"
        return Setting(
            kind,
            self.align or outer.align,
            _joined_classes(outer.classes, self.classes),
            self.paragraph or outer.paragraph,
            self.italic or (outer.italic and not self.resets),
            self.bold or (outer.bold and not self.resets),
            outer.href,
        )


def is_hidden(element: HtmlElement) -> bool:
    """Return True if an element's own style hides it."""
    style = element.get("style")
    return bool(style) and bool(_HIDDEN.search(style[:LONGEST_STYLE]))


def is_telling_name(name: str) -> bool:
    """Return True if a class or an id alone says what an element is: a caption, an advert, a box of links, an icon."""
    return any(pattern.search(name) for pattern in (_RELATED, _ADVERT, _CAPTION, ICON, _WRAPPER))


def inline_setting(element: HtmlElement, name: str, setting: Setting) -> Setting:
    """Return the setting of the text in an inline element."""
    look, href = look_of(element, name), element.get("href") if name == "a" else None
    if not (look.italic or look.bold or look.classes or href):
        return setting
    return setting._replace(
        classes=_joined_classes(setting.classes, look.classes),
        italic=setting.italic or look.italic,
        bold=setting.bold or look.bold,
        href=href or setting.href,
    )


def look_of(element: HtmlElement, name: str) -> Look:
    """Return how an element of this tag sets the text in it."""
    items = element.items()
    return _look_of_attributes(
        name,
        tuple((key, value[:LONGEST_STYLE]) for key, value in items if key in _SETTING_ATTRIBUTES) if items else (),
    )


# A paper sets its paragraphs in a few ways, and half of them have no attribute: without the cache, the looks take a
# third of the walk.
@lru_cache(maxsize=1024)
def _look_of_attributes(name: str, items: tuple[tuple[str, str], ...]) -> Look:
    attributes = dict(items)
    style = attributes.get("style", "")
    classes = " ".join(attributes.get("class", "")[:LONGEST_NAME].split())
    names = f"{classes} {attributes.get('id', '')[:LONGEST_NAME]}"
    is_caption = bool(_CAPTION.search(classes))
    return Look(
        kind="caption" if is_caption else _KINDS.get(name, "paragraph"),
        align=_alignment(name, style, attributes.get("align", ""), classes),
        classes=classes if name != "div" or is_caption else "",
        paragraph=name in _PARAGRAPHS,
        italic=name in _ITALIC or bool(_ITALIC_STYLE.search(style)),
        bold=name in _BOLD or bool(_BOLD_STYLE.search(style)),
        resets=name in _RESETTING_TAGS,
        is_aside=_is_box_of_links_or_advert(names, attributes.get("type", "")),
    )


def _is_box_of_links_or_advert(names: str, kind: str) -> bool:
    if _WRAPPER.search(names):
        return False
    return bool(_RELATED.search(names) or _ADVERT.search(names) or _RELATED_TYPE.match(kind))


def _joined_classes(outer: str, inner: str) -> str:
    return f"{outer} {inner}".strip()[-LONGEST_NAME:] if inner else outer


def _alignment(name: str, style: str, align: str, classes: str) -> str:
    if name == "center":
        return "center"
    if declaration := _ALIGN.search(style):
        return declaration[1].lower()
    align = align.strip().lower()
    if align in ("left", "right", "center", "justify"):
        return align
    classes = classes.lower()
    if re.search(r"(?:^|\s)(?:text-)?(?:align)?-?(?:center|canhgiua)(?:\s|$)", classes):
        return "center"
    return "right" if re.search(r"(?:^|\s)(?:text-right|align-right|right|canhphai)(?:\s|$)", classes) else ""
