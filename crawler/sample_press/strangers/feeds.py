"""What strangers say to machines: feeds, sitemaps and robots.txt, with their own half-truths."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from xml.sax.saxutils import escape as xml_escape

from crawler.sample_press.strangers.traits import Paper
from crawler.sample_press.strangers.truth import Announcement

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def rss(paper: Paper, title: str, entries: Sequence[Announcement]) -> bytes:
    """Write an RSS 2.0 feed; every second paper puts a picture before the description."""
    items = "".join(
        f"<item><title>{_cdata(paper, each.title)}</title><link>{xml_escape(each.url)}</link>"
        f'<guid isPermaLink="false">{xml_escape(each.url)}</guid>'
        f"<description><![CDATA[{_picture(paper)}{escape(each.description or '')}]]></description>"
        f"{_pub_date(paper, each.published_at)}</item>"
        for each in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{xml_escape(title)}</title>'
        f"<link>https://{paper.host}/</link><description>{xml_escape(title)}</description>{items}</channel></rss>"
    ).encode()


def atom(paper: Paper, title: str, entries: Sequence[Announcement]) -> bytes:
    """Write an Atom feed."""
    items = "".join(
        f'<entry><title>{xml_escape(each.title or "")}</title><link href="{escape(each.url)}"/><id>{xml_escape(each.url)}</id>'
        f"<published>{each.published_at.isoformat() if each.published_at else ''}</published>"
        f"<summary>{xml_escape(each.description or '')}</summary></entry>"
        for each in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{xml_escape(title)}</title>'
        f"<id>https://{paper.host}/</id>{items}</feed>"
    ).encode()


def sitemap(entries: Iterable[Announcement], others: Iterable[str] = ()) -> bytes:
    """Write a sitemap of articles and of other addresses, which have no date."""
    urls = "".join(
        f"<url><loc>{xml_escape(each.url)}</loc>"
        + (f"<lastmod>{each.modified_at.isoformat()}</lastmod>" if each.modified_at else "")
        + "</url>"
        for each in entries
    )
    pages = "".join(f"<url><loc>{xml_escape(url)}</loc><changefreq>daily</changefreq></url>" for url in others)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{_MAPS}">{pages}{urls}</urlset>'.encode()


def news_sitemap(paper: Paper, entries: Iterable[Announcement]) -> bytes:
    """Write a news sitemap."""
    urls = "".join(
        f"<url><loc>{xml_escape(each.url)}</loc><news:news><news:publication><news:name>{paper.name}</news:name>"
        f"<news:language>vi</news:language></news:publication><news:publication_date>"
        f"{each.published_at.isoformat() if each.published_at else ''}</news:publication_date>"
        f"<news:title>{xml_escape(each.title or '')}</news:title></news:news></url>"
        for each in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{_MAPS}" xmlns:news="{_NEWS}">{urls}</urlset>'.encode()
    )


def sitemap_index(addresses: Iterable[str]) -> bytes:
    """Write an index of sitemaps."""
    entries = "".join(f"<sitemap><loc>{xml_escape(address)}</loc></sitemap>" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{_MAPS}">{entries}</sitemapindex>'.encode()


def robots(paper: Paper, sitemap_address: str | None) -> bytes:
    """Write robots.txt, with or without the sitemap."""
    line = f"Sitemap: {sitemap_address}\n" if sitemap_address and paper.robots_names_sitemap else ""
    return f"User-agent: *\nDisallow: /tim-kiem\nDisallow: /admin/\n{line}".encode()


def _cdata(paper: Paper, title: str | None) -> str:
    return f"<![CDATA[ {title} ]]>" if paper.seed % 2 else xml_escape(title or "")


def _picture(paper: Paper) -> str:
    return (
        f'<a href="https://{paper.host}/"><img src="https://{paper.host}/thumb.jpg" /></a></br>'
        if paper.seed % 2
        else ""
    )


def _pub_date(paper: Paper, at: datetime | None) -> str:
    if at is None:
        return ""
    forms = ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S GMT+7", "%Y-%m-%d %H:%M:%S", "%a, %d %b %Y %H:%M:%S %z")
    return f"<pubDate>{at.strftime(forms[paper.seed // 2 % len(forms)])}</pubDate>"
