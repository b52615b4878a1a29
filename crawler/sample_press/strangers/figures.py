"""Pictures of strangers: how a page loads them, and where their captions and credits stand."""

from html import escape

from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.story import Figure

_DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
_PICTURES = {
    "img": '<img src="{0}" alt="" />',
    "amp": '<amp-img src="{0}" width="800" height="533" layout="responsive"></amp-img>',
    "data_src": '<img src="{1}" data-src="{0}" class="lazy" alt="">',
    "placeholder": '<img src="/images/loading.gif" data-original="{0}" alt="">',
    "picture": '<picture><source media="(min-width: 720px)" srcset="{0}"><source srcset="{0}?w=480">'
    '<img src="{0}?w=480" alt=""></picture>',
    "srcset": '<img src="{0}" srcset="{0}?w=320 320w, {0}?w=960 960w" sizes="100vw" alt="">',
    "noscript": '<img data-lazy-src="{0}" src="{1}" alt=""><noscript><img src="{0}" alt=""></noscript>',
    "linked": '<a href="{0}" class="zoom"><img src="{0}" alt=""></a>',
    "background_tile": '<img src="/images/tile.png" class="icon" width="16" alt=""><img src="{0}" width="640" alt="">',
}
_CAPTIONS = {
    "figcaption": ("<figure>{0}</figure>", "<figure>{0}<figcaption{2}>{1}</figcaption></figure>"),
    "td": (
        '<table align="center"><tbody><tr><td>{0}</td></tr></tbody></table>',
        '<table align="center"><tbody><tr><td>{0}</td></tr><tr><td{2}>{1}</td></tr></tbody></table>',
    ),
    "em_below": ("<p>{0}</p>", "<p>{0}</p><p><em>{1}</em></p>"),
    "div_below": ("<div>{0}</div>", "<div>{0}<div{2}>{1}</div></div>"),
    "same_paragraph": ('<p align="center">{0}</p>', '<p align="center">{0}<br><i>{1}</i></p>'),
    "centred_p": (
        '<p style="text-align:center">{0}</p>',
        '<p style="text-align:center">{0}</p><p style="text-align:center"><em>{1}</em></p>',
    ),
    "plain_p": ("<p{2}>{0}</p>", "<p{2}>{0}</p><p{2}>{1}</p>"),
}

_WITHOUT_FIGCAPTION = {
    "figcaption": ("<figure>{0}</figure>", "<figure>{0}<p{2}>{1}</p></figure>"),
    "centred_p": ("<figure>{0}</figure>", '<figure>{0}</figure><p style="text-align:center"><em>{1}</em></p>'),
    "em_below": ("<figure>{0}</figure>", "<figure>{0}</figure><p><em>{1}</em></p>"),
}
_CREDIT_APART = '<p style="text-align:right"><em>{0}</em></p>'


def figure_markup(sheet: Sheet, figure: Figure) -> str:
    """Write a picture with its caption, if it has one."""
    picture = _PICTURES[sheet.layout.picture].format(escape(image_address(sheet, figure)), _DOT)
    quirks = sheet.layout.quirks
    bare = _WITHOUT_FIGCAPTION.get(sheet.layout.caption) if "figure_without_figcaption" in quirks else None
    without, with_caption = bare or _CAPTIONS[sheet.layout.caption]
    line, apart = sheet.text(caption_line(sheet, figure)), ""
    if "credit_apart" in quirks and figure.caption and figure.credit:
        line = sheet.text(figure.caption)
        apart = _CREDIT_APART.format(sheet.text(sheet.layout.credit.format(figure.credit).removeprefix("- ")))
    return (with_caption if line else without).format(picture, line, sheet.names.of("caption")) + apart


def caption_line(sheet: Sheet, figure: Figure) -> str:
    """Return the line under a picture: its caption and who took it, in the layout's form."""
    credit = sheet.layout.credit.format(figure.credit) if figure.credit else None
    return " ".join(filter(None, [figure.caption, credit]))


def image_address(sheet: Sheet, figure: Figure) -> str:
    """Return the absolute address of a picture: on the paper's own host, or on its host of pictures."""
    host = sheet.paper.host if sheet.paper.seed % 2 else f"cdn.{sheet.paper.host}"
    return f"https://{host}{figure.path}"
