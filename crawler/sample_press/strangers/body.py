"""The body of a stranger's article: paragraphs, subheads, pictures and captions in the layout's forms."""

from html import escape
from itertools import groupby

from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.story import Figure, Story
from crawler.sample_press.strangers.truth import TrueBlock

_DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def body_parts(sheet: Sheet, story: Story, mark: str) -> list[str]:
    """Return the body's pieces of markup in reading order; `mark` is the paper's mark before the first paragraph."""
    parts: list[str] = []
    for kind, group in groupby(story.content, key=lambda part: part.kind if isinstance(part, TrueBlock) else "figure"):
        for piece in _pieces(sheet, kind, list(group)):
            parts.append(piece)
    first = next((n for n, part in enumerate(story.content) if isinstance(part, TrueBlock)), None)
    if (
        mark
        and first is not None
        and isinstance(block := story.content[first], TrueBlock)
        and block.kind == "paragraph"
    ):
        parts[first] = paragraph(sheet, mark + block.text)
    return parts


def paragraph(sheet: Sheet, text: str, inner: str | None = None) -> str:
    """Write a paragraph in the layout's form; `inner` is its markup where that is more than the text."""
    content = inner or sheet.text(text)
    match sheet.layout.paragraph:
        case "p_justified":
            return f'<p style="text-align: justify;">{content}</p>'
        case "div":
            return f"<div>{content}</div>"
        case "br":
            return f"{content}<br /><br />\n"
        case "span_in_p":
            return f'<p><span style="font-size:14pt"><span style="font-family:Arial">{content}</span></span></p>'
        case "word":
            return f'<p class="MsoNormal" style="margin:6pt 0">{content.replace(" ", "&nbsp;", 1)}<o:p></o:p></p>'
        case _:
            return f"<p>{content}</p>"


def picture(sheet: Sheet, address: str, form: str | None = None) -> str:
    """Write a picture in the layout's form."""
    url, names = escape(address), sheet.names
    match form or sheet.layout.picture:
        case "amp":
            return f'<amp-img src="{url}" width="800" height="533" layout="responsive"></amp-img>'
        case "data_src":
            return f'<img src="{_DOT}" data-src="{url}" class="lazy" alt="">'
        case "placeholder":
            return f'<img src="/images/loading.gif" data-original="{url}" alt="">'
        case "picture":
            return (
                f'<picture><source media="(min-width: 720px)" srcset="{url}"><source srcset="{url}?w=480">'
                f'<img src="{url}?w=480" alt=""></picture>'
            )
        case "srcset":
            return f'<img src="{url}" srcset="{url}?w=320 320w, {url}?w=960 960w" sizes="100vw" alt="">'
        case "noscript":
            return f'<img data-lazy-src="{url}" src="{_DOT}" alt=""><noscript><img src="{url}" alt=""></noscript>'
        case "linked":
            return f'<a href="{url}" class="zoom"><img src="{url}" alt=""></a>'
        case _:
            return f'<img{names.of("figure")} src="{url}" alt="" />'


def _pieces(sheet: Sheet, kind: str, parts: list[TrueBlock | Figure]) -> list[str]:
    """Write parts of one kind; as many pieces as parts, those of a list or table after the first are empty."""
    texts = [part.text for part in parts if isinstance(part, TrueBlock)]
    match kind:
        case "figure":
            return [_figure(sheet, part) for part in parts if isinstance(part, Figure)]
        case "list_item":
            items = "".join(f"<li>{sheet.text(text)}</li>" for text in texts)
            return [f"<ul>{items}</ul>", *[""] * (len(texts) - 1)]
        case "table":
            rows = "".join(
                f"<tr>{''.join(f'<td>{cell}</td>' for cell in map(sheet.text, t.split(' | ')))}</tr>" for t in texts
            )
            return [f'<table border="1" cellpadding="4"><tbody>{rows}</tbody></table>', *[""] * (len(texts) - 1)]
        case "subhead":
            return [_subhead(sheet, text) for text in texts]
        case "quote":
            return [f"<blockquote{sheet.names.of('quote')}>{sheet.text(text)}</blockquote>" for text in texts]
        case _:
            return [paragraph(sheet, text) for text in texts]


def _subhead(sheet: Sheet, text: str) -> str:
    content = sheet.text(text)
    match sheet.layout.subhead:
        case "h2" | "h3" as tag:
            return sheet.element(tag, "subhead", content)
        case "b_span":
            return paragraph(sheet, text, f"<b><span>{content}</span></b>")
        case _:
            return paragraph(sheet, text, f"<strong>{content}</strong>")


def _figure(sheet: Sheet, figure: Figure) -> str:
    image = picture(sheet, image_address(sheet, figure))
    line, names = sheet.text(figure.printed), sheet.names
    match sheet.layout.caption:
        case "figcaption":
            caption = f"<figcaption{names.of('caption')}>{line}</figcaption>" if line else ""
            return f"<figure>{image}{caption}</figure>"
        case "td":
            row = f"<tr><td{names.of('caption')}>{line}</td></tr>" if line else ""
            return f'<table align="center" width="100%"><tbody><tr><td>{image}</td></tr>{row}</tbody></table>'
        case "em_below":
            return f"<p>{image}</p>" + (f"<p><em>{line}</em></p>" if line else "")
        case "div_below":
            caption = f"<div{names.of('caption')}>{line}</div>" if line else ""
            return f"<div>{image}{caption}</div>"
        case "same_paragraph":
            return f'<p align="center">{image}' + (f"<br><i>{line}</i>" if line else "") + "</p>"
        case _:
            below = f'<p style="text-align:center"><em>{line}</em></p>' if line else ""
            return f'<p style="text-align:center">{image}</p>{below}'


def image_address(sheet: Sheet, figure: Figure) -> str:
    """Return the absolute address of a picture: on the paper's own host, or on its host of pictures."""
    host = sheet.paper.host if sheet.paper.seed % 2 else f"cdn.{sheet.paper.host}"
    return f"https://{host}{figure.path}"
