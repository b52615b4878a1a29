"""Macros: what a content system, a template or an editor left unexpanded in a text that readers get.

Seen: '[links()]' (Quảng Ninh), WordPress' '[caption id="a"]'. The other forms are those of the template languages and
editors that news sites use. Writers' brackets hold Vietnamese words, a number or 'sic', braces hold nothing of theirs.
"""

import re

from crawler.vietnamese.text import clean

_WORD = r"[A-Za-z][\w.-]{0,40}"
# Shortcodes without attributes, by name: a lone word in brackets may be a writer's own.
_NAMES = (
    r"caption|gallery|embed|audio|playlist|videos?|youtube|vimeo|img|image|photo|ads?|adsense|banner|quangcao|quang-cao|"
    r"links?|related|relate|readmore|read-more|tinlienquan|tin-lien-quan|xemthem|nextpage|page|pagebreak|more|tags?|"
    r"author|title|content|body|sapo|raw|quote|blockquote|code|url|left|right|center|size|color|font|table|list|"
    r"poll|form|map|box|button|column|columns|row|section|slider|slideshow|shortcode|widget|sc|b|i|u|s"
)
_FORMS = (
    # With what is between the two halves, where that is an address or a number: '[youtube]https://…[/youtube]'
    rf"\[({_WORD})[^\[\]]{{0,100}}\][^\s\[\]]{{0,200}}\[/\1\]",
    rf"\{{({_WORD})[^{{}}]{{0,100}}\}}[^\s{{}}]{{0,200}}\{{/\2\}}",
    # Brackets: '[[…]]', '[links(1)]', '[gallery ids="1"]', '[/b]', '[wp_x]', '[:vi]', '[!-- more --]', '[#title#]'
    r"\[\[[^\[\]]{0,200}\]\]",
    rf"\[\s*/?{_WORD}\([^\[\]()]{{0,100}}\)\s*\]?",
    rf"\[/?{_WORD}(?:\s+[\w-]{{1,40}}=[^\[\]]{{0,300}})\s*/?\]",
    rf"\[(?:/{_WORD}|/?(?:{_NAMES})|[a-zA-Z]+_\w[\w-]{{0,40}}|\w{{1,10}}=[^\s\[\]]{{1,300}})\s*/?\]",
    r"\[:(?:[a-z]{2})?\]|\[!--[^\[\]]{0,100}--\]|\[([#$%])[\w.]{1,40}\3\]|\[object \w+\]",
    # Braces: '{{x}}', '{{{x}}}', '@{{x}}', '{!! x !!}', '{% x %}', '${x}', '#{x}', '{$x}', '{x y}', '{/x}', '{0}'
    r"@?\{\{\{?[^{}]{0,200}\}\}\}?|\{\{\w{1,40}$|\{(!!|%)[^{}]{0,200}\4\}",
    rf"[$#]?\{{[$#/*=:!]?{_WORD}(?:[\s:|=/\"'.,-]+[\w.\"':/-]{{1,60}}){{0,6}}\*?\s*/?\}}|\{{\d\}}",
    # Angles, as text: '<%= x %>', '<?php … ?>', '<#x#>', '<!--more-->', '<asp:Label … />'
    r"<([%?#])[^<>]{0,300}\5>|<!--[^<>]{0,100}-->|</?[a-z]{2,10}:[a-zA-Z][^<>]{0,200}>",
    # Signs: '%TITLE%', '%%x%%', '%(x)s', '##X##', '@@X@@', '__X__', '$$x$$', '@Model.X', '@Html.Raw(x)'
    r"(?<![\d%])(%{1,2})[A-Za-z_]{3,40}\6(?!\w)|%\(\w{1,40}\)[sdf]",
    r"(?<![^\s(])(##|@@|__|\$\$)[A-Za-z][\w.-]{0,40}\7(?![^\s.,;:)])",
    r"@(?:Model|Html|ViewBag|ViewData|Url)\.[\w.]{1,60}(?:\([^()]{0,80}\))?",
)  # fmt: skip
_MACRO = re.compile("|".join(_FORMS), re.ASCII)
# What a program prints for a value that it does not have; as a whole line only.
_NO_VALUE = re.compile(r"null|NULL|undefined|NaN|None")
# One of these stands in each form; most texts have none, and the forms take much longer.
_SIGN = re.compile(r"[\[{<]|[%@#$_]{2}|[%@][A-Za-z(]")


def without_macros(text: str) -> str:
    """Return a clean text without its macros; '' where it is nothing else, or only the name of a missing value."""
    if _SIGN.search(text):
        text = clean(_MACRO.sub("", text))
    return "" if len(text) <= 9 and _NO_VALUE.fullmatch(text) else text
