"""The body of a stranger's article: paragraphs, subheads, lists and pictures in the layout's forms."""

from collections.abc import Mapping
from itertools import groupby

from crawler.sample_press.strangers.figures import figure_markup
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.story import Figure, Story
from crawler.sample_press.strangers.truth import TrueBlock

_PARAGRAPHS = {
    "p": "<p>{0}</p>",
    "p_justified": '<p style="text-align: justify;">{0}</p>',
    "div": "<div>{0}</div>",
    "br": "{0}<br /><br />\n",
    "span_in_p": '<p><span style="font-size:14pt"><span style="font-family:Arial">{0}</span></span></p>',
    "word": '<p class="MsoNormal" style="margin:6pt 0">{0}<o:p></o:p></p>',
    "classed_p": "<p{1}>{0}</p>",
    "font": '<p align="justify"><font face="Arial" size="2"><font color="#000000">{0}</font></font></p>',
    "open": "<p>{0}\n",
}
_SUBHEADS = {"h2": "<h2{1}>{0}</h2>", "h3": "<h3{1}>{0}</h3>", "em_strong": "<p><em><strong>{0}</strong></em></p>"}
# What editors and advertisements leave between paragraphs.
_DEBRIS = (
    "<p>&nbsp;</p>",
    "<p><br></p>",
    '<div id="ads-{0}"><script>window.ads=window.ads||[];ads.push({{slot:{0}}});</script></div>',
    "<!-- đoạn {0} -->",
    '<div style="display:none">Bản quyền bài viết thuộc về tòa soạn</div>',
    "<style>.box-{0}{{margin:0}}</style>",
)


def body_parts(sheet: Sheet, story: Story, mark: str, links: Mapping[str, str]) -> list[str]:
    """Return the body's pieces of markup in reading order.

    `mark` is the paper's mark before the first paragraph; `links` gives tags the address to which the text links them.
    """
    parts: list[str] = []
    linked = dict(links)
    for kind, group in groupby(story.content, key=lambda part: part.kind if isinstance(part, TrueBlock) else "figure"):
        parts += _pieces(sheet, kind, list(group), linked)
    if mark:
        _set_mark(sheet, story, parts, mark)
    if sheet.layout.debris:
        for place in sorted(sheet.rng.sample(range(len(parts)), min(3, len(parts))), reverse=True):
            parts.insert(place, sheet.rng.choice(_DEBRIS).format(place))
    if story.video:
        parts.insert(0, f'<div><video controls src="https://{sheet.paper.host}{story.video}"></video></div>')
    return parts


def paragraph(sheet: Sheet, content: str) -> str:
    """Write a paragraph of escaped text in the layout's form."""
    form, quirks = sheet.layout.paragraph, sheet.layout.quirks
    if "font" in quirks and form == "span_in_p":
        form = "font"
    if "open_paragraphs" in quirks and form == "p":
        form = "open"
    content = content.replace(" ", "&nbsp;", 1) if form == "word" and "<" not in content else content
    return _PARAGRAPHS[form].format(content, sheet.names.of("quote"))


def _set_mark(sheet: Sheet, story: Story, parts: list[str], mark: str) -> None:
    """Put the paper's mark before the first text, if that is a paragraph."""
    first = next((n for n, part in enumerate(story.content) if isinstance(part, TrueBlock)), None)
    if first is not None and isinstance(block := story.content[first], TrueBlock) and block.kind == "paragraph":
        parts[first] = paragraph(sheet, sheet.text(mark + block.text))


def _pieces(sheet: Sheet, kind: str, parts: list[TrueBlock | Figure], links: dict[str, str]) -> list[str]:
    """Write parts of one kind; as many pieces as parts, those of a list or table after the first are empty."""
    if kind == "figure":
        return [figure_markup(sheet, part) for part in parts if isinstance(part, Figure)]
    texts = [sheet.text(part.text) for part in parts if isinstance(part, TrueBlock)]
    rest = [""] * (len(texts) - 1)
    match kind:
        case "list_item":
            return [f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>", *rest]
        case "table":
            rows = (f"<tr>{''.join(f'<td>{cell}</td>' for cell in text.split(' | '))}</tr>" for text in texts)
            return [f'<table border="1" cellpadding="4"><tbody>{"".join(rows)}</tbody></table>', *rest]
        case "subhead":
            return [_subhead(sheet, text) for text in texts]
        case "quote":
            return [sheet.element("blockquote", "quote", text) for text in texts]
        case _:
            return [paragraph(sheet, _linked(sheet, text, links)) for text in texts]


def _subhead(sheet: Sheet, content: str) -> str:
    form = sheet.layout.subhead
    if form in _SUBHEADS:
        return _SUBHEADS[form].format(content, sheet.names.of("subhead"))
    return paragraph(sheet, f"<b><span>{content}</span></b>" if form == "b_span" else f"<strong>{content}</strong>")


def _linked(sheet: Sheet, text: str, links: dict[str, str]) -> str:
    """Link the first mention of each tag, as systems do that link key words by themselves."""
    if not sheet.layout.inline_links:
        return text
    for tag, address in [*links.items()]:
        if (printed := sheet.text(tag)) in text and "<a" not in text:
            text = text.replace(printed, sheet.link(address, f"<strong>{printed}</strong>"), 1)
            del links[tag]
    return text
