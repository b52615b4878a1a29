"""Pages of the families fck and onecms, and what all families share: invented text in the markup of real papers."""

import json
from collections.abc import Iterable
from html import escape
from itertools import groupby

from crawler.sample_press.families import WRITERS
from crawler.sample_press.furniture import add_at_end, add_furniture
from crawler.sample_press.invented_article import PAGE_CLOCK, BodyBlock, InventedArticle, Picture

PLAYED = frozenset({"fck", "onecms", *WRITERS})
MIN_PAGE_BYTES = 64_000  # real article pages have 60-120 KB, most of it menus and scripts


def article_page(
    article: InventedArticle, name: str, related: list[InventedArticle], others: list[InventedArticle]
) -> bytes:
    """Write an article's page with furniture, padded to a real page's size; its lists show the other articles."""
    if writer := WRITERS.get(article.family):
        page = writer(article, name, _body)
    else:
        page = (_fck_page if article.family == "fck" else _onecms_page)(article, name, related)
    return _padded(add_furniture(page, article.family, article.host, name, others))


def _padded(page: str) -> bytes:
    """Pad a page with a script, since real pages are long."""
    line = (
        "window.dataLayer=window.dataLayer||[];dataLayer.push({'event':'zone','slot':'banner-%05d','load':'lazy'});\n"
    )
    missing_bytes = max(0, MIN_PAGE_BYTES - len(page.encode()))
    filler = "".join(line % n for n in range(missing_bytes // len(line) + 1))
    return add_at_end(page, f"<script>\n{filler}</script>\n").encode()


def listing_page(
    *,
    host: str,
    family: str,
    name: str,
    items: Iterable[tuple[str, str]],
    sections: list[tuple[str, str]],
    next_url: str | None,
) -> bytes:
    """Write a home or section page; `items` are (url, headline), `next_url` is the next page's address."""
    fck = family == "fck"
    rows = "\n".join((_fck_item if fck else _grid_item)(url, title) for url, title in items)
    box = f'<ul class="cate-content-list">{rows}</ul>' if fck else f'<div class="c-template-list"><ul>{rows}</ul></div>'
    more = (
        f'<div class="pagination"><a class="next" rel="next" href="{escape(next_url)}">Trang sau</a></div>'
        if next_url
        else ""
    )
    head = f'<title>{escape(name)}</title><meta charset="utf-8"><meta property="og:type" content="website">'
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head>{head}</head>\n<body>'
        f"{_menu(host, sections)}<div class='wappercontainer'>{box}{more}</div></body></html>"
    ).encode()


def rss(host: str, name: str, articles: list[InventedArticle]) -> bytes:
    """Write an RSS 2.0 feed."""
    items = "".join(
        f"<item><title>{escape(s.headline)}</title><link>{s.url}</link><guid>{s.url}</guid>"
        f"<description><![CDATA[{s.lead or ''}]]></description>"
        f"<pubDate>{s.published_at:%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for s in articles
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(name)}</title>'
        f"<link>https://{host}/</link><description>{escape(name)}</description>{items}</channel></rss>"
    ).encode()


def sitemap(name: str, articles: list[InventedArticle]) -> bytes:
    """Write a news sitemap; lastmod follows an edit."""
    urls = "".join(
        f"<url><loc>{s.url}</loc><lastmod>{s.modified_at.isoformat()}</lastmod><news:news><news:publication>"
        f"<news:name>{escape(name)}</news:name><news:language>vi</news:language></news:publication>"
        f"<news:publication_date>{s.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(s.headline)}</news:title></news:news></url>"
        for s in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    ).encode()


def sitemap_index(addresses: Iterable[str]) -> bytes:
    """Write an index of sitemaps."""
    entries = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
    ).encode()


def _menu(host: str, sections: list[tuple[str, str]]) -> str:
    links = "".join(
        f'<li class="col-xs-6"><a class="subcm" href="https://{host}/{slug}/">{escape(label)}</a></li>'
        for slug, label in sections
    )
    return (
        f'<header class="wapperheader"><ul id="nav1" class="nav-mobi nav navbar-nav navbar-left">{links}</ul></header>'
    )


def _fck_item(url: str, title: str) -> str:
    t = escape(title)
    link = f'<a title="{t}" href="{url}"><h3 class="b-title">{t}</h3></a>'
    return f'<li class="item"><div class="b-content">{link}</div></li>'


def _grid_item(url: str, title: str) -> str:
    return (
        f'<li><div class="b-grid"><div class="b-grid__content"><div class="b-grid__row">'
        f'<h3 class="b-grid__title"><a href="{url}">{escape(title)}</a></h3></div></div></div></li>'
    )


def _body(article: InventedArticle) -> str:
    groups = groupby(article.content, key=lambda p: p.kind if isinstance(p, BodyBlock) else "picture")
    return "\n\n".join(_blocks(kind, list(parts)) for kind, parts in groups)


def _blocks(kind: str, parts: list[BodyBlock | Picture]) -> str:
    texts = [escape(p.text) for p in parts if isinstance(p, BodyBlock)]
    if kind == "picture":
        return "\n".join(_picture(p) for p in parts if isinstance(p, Picture))
    if kind == "list_item":
        return "<ul>" + "".join(f"<li>{t}</li>" for t in texts) + "</ul>"
    if kind == "table":
        rows = ("".join(f"<td>{cell}</td>" for cell in t.split(" | ")) for t in texts)
        return '<table border="1"><tbody>' + "".join(f"<tr>{r}</tr>" for r in rows) + "</tbody></table>"
    if kind == "subhead":
        return "\n".join(f"<p><strong>{t}</strong></p>" for t in texts)
    return "\n\n".join(f"<p>{t}</p>" for t in texts)


def _picture(p: Picture) -> str:
    img, line = f'<img src="{p.url}" alt="">', escape(p.printed)
    row = '<table class="full-img"><tbody><tr><td>{}</td></tr><tr><td class="image_desc">{}</td></tr></tbody></table>'
    return {
        "table": f'<table align="center" border="0"><tbody><tr><td>{img}</td></tr><tr><td><p>{line}</p></td></tr>'
        "</tbody></table>",
        "figure": f'<figure class="image">{img}<figcaption>{line}</figcaption></figure>',
        "image_desc": row.format(img, line),
        "centred": f'<p style="text-align:center">{img}</p>\n<p style="text-align:center"><em>{line}</em></p>',
        "italic": f"<p>{img}</p><p><span><em>{line}</em></span></p>",
        "same_paragraph": f'<p style="text-align:center">{img}<br><em>{line}</em></p>',
    }[p.form]


def _signature(article: InventedArticle) -> str | None:
    return article.byline or (f"Theo {article.agency}" if article.agency else None)


def _fck_page(article: InventedArticle, name: str, related: list[InventedArticle]) -> str:
    ld = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.lead or "",
        "author": {"@type": "Organization", "name": name},
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.modified_at.isoformat(),
    }
    title, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    signature = _signature(article)
    lead_box = (
        '<div class="col-xs-12 detail-desc"><div class="content-fck"><div class="content-fck-font-size">'
        f'<p class="fontd fw600 justify">{lead}</p></div></div></div>'
        if lead
        else ""
    )
    tags = "".join(
        f'<a class="tag_item" title="{t}" href="https://{article.host}/tim-kiem/{t}.html">{t}</a>' for t in article.tags
    )
    crumbs = f'<li><h4><a href="https://{article.host}/{slug}/">{section}</a></h4></li>'
    return f"""<!DOCTYPE html>
<html lang="vi" class="notranslate" translate="no">
<head>
<title>{title} - {name} Online</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="Description" content="{lead}" />
<meta name="robots" content="index,follow" />
<base href="https://{article.host}/static/templates/version1/homepage/" />
<link rel="canonical" href="{article.url}" />
<meta property="og:type" content="article" /><meta property="og:url" content="{article.url}" />
<meta property="og:title" content="{title}" /><meta property="og:description" content="{lead}" />
<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>
</head>
<body data="cate/detail/cate={slug}">
{_menu(article.host, [article.section])}
<section class="wappercontainer"><div class="container" data-name="cate-detail"><div class="col-left">
<div class="box1 mybreadcrumb"><ul class="breadcrumb left">
<li class="start"><h4><a href="https://{article.host}/">Trang chủ</a></h4></li>{crumbs}</ul></div>
<div class="box1" data-name="col-content-detail"><div class="row">
<div class="col-xs-12"><div class="detail-title"><h1>{title}</h1></div></div>
<div class="detail-date-share"><div class="pubdate fleft">{article.published_at:%d/%m/%Y - %H:%M}</div></div>
{lead_box}
<div class="pub-fontsize" style="display:none;"><span class="i-fontsize i-down">A</span>
<span class="i-fontsize i-up">A</span></div>
<div class="col-xs-12" id="newscontents"><div class="content-fck slider-jsgallery">
<div class="content-fck-font-size" data="computer">
{_body(article)}
{f'<p class="author ignore">{escape(signature)}</p>' if signature else ""}
</div></div></div>
<div class="col-xs-12 detail-tag"><span><strong>Từ khóa</strong></span>{tags}</div>
<div class="col-xs-12 detail-related"><ul class="related-list">
{"".join(_fck_item(s.url, s.headline).replace('"item"', '"related-item"') for s in related)}</ul></div>
</div></div></div></div></section>
<div id="footer" class="footer wapperfooter"><p>Bản quyền của {name}</p></div>
</body>
</html>"""


def _onecms_page(article: InventedArticle, name: str, related: list[InventedArticle]) -> str:
    title, lead, (slug, section) = escape(article.headline), escape(article.lead or ""), article.section
    published_at, author = article.published_at, escape(article.byline or "")
    half_day = "AM" if published_at.hour < 12 else "PM"
    american_date = f"{published_at.month}/{published_at.day}/{published_at:%Y}"
    american_time = f"{published_at.hour % 12 or 12}:{published_at:%M:%S} {half_day}"
    source = f'<p style="text-align:right">Theo {article.agency}</p>' if article.agency and not article.byline else ""
    tags = "".join(
        f'<li><h4><a href="/{i}-ptag.html" title="{t}">{t}</a></h4></li>' for i, t in enumerate(article.tags)
    )
    sapo = f"<p class='sc-longform-header-sapo block-sc-sapo'>{lead}</p>" if lead else ""
    return f"""<!DOCTYPE html>
<html xmlns="https://www.w3.org/1999/xhtml" lang="vi">
<head>
<title>{title}</title>
<meta http-equiv="Content-Type" content="text/html;charset=UTF-8">
<meta name="author" content="{name}">
<meta name="robots" content="noodp,max-image-preview:large,index,follow" />
<meta name="description" content="{lead}" />
<link rel="canonical" href="{article.url}" />
<meta property="og:title" content="{title}" /><meta property="og:description" content="{lead}" />
<meta property="og:url" itemprop="url" content="{article.url}" />
<meta name="article:section" content="{section}" />
<meta name="article:published_time" content="{american_date} {american_time}" />
<meta property="channel:url" content="https://{article.host}/{slug}">
<meta property="datetimenow" content="{PAGE_CLOCK:%d/%m/%Y %H:%M:%S}" />
<meta property="og:type" content="website" />
<meta property="dable:item_id" content="{article.number}" />
</head>
<body class="">
<div class="c-container-wrapper"><div class="l-nav"><div class="c-menu"><ul>
<li class="c-menu-child"><a href="https://{article.host}/{slug}">{section}</a></li></ul></div></div></div>
<div class="c-container-wrapper"><div class="l-content bg-detail"><div class="l-main">
<div class="c-detail-head"><nav aria-label="breadcrumb"><ol class="breadcrumb">
<li class="breadcrumb-item"><a href="/">Trang chủ</a></li>
<li class="breadcrumb-item active" aria-current="page"><a href="https://{article.host}/{slug}">{section}</a></li>
</ol></nav></div>
<div class="c-news-detail"><div class="b-maincontent"><div class="entry entry-no-padding " itemprop="articleBody">
<div class='sc-longform-header sc-longform-header-default-normal block-sc-longform-header'>
<div class='sc-longform-header-text'><span class='sc-longform-header-cate block-sc-cate-name'></span>
<h1 class='sc-longform-header-title block-sc-title'>{title}</h1>
<div class='sc-longform-header-meta'><span class='sc-longform-header-author block-sc-author'>{author}</span>
<span class='sc-text block-sc-text'>•</span>
<span class='sc-longform-header-date block-sc-publish-time'>{published_at:%d/%m/%Y %H:%M}</span></div>
{sapo}</div></div>
{_body(article)}
{source}
</div></div>
<div class="c-box"><div class="c-widget-tags onecms__tags"><ul>{tags}</ul></div></div>
<div class="c-box"><div class="c-box__title__name is-small">Bài liên quan</div><div class="c-template-list"><ul>
{"".join(_grid_item(s.url, s.headline) for s in related)}</ul></div></div>
</div></div></div></div>
<div class="l-footer"><p>Bản quyền của {name}</p></div>
</body>
</html>"""
