"""Pages of the other families: invented text in the markup that saved pages and the evidence show."""

import json
from collections.abc import Callable
from html import escape

from crawler.sample_press.invented_article import PAGE_CLOCK, InventedArticle

BodyWriter = Callable[[InventedArticle], str]

# Paths of articles; {id7} is seven hex digits, {id9} nine letters and digits, {id15} fifteen digits: here a time, like
# the ids of Ninh Bình's older addresses.
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
    """Return the path template of an outlet's articles: by its key, or else by its family."""
    return ADDRESS_FORMS.get(key) or ADDRESS_FORMS[family]


def epi_page(article: InventedArticle, name: str, write_body: BodyWriter) -> str:
    """Write a page as Phú Yên's: the lead twice, the signature on the right, a whole document in <main>."""
    tags = _tags(article)
    headline, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    return _page(
        article,
        name,
        f"""<main class="main"><html><head></head><body><section>
<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li>
<li><a href="/{slug}/">{section}</a></li></ol>
<div class="group-time"><time class="time">{article.published_at:%H:%M, %d/%m/%Y}</time></div>
<div class="detail-main-title"><div class="title-background"><h1 class="title">{headline}</h1></div></div>
<div class="content-reply">{f'<p class="reply"> {lead} </p>' if lead else ""}</div>
<div id="content" class="content-detail"><div class="td-post-content tagdiv-type">
{f"<p><b>{lead}</b></p>" if lead else ""}{write_body(article)}{_signature_at_right(article)}</div></div>
<div class="after-author"><p class="author"> Bút danh </p></div>
<div class="tags-box"><h3 class="txt">Từ khóa:</h3><div class="tags">{tags}</div></div></section></body></html>
<h1 class="text"><a href="#">Tin liên quan</a></h1></main>""",
    )


def qnc_page(article: InventedArticle, name: str, write_body: BodyWriter) -> str:
    """Write a page as Tây Ninh's: a cut copy of the lead, the author in a box, the time of the fetch at the top."""
    headline, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    signature = article.byline or (f"Theo {article.agency}" if article.agency else "")
    return _page(
        article,
        name,
        f"""<div class="breadcrumbs"><ol class="breadcrumb">
<li><a href="/{slug}">{section} </a></li></li></ol></div>
<div class="title-time ml-auto">{PAGE_CLOCK:%d/%m/%Y %H:%M} [(GMT +7)]</div>
<div class="content-article livenews"><h1 class="name font1"> {headline} </h1>
<div class="date font5">{article.published_at:%d/%m/%Y | %H:%M:%S} [GMT +7] <span><span>A</span> <span>A</span></div>
<div class="detail auto-gallery" id="content-detail"><div class="sapo">{lead[:90]}</div>
{f'<p class="sapo">{lead}</p>' if lead else ""}{write_body(article)}
{f'<div class="author">{escape(signature)}</div>' if signature else ""}</div></div>""",
    )


def zce_page(article: InventedArticle, name: str, write_body: BodyWriter) -> str:
    """Write a page as Hà Tĩnh's: an advert in the text, the time in an attribute as well."""
    headline, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    byline = escape(article.byline or "")
    source = f'<p style="text-align:right">Theo {article.agency}</p>' if article.agency and not article.byline else ""
    return _page(
        article,
        name,
        f"""<div class="breadcrumbs"><h2 class="main"><a href="/{slug}/">{section}</a></h2></div>
<h1 class="article__title cms-title">{headline}</h1>
{f'<div class="article__author">{byline}</div>' if byline else ""}
<time class="time" datetime="{article.published_at:%Y-%m-%dT%H:%M:%S%z}">{article.published_at:%d/%m/%Y %H:%M}</time>
{f'<div class="article__sapo cms-desc">{lead}</div>' if lead else ""}
<div class="article__body zce-content-body cms-body" itemprop="articleBody">{write_body(article)}
<div class="sda_middle"><p>Bài quảng cáo giữa trang</p></div>{source}</div>
<div class="article__tags">{_tags(article)}</div>""",
    )


def bbg_page(article: InventedArticle, name: str, write_body: BodyWriter) -> str:
    """Write a page as Bắc Ninh's."""
    headline, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    return _page(
        article,
        name,
        f"""<a class="post-meta" href="/{slug}">{section}</a><h1>{headline}</h1>
{f'<div class="news_detail_sapo"><p>{lead}</p></div>' if lead else ""}
<div class="news-details__content link_content">{write_body(article)}{_signature_at_right(article)}
<div class="news-related__list"><p>Tin của ngày khác</p></div></div>""",
        _structured_data(article),
    )


def dcontent_page(article: InventedArticle, name: str, write_body: BodyWriter) -> str:
    """Write a page as Thanh Hóa's, with its body not encrypted."""
    headline, lead, section = escape(article.headline), escape(article.lead or ""), article.section[1]
    text = f"{write_body(article)}{_signature_at_right(article)}"
    return _page(
        article,
        name,
        f"""<h1>{headline}</h1>{f'<div class="sapo">{lead}</div>' if lead else ""}
<div id="dcontent">{text}<div class="box-content"><p>Tin của ngày khác</p></div></div>""",
        _structured_data(article) + f'<meta property="article:section" content="{section}">',
    )


def quangngai_page(article: InventedArticle, name: str, write_body: BodyWriter) -> str:
    """Write a page as Quảng Ngãi's: the body is a string in a script."""
    headline, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    text = json.dumps(
        escape(write_body(article) + _signature_at_right(article), quote=False), ensure_ascii=False
    ).replace("</", "<\\/")
    return _page(
        article,
        name,
        f"""<p class="category"><a href="/{slug}">{section}</a></p>
<div id="body"><h1>{headline}</h1>{f'<p class="sapo">{lead}</p>' if lead else ""}
<div id="content"></div></div><script>var outputData = {text}; show(outputData);</script>""",
        _structured_data(article),
    )


def generic_page(article: InventedArticle, name: str, write_body: BodyWriter) -> str:
    """Write a page of no known system: structured data in the head, plain paragraphs in an <article>."""
    headline, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    return _page(
        article,
        name,
        f"""<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li>
<li><a href="/{slug}">{section}</a></li></ul>
<article><h1>{headline}</h1>{f'<p class="sapo">{lead}</p>' if lead else ""}
{write_body(article)}{_signature_at_right(article)}</article>""",
        _structured_data(article),
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


def _page(article: InventedArticle, name: str, content: str, head: str = "") -> str:
    title, lead = escape(article.headline), escape(article.lead or "")
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title} - {escape(name)}</title>
<link rel="canonical" href="{article.url}" /><meta property="og:title" content="{title}" />
<meta property="og:url" content="{article.url}" /><meta property="og:description" content="{lead}" />{head}</head>
<body><header><h1>{escape(name)}</h1><ul><li><a href="https://{article.host}/{article.section[0]}">{article.section[1]}</a></li>
</ul></header>{content}<footer><p>Bản quyền của {escape(name)}</p></footer></body></html>"""


def _structured_data(article: InventedArticle) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.modified_at.isoformat(),
    }
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def _signature_at_right(article: InventedArticle) -> str:
    signature = article.byline or (f"Theo {article.agency}" if article.agency else "")
    return f'<p style="text-align: right;"><strong>{escape(signature)}</strong></p>' if signature else ""


def _tags(article: InventedArticle) -> str:
    return "".join(f'<a href="/tim-kiem/{n}">{escape(tag)}</a>' for n, tag in enumerate(article.tags))
