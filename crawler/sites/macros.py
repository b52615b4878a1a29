"""Macros: what a content system, a template or an editor left unexpanded in a text that readers get.

Seen: '[links()]' (Quảng Ninh), WordPress' '[caption id="a"]'. The other forms are those of the template languages and
editors that news sites use. Writers' brackets hold Vietnamese words, a number or 'sic', braces hold nothing of theirs.
"""

import re

from crawler.vietnamese.text import clean

_WORD = r"[A-Za-z][\w.-]{0,40}"
# Shortcodes without attributes, by name: a lone word in brackets may be a writer's own.
_NAMES = (
    r"caption|gallery|embed|audio|playlist|youtube|vimeo|tweet|fb(?:video|comments?)?|iframe|flash|swf|mp[34]|file|"
    r"attach(?:ment)?|img|images?|photos?|videos?|ads?|adsense|advertisement|banner|quang-?cao|links?|news|article|"
    r"relate[ds]?(?:[-_]?(?:news|posts?))?|(?:(?:tin|bai(?:[-_]?viet)?)[-_]?)?(?:lien-?quan|cung-chuyen-muc)|xem-?them|"
    r"read[- _]?more|nextpage|page|pagebreak|more|tags?|toc|share-?this|author|tac[-_]?gia|title|content|body|sapo|raw|"
    r"quote|blockquote|code|url|left|right|center|justify|size|color|font|table|list|tab|hr|br|poll|quiz|form|"
    r"(?:google)?maps?|box|button|columns?|row|section|slider|slideshow|shortcode|widget|spoiler|hide|zoom|expand|"
    r"collapse|email|sc|b|i|u|s"
)
_ARGUMENT = r"(?:\s*[:=|;#,-]\s*|\s+#?(?=\d))[\w./#,;:|=-]{1,200}"
_TAGS = r"b|i|u|strong|em|span|font|a|sup|sub|small|big|img|iframe|cf[a-z]{2,20}|[a-z]{1,10}:[a-zA-Z]+|undefined"
_ATTRIBUTES = r"(?:\s+[\w:-]+\s*=[^<>]{0,300})?"
_FORMS = (
    # With what is between the two halves, where that is an address or a number: '[youtube]https://…[/youtube]'
    rf"\[(?P<tag>{_WORD})[^\[\]]{{0,100}}\][^\s\[\]]{{0,200}}\[/(?P=tag)\]",
    rf"\{{(?P<brace>{_WORD})[^{{}}]{{0,100}}\}}[^\s{{}}]{{0,200}}\{{/(?P=brace)\}}",
    # Brackets: '[[…]]', '[links(1)]', '[gallery ids="1"]', '[/b]', '[video:1]', '[wp_x]', '[:vi]', '[!-- more --]'
    r"\[{2,3}[^\[\]]{0,200}\]{2,3}",
    rf"\[\s*/?{_WORD}\([^\[\]()]{{0,100}}\)\s*\]?",
    rf"\[/?{_WORD}(?:\s+[\w-]{{1,40}}=[^\[\]]{{0,300}})\s*/?\]",
    # '[Video] …' and '[PHOTO] …' are kinds of articles, which papers print before a headline.
    rf"\[(?!Video\]|VIDEO\]|P(?:hoto|HOTO)\]|I(?:mage|MAGE)\])(?i:/?(?:{_NAMES})(?:{_ARGUMENT})?)\s*/?\]",
    rf"\[(?:/{_WORD}|[a-zA-Z]+_\w[\w-]{{0,40}}|[A-Za-z]\w{{0,19}}[:=|;][^\s\[\]]{{1,300}})\s*/?\]",
    r"\[:(?:[a-z]{2})?\]|\[!--[^\[\]]{0,100}--\]|\[(?P<sign>[#$%])[\w.]{1,40}(?P=sign)\]|\[object \w+\]",
    # MODX and its like: '[*pagetitle*]', '[+x+]', '[!Ditto? &x=`1`!]', '[(site_name)]', '[^t^]', '[~12~]'
    r"\[(?:[!*+(^&][A-Za-z][\w.:-]{0,40}(?:\?[^\[\]]{0,100})?[!*+)^&]?|~\d+~)\]|\[(?:quảng cáo|Quảng cáo|QUẢNG CÁO)\]",
    # Braces: '{{x}}', '{{{x}}}', '@{{x}}', '{!! x !!}', '{% x %}', '${x}', '#{x}', '{$x}', '{x y}', '{/x}', '{0}'
    r"@?\{\{\{?[^{}]{0,200}\}\}\}?|\{\{\w{1,40}$|\{(?P<inner>!!|%|#)[^{}]{0,200}(?P=inner)\}|[@~*%]\{[^{}]{0,200}\}",
    rf"(?:\$!|[$#])?\{{[$#/*=:!@~]?{_WORD}(?:[\s:|=/\"'.,-]+[\w.\"':/-]{{1,60}}){{0,6}}[*~]?\s*/?\}}",
    r"\{\d{1,2}(?::\w{1,5})?\}",
    # Angles, as text: '<%= x %>', '<?php … ?>', '<#x#>', '<!--more-->', '<asp:Label … />', '</strong>', '<<ADS>>'
    r"<(?P<angle>[%?#])[^<>]{0,300}(?P=angle)>|<!--[^<>]{0,100}-->",
    rf"</?(?:{_TAGS}){_ATTRIBUTES}\s*/?>|<<[A-Z_]{{2,40}}>>",
    # Signs: '%TITLE%', '%%x%%', '%(x)s', '##X##', '@@X@@', '__X__', '$$x$$', '::x::', '@Model.X', '@Html.Raw(x)'
    r"(?<![\d%])(?P<percent>%{1,2})[A-Za-z_]{3,40}(?P=percent)(?!\w)|%\(\w{1,40}\)[sdf]",
    r"(?<!\S)(?<!\d )%(?:\d\$)?[sd](?!\w)",
    r"(?<![^\s(])(?P<mark>#{1,3}|@@|_{2,3}|\${1,2}|==|::|~|\^)[A-Za-z][\w.-]{0,40}?(?P=mark)(?![^\s.,;:)])",
    r"@(?:Model|Html|ViewBag|ViewData|Url)\.[\w.]{1,60}(?:\([^()]{0,80}\))?|(?<!\S)@[A-Z]\w{2,40}\([^()]{0,80}\)",
    # Variables and directives of PHP and Velocity: '$title.x', '$!title', '#if($x)'
    r"(?<!\S)\$!?[a-z]\w{2,40}(?:(?:\.|->)\w{1,40}){0,3}",
    r"(?<!\S)#(?:if|set|foreach|parse|include)\s?\([^()]{0,100}\)|(?<!\S)#end(?!\w)",
)  # fmt: skip
_MACRO = re.compile("|".join(_FORMS), re.ASCII)
# Tags as text that part two words: 'Nước<br />về'
_PARTING_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|td|tr|table|h[1-6]|hr|figure|figcaption|center)" + _ATTRIBUTES + r"\s*/?>",
    re.I | re.ASCII,
)
# What a program prints for a value that it does not have, and an editor's hint; as a whole line only.
_NO_VALUE = re.compile(
    r"null|NULL|undefined|NaN|None|Array|System\.[\w.]+(?:\[\])?|#(?:REF!|N/A|VALUE!|NAME\?)|&nbsp;?|function\s?\(\)\s?\{\}|"
    r"javascript:void\(0\);?|[\[({]\s*[\])}]|Lorem ipsum.*|\[(?:Insert caption|Chèn ảnh|Chú thích ảnh|Nhập nội dung)\]"
)
# One of these stands in each form; most texts have none, and the forms take much longer.
_SIGN = re.compile(r"[\[{<]|[%@#$_=:]{2}|[%@#$~^][A-Za-z(!\d]")
_LONGEST_NO_VALUE = 60  # letters


def without_macros(text: str) -> str:
    """Return a clean text without its macros; '' where it is nothing else, or only the name of a missing value."""
    if _SIGN.search(text):
        text = clean(_MACRO.sub("", _PARTING_TAG.sub(" ", text)))
    return "" if len(text) <= _LONGEST_NO_VALUE and _NO_VALUE.fullmatch(text) else text
