"""Invented pages in the markup of the two families; no sentence of them was ever printed."""

from datetime import UTC, datetime

from crawler.page import SavedPage

FETCHED = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)


def page(html: str, url: str, **more: object) -> SavedPage:
    return SavedPage(html.encode(), url, FETCHED, **more)  # type: ignore[arg-type]


def fck(
    body: str,
    *,
    url: str = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html",
    headline: str = "Họp bàn về nước sạch",
    date: str = "09/06/2021 - 14:33",
    lead: str | None = "Sáng 9-6, xã họp bàn việc đưa nước sạch về ấp.",
    tags: str = "",
    canonical: str | None = None,
    head: str = "",
) -> str:
    desc = (
        f'<div class="col-xs-12 detail-desc"><div class="content-fck"><div class="content-fck-font-size">'
        f'<p class="fontd">{lead}</p></div></div></div>'
        if lead is not None
        else ""
    )
    return f"""<!DOCTYPE html><html lang="vi"><head><title>{headline} - Báo</title>
<base href="https://images.baoangiang.com.vn/static/"/><link rel="canonical" href="{canonical or url}"/>{head}</head>
<body><ul class="breadcrumb left"><li><a href="/">Trang chủ</a></li><li><a href="/doi-song/">Đời sống</a></li></ul>
<div class="detail-title"><h1>{headline}</h1></div><div class="pubdate fleft">{date}</div>{desc}
<div class="pub-fontsize"><span class="i-fontsize">A</span> <span class="i-fontsize">A</span></div>
<div class="col-xs-12" id="newscontents"><div class="content-fck slider-jsgallery">
<div class="content-fck-font-size">{body}</div></div></div>
<div class="detail-tag">{tags}</div>
<ul class="related-list"><li><a href="https://baoangiang.com.vn/khac-a77.html">Bài khác</a></li></ul></body></html>"""


def onecms(
    body: str,
    *,
    url: str = "https://baodanang.vn/le-hoi-dua-ghe-4001.html",
    sapo: str | None = "ĐNO - Lễ hội đua ghe mở sáng 8/1.",
    author: str = "MINH ANH",
    date: str = "08/01/2026 10:02",
    meta: str = "1/8/2026 10:02:01 AM",
    extra: str = "",
) -> str:
    lead = f"<p class='sc-longform-header-sapo block-sc-sapo'>{sapo}</p>" if sapo is not None else ""
    return f"""<!DOCTYPE html><html lang="vi"><head><title>Lễ hội đua ghe</title>
<link rel="canonical" href="{url}"/><meta name="article:published_time" content="{meta}"/>
<meta property="datetimenow" content="9/1/2026 10:00:00 AM"/></head><body>
<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/van-hoa">Văn hóa</a></li></ol>
<div class="b-maincontent"><div class="entry entry-no-padding"><div class='sc-longform-header block-sc-longform-header'>
<span class='block-sc-cate-name'>Văn hóa</span><h1 class='block-sc-title'>Lễ hội đua ghe</h1>
<span class='block-sc-author'>{author}</span><span class='sc-text block-sc-text'>•</span>
<span class='block-sc-publish-time'>{date}</span>{lead}</div>{body}<div class="sc-empty-layer"></div></div></div>
{extra}<div class="l-footer"><div class="b-maincontent"><p>Giấy phép cấp ngày 18/2/2022</p></div></div></body></html>"""
