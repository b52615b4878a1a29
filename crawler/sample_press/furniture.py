"""Furniture of an article's page: menus, lists of other articles, sharing, comments, the imprint.

Of the 181 news pages of the public article-extraction benchmark half have more than 785 elements and 135 links, and
scripts are 28 % of the bytes; a parser must be tested on pages that also show other articles' headlines and leads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crawler.sample_press.invented_article import InventedArticle, slug_of

TOPICS = {
    "Thời sự": ("Trong tỉnh", "Trong nước", "Quốc tế", "Hội đồng nhân dân"),
    "Chính trị": ("Xây dựng Đảng", "Xây dựng chính quyền", "Theo gương Bác"),
    "Kinh tế": ("Nông nghiệp", "Công nghiệp", "Thương mại - Dịch vụ", "Tài chính", "Thị trường"),
    "Xã hội": ("Lao động - Việc làm", "Môi trường", "Giao thông", "Nhân ái"),
    "Văn hóa": ("Di sản", "Văn học - Nghệ thuật", "Lễ hội"),
    "Giáo dục": ("Tuyển sinh", "Du học", "Gương sáng"),
    "Y tế - Sức khỏe": ("Phòng bệnh", "Dinh dưỡng", "Tư vấn"),
    "Pháp luật": ("An ninh trật tự", "Chính sách", "Bạn đọc"),
    "Thể thao": ("Bóng đá", "Phong trào"),
    "Du lịch": ("Điểm đến", "Ẩm thực"),
    "Đất và người": ("Gương mặt", "Ký sự"),
    "Đa phương tiện": ("Ảnh", "Video", "Infographic", "Podcast"),
}
_COMMENTS = (
    '<div class="box-comments"><form><textarea placeholder="Ý kiến của bạn"></textarea><p>Vui lòng gõ tiếng Việt có dấu'
    '</p><button type="button">Gửi bình luận</button></form><ul><li><a href="#">Mới nhất</a></li>'
    '<li><a href="#">Quan tâm nhất</a></li></ul></div>'
)


@dataclass(frozen=True)
class Style:
    """The markup of a family's furniture; the fields are templates."""

    menu: str = '<nav class="main-nav"><ul class="menu">{}</ul></nav>'
    topic: str = '<li class="menu-item"><a href="{url}">{name}</a><ul class="sub-menu">{below}</ul></li>'
    below: str = '<li><a href="{url}">{name}</a></li>'
    box: str = '<aside class="sidebar box-news"><h2 class="box-title">{name}</h2><ul>{items}</ul></aside>'
    item: str = (
        '<li class="item"><a class="thumb" href="{url}"><img src="{picture}" alt=""></a>'
        '<h3 class="item-title"><a href="{url}">{headline}</a></h3>'
        '<span class="item-date">{date}</span><p class="item-teaser">{lead}</p></li>'
    )
    share: str = '<div class="share-links"><ul>{}</ul></div>'
    footer: str = '<div class="footer-links"><ul>{topics}</ul>{imprint}</div>'


# Markup of the saved pages of Báo An Giang, Cần Thơ, Hải Phòng, Đà Nẵng, Tây Ninh and Phú Yên; the other families
# have no saved page and get the default style.
STYLES = {
    "fck": Style(
        menu='<div class="submenunew collapse"><div class="row"><ul class="nav-mobi nav navbar-nav navbar-left">{}</ul>'
        "</div></div>",
        topic='<li class="col-xs-6"><a class="subcm" href="{url}">{name}</a><div class="mega-menu"><ul class="list-bc">'
        "{below}</ul></div></li>",
        below='<li class="level1"><a href="{url}">{name}</a></li>',
        box='<div class="box160"><div class="topbox160"><a href="#">{name}</a></div><div class="midbox160">'
        "<ul>{items}</ul></div></div>",
        item='<li class="related-item col-xs-12 col-sm-4"><div class="news-img-top"><a class="b-img" href="{url}">'
        '<img src="{picture}" alt=""></a><div class="b-content"><a href="{url}"><h3 class="b-title">{headline}</h3></a>'
        "</div></div></li>",
        share='<div class="sharemxh detail-fb-like-share"><div class="fright">{}</div></div>',
    ),
    "onecms": Style(
        menu='<div class="container"><div class="c-menu static-page-content"><ul>{}</ul></div></div>',
        topic='<li class="c-menu-child"><a href="{url}">{name}</a><div class="c-dropdown-menu"><ul>{below}</ul></div>'
        "</li>",
        box='<div class="c-box"><div class="c-box__title"><div class="c-box__title__name">{name}</div></div>'
        '<div class="c-box__content"><div class="c-template-list"><ul>{items}</ul></div></div></div>',
        item='<li><div class="b-grid"><div class="b-grid__img"><a href="{url}"><img src="{picture}" alt=""></a></div>'
        '<div class="b-grid__content"><div class="b-grid__row"><h3 class="b-grid__title"><a href="{url}">{headline}</a>'
        '</h3></div><div class="b-grid__row b-grid__desc"><a href="{url}">{lead}</a></div></div></div></li>',
        share='<div class="c-share-detail"><ul>{}</ul></div>',
        footer='<div class="c-footer-category"><ul>{topics}</ul></div><div class="c-footer-main">'
        '<div class="c-footer-col is-col-3"><div class="b-maincontent">{imprint}</div></div></div>',
    ),
    "qnc": Style(
        menu='<div class="collapse navbar-collapse"><ul class="navbar-nav mr-auto">{}</ul></div>',
        topic='<li class="nav-item"><a class="nav-link" href="{url}">{name}</a><div class="navbar-nav-sub"><ul>{below}'
        "</ul></div></li>",
        box='<div class="box-content-wrapper"><div class="box-content"><div class="head-block"><h2 class="title">{name}'
        "</h2></div>{items}</div></div>",
        item='<div class="row"><div class="col-5"><div class="card-thumb thumb166"><a href="{url}">'
        '<img src="{picture}" alt=""></a></div></div><div class="col-7"><div class="card-body"><h3 class="card-title">'
        '<a href="{url}">{headline}</a></h3><div class="card-desc"><a href="{url}">{lead}</a></div>'
        '<div class="card-meta"><span class="card-category"><a href="#"></a></span></div></div></div></div>',
        share='<div class="social-links">{}</div>',
    ),
    "epi": Style(
        box='<div class="horizontal-post"><div class="title-text"><p class="text">{name}</p></div>{items}</div>',
        item='<div class="horizontal-post-box"><div class="post-box-block"><div class="box-block-image">'
        '<figure class="figure"><a class="url" href="{url}"><img src="{picture}" alt=""></a></figure></div>'
        '<div class="box-block-info"><div class="info-name"><h3 class="name"><a href="{url}">{headline}</a></h3></div>'
        "</div></div></div>",
    ),
}


def add_furniture(page: str, family: str, host: str, name: str, others: Sequence[InventedArticle]) -> str:
    """Add the paper's furniture around a page's content; it names other articles, never the page's own."""
    style = STYLES.get(family, Style())
    head, body, after_body = add_at_end(page, _below_content(style, host, name, others)).partition("<body")
    attributes, close, content = after_body.partition(">")
    return f"{head}{body}{attributes}{close}{_menu(style, host)}{content}"


def add_at_end(page: str, markup: str) -> str:
    """Add markup at the end of the outer body: a page of the epi family has a whole document inside."""
    content, end, tail = page.rpartition("</body>")
    return f"{content}{markup}{end}{tail}"


def _menu(style: Style, host: str) -> str:
    return style.menu.format(
        "".join(
            style.topic.format(
                url=_section_url(host, topic),
                name=escape(topic),
                below="".join(style.below.format(url=_section_url(host, name), name=escape(name)) for name in below),
            )
            for topic, below in TOPICS.items()
        )
    )


def _below_content(style: Style, host: str, name: str, others: Sequence[InventedArticle]) -> str:
    third = len(others) // 3
    boxes = {"Tin mới nhất": others[:third], "Đọc nhiều": others[third : 2 * third], "Tiêu điểm": others[2 * third :]}
    share = "".join(f'<a class="share-{n}" href="#">{n}</a>' for n in ("Facebook", "Zalo", "Email", "In bài viết"))
    imprint = (
        f"<p>Cơ quan chủ quản: {escape(name)}</p><p>Tòa soạn: 0000.000.000</p>"
        f"<p><a href='https://{host}/lien-he'>Liên hệ quảng cáo</a></p>"
    )
    topics = "".join(style.below.format(url=_section_url(host, topic), name=escape(topic)) for topic in TOPICS)
    return (
        style.share.format(share)
        + _COMMENTS
        + "".join(_box(style, title, articles) for title, articles in boxes.items())
        + style.footer.format(topics=topics, imprint=imprint)
    )


def _box(style: Style, title: str, articles: Sequence[InventedArticle]) -> str:
    items = "".join(
        style.item.format(
            url=article.url,
            picture=f"https://{article.host}/thumbs/{article.number}.jpg",
            headline=escape(article.headline),
            lead=escape(article.lead or ""),
            date=f"{article.published_at:%d/%m/%Y %H:%M}",
        )
        for article in articles
    )
    return style.box.format(name=title, items=items)


def _section_url(host: str, name: str) -> str:
    return f"https://{host}/{slug_of(name)}/"
