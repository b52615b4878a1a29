"""Pages of the other families around invented words, in the markup that saved pages and the records show."""

import json
from collections.abc import Callable
from html import escape

from crawler.sample_press.invented_article import NEWEST_AT, InventedArticle

BodyWriter = Callable[[InventedArticle], str]

# Where an article lies on its host; {id7} is seven hex digits, {id9} nine letters and digits. {id15} is fifteen digits,
# here a time, as the ids of Ninh Bình's older addresses are.
ADDRESS_FORMS = {
    "fck": "/{slug}-a{number}.html",
    "onecms": "/{slug}-{number}.html",
    "zce": "/{slug}-post{number}.html",
    "qnc": "/{slug}-{number}.html",
    "epi": "/{section}/{month}/{slug}-{id7}/",
    "dcontent": "/{slug}-{number}.htm",
    "quangngai": "/{slug}-{number}.htm",
    "bbg": "/{slug}-postid{number}.bbg",
    "huengaynay": "/{section}/{slug}-{number}.html",
    "baolaichau": "/{section}/{slug}",
    "baodienbienphu": "/tin-bai/{section}/{slug}",
    "baosonla": "/{section}/{slug}-{id9}.html",
    "baoninhbinh": "/{slug}-{id15}.html",
}


def address_form(key: str, family: str) -> str:
    """Return the form of an outlet's addresses: its own, or its family's."""
    return ADDRESS_FORMS.get(key) or ADDRESS_FORMS[family]


def epi_page(story: InventedArticle, name: str, body: BodyWriter) -> str:
    """Write a page as Phú Yên's: the lead twice, the signature set right, a whole document in <main>."""
    lead = escape(story.lead or "")
    return _page(
        story,
        name,
        f"""<main class="main"><html><head></head><body><section>
<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li>
<li><a href="/{story.section[0]}/">{story.section[1]}</a></li></ol>
<div class="group-time"><time class="time">{story.published_at:%H:%M, %d/%m/%Y}</time></div>
<div class="detail-main-title"><div class="title-background"><h1 class="title">{escape(story.headline)}</h1></div></div>
<div class="content-reply">{f'<p class="reply"> {lead} </p>' if lead else ""}</div>
<div id="content" class="content-detail"><div class="td-post-content tagdiv-type">
{f"<p><b>{lead}</b></p>" if lead else ""}{body(story)}{_signature_at_right(story)}</div></div>
<div class="after-author"><p class="author"> Bút danh </p></div>
<div class="tags-box"><h3 class="txt">Từ khóa:</h3><div class="tags">{_tags(story)}</div></div></section></body></html>
<h1 class="text"><a href="#">Tin liên quan</a></h1></main>""",
    )


def qnc_page(story: InventedArticle, name: str, body: BodyWriter) -> str:
    """Write a page as Tây Ninh's: a cut copy of the lead, the author in a box, the time of the fetch on top."""
    lead = escape(story.lead or "")
    said = story.byline or (f"Theo {story.agency}" if story.agency else "")
    return _page(
        story,
        name,
        f"""<div class="breadcrumbs"><ol class="breadcrumb">
<li><a href="/{story.section[0]}">{story.section[1]} </a></li></li></ol></div>
<div class="title-time ml-auto">{NEWEST_AT:%d/%m/%Y %H:%M} [(GMT +7)]</div>
<div class="content-article livenews"><h1 class="name font1"> {escape(story.headline)} </h1>
<div class="date font5">{story.published_at:%d/%m/%Y | %H:%M:%S} [GMT +7] <span><span>A</span> <span>A</span></div>
<div class="detail auto-gallery" id="content-detail"><div class="sapo">{lead[:90]}</div>
{f'<p class="sapo">{lead}</p>' if lead else ""}{body(story)}
{f'<div class="author">{escape(said)}</div>' if said else ""}</div></div>""",
    )


def zce_page(story: InventedArticle, name: str, body: BodyWriter) -> str:
    """Write a page as Hà Tĩnh's: an advert in the text, the time in an attribute as well."""
    byline, lead = escape(story.byline or ""), escape(story.lead or "")
    source = f'<p style="text-align:right">Theo {story.agency}</p>' if story.agency and not story.byline else ""
    return _page(
        story,
        name,
        f"""<div class="breadcrumbs"><h2 class="main"><a href="/{story.section[0]}/">{story.section[1]}</a></h2></div>
<h1 class="article__title cms-title">{escape(story.headline)}</h1>
{f'<div class="article__author">{byline}</div>' if byline else ""}
<time class="time" datetime="{story.published_at:%Y-%m-%dT%H:%M:%S%z}">{story.published_at:%d/%m/%Y %H:%M}</time>
{f'<div class="article__sapo cms-desc">{lead}</div>' if lead else ""}
<div class="article__body zce-content-body cms-body" itemprop="articleBody">{body(story)}
<div class="sda_middle"><p>Bài quảng cáo giữa trang</p></div>{source}</div>
<div class="article__tags">{_tags(story)}</div>""",
    )


def bbg_page(story: InventedArticle, name: str, body: BodyWriter) -> str:
    """Write a page as Bắc Ninh's."""
    lead = escape(story.lead or "")
    return _page(
        story,
        name,
        f"""<a class="post-meta" href="/{story.section[0]}">{story.section[1]}</a><h1>{escape(story.headline)}</h1>
{f'<div class="news_detail_sapo"><p>{lead}</p></div>' if lead else ""}
<div class="news-details__content link_content">{body(story)}{_signature_at_right(story)}
<div class="news-related__list"><p>Tin của ngày khác</p></div></div>""",
        _structured_data(story),
    )


def dcontent_page(story: InventedArticle, name: str, body: BodyWriter) -> str:
    """Write a page as Thanh Hóa's, with its body in the clear."""
    lead = escape(story.lead or "")
    return _page(
        story,
        name,
        f"""<h1>{escape(story.headline)}</h1>{f'<div class="sapo">{lead}</div>' if lead else ""}
<div id="dcontent">{body(story)}{_signature_at_right(story)}<div class="box-content"><p>Tin của ngày khác</p></div></div>""",
        _structured_data(story) + f'<meta property="article:section" content="{story.section[1]}">',
    )


def quangngai_page(story: InventedArticle, name: str, body: BodyWriter) -> str:
    """Write a page as Quảng Ngãi's: the body is a string in a script."""
    lead = escape(story.lead or "")
    text = json.dumps(escape(body(story) + _signature_at_right(story), quote=False), ensure_ascii=False).replace(
        "</", "<\\/"
    )
    return _page(
        story,
        name,
        f"""<p class="category"><a href="/{story.section[0]}">{story.section[1]}</a></p>
<div id="body"><h1>{escape(story.headline)}</h1>{f'<p class="sapo">{lead}</p>' if lead else ""}
<div id="content"></div></div><script>var outputData = {text}; show(outputData);</script>""",
        _structured_data(story),
    )


def generic_page(story: InventedArticle, name: str, body: BodyWriter) -> str:
    """Write a page of no known system: structured data in the head, plain text in an <article>."""
    lead = escape(story.lead or "")
    return _page(
        story,
        name,
        f"""<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li>
<li><a href="/{story.section[0]}">{story.section[1]}</a></li></ul>
<article><h1>{escape(story.headline)}</h1>{f'<p class="sapo">{lead}</p>' if lead else ""}
{body(story)}{_signature_at_right(story)}</article>""",
        _structured_data(story),
    )


WRITERS: dict[str, Callable[[InventedArticle, str, BodyWriter], str]] = {
    "epi": epi_page,
    "qnc": qnc_page,
    "zce": zce_page,
    "bbg": bbg_page,
    "dcontent": dcontent_page,
    "quangngai": quangngai_page,
    "generic": generic_page,
}


def _page(story: InventedArticle, name: str, content: str, head: str = "") -> str:
    title, lead = escape(story.headline), escape(story.lead or "")
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title} - {escape(name)}</title>
<link rel="canonical" href="{story.url}" /><meta property="og:title" content="{title}" />
<meta property="og:url" content="{story.url}" /><meta property="og:description" content="{lead}" />{head}</head>
<body><header><h1>{escape(name)}</h1><ul><li><a href="https://{story.host}/{story.section[0]}">{story.section[1]}</a></li>
</ul></header>{content}<footer><p>Bản quyền của {escape(name)}</p></footer></body></html>"""


def _structured_data(story: InventedArticle) -> str:
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": story.published_at.isoformat(),
        "dateModified": story.modified_at.isoformat(),
    }
    return f'<script type="application/ld+json">{json.dumps(found, ensure_ascii=False)}</script>'


def _signature_at_right(story: InventedArticle) -> str:
    signed = story.byline or (f"Theo {story.agency}" if story.agency else "")
    return f'<p style="text-align: right;"><strong>{escape(signed)}</strong></p>' if signed else ""


def _tags(story: InventedArticle) -> str:
    return "".join(f'<a href="/tim-kiem/{n}">{escape(tag)}</a>' for n, tag in enumerate(story.tags))
