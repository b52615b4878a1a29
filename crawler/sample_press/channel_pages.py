"""The channels of the papers that the sample press plays: front page, sections, sitemaps, feeds, JSON listings."""

import gzip
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from crawler.outlets import Channel, Outlet
from crawler.sample_press import json_listings, markup
from crawler.sample_press.invented_article import InventedArticle
from crawler.sample_press.newsroom import SECTIONS, Newsroom, Paper
from crawler.sample_press.reply import Reply, not_found, ok
from crawler.sample_press.saved_pages import SavedPages

PAGE_SIZE = 6


class ChannelPages:
    """What announces the articles of the newsroom, and the saved pages of a host."""

    def __init__(self, newsroom: Newsroom, saved: SavedPages) -> None:
        self._newsroom, self._saved = newsroom, saved

    def answer(self, host: str, paper: Paper, switches: Mapping[str, str], path: str, query: str) -> Reply:
        """Return the channel at an address; 404 where the paper has none."""
        dead_channels = switches.get("dead_channel", "").split(",")
        if any(c.name in dead_channels and _channel_path(c) == path.rstrip("/") for c in paper.outlet.channels):
            return not_found()
        articles, past_articles = self._newsroom.announced(paper.key), self._newsroom.past(paper.key)
        if reply := self._machine_readable(host, paper, path, query, articles, past_articles):
            return reply
        if path == "/":
            return self.front_page(host, paper)
        if _is_channel(paper.outlet, "listing", path):
            return self._section_page(host, paper, path, query, [*articles, *past_articles])
        in_section = [article for article in articles if article.section[0] == path.strip("/")]
        if path.strip("/") not in dict(SECTIONS):
            return not_found()
        return self._section_page(host, paper, path, query, in_section)

    def _machine_readable(  # noqa: PLR0917 - the arguments of `answer`, and what it has computed
        self,
        host: str,
        paper: Paper,
        path: str,
        query: str,
        articles: list[InventedArticle],
        past_articles: list[InventedArticle],
    ) -> Reply | None:
        if past_articles and _is_channel(paper.outlet, "sitemap", "/sitemap.xml") and path.startswith("/sitemap"):
            return self._past_sitemap(host, paper, path, [*articles, *past_articles])
        if path == "/sitemap.xml" or _is_channel(paper.outlet, "sitemap", path):
            return Reply(200, markup.sitemap(paper.outlet.name, articles), {"content-type": "application/xml"})
        if _is_channel(paper.outlet, "rss", path):
            return Reply(200, markup.rss(host, paper.outlet.name, articles), {"content-type": "application/rss+xml"})
        channel = _json_channel(paper.outlet, path)
        return self._json_listing(channel, path, query, articles, past_articles) if channel else None

    def _past_sitemap(self, host: str, paper: Paper, path: str, articles: list[InventedArticle]) -> Reply:
        """Answer the index, or one month's sitemap, named and compressed as Sài Gòn Giải Phóng does it."""
        months = {f"/sitemaps/news-{s.published_at:%Y}-{s.published_at.month}.xml": s.published_at for s in articles}
        headers = {"content-type": "application/xml"}
        if path == "/sitemap.xml":
            return Reply(200, markup.sitemap_index([f"https://{host}{address}" for address in months]), headers)
        if path not in months:
            return not_found()
        in_month = [s for s in articles if f"{s.published_at:%Y-%m}" == f"{months[path]:%Y-%m}"]
        return Reply(200, gzip.compress(markup.sitemap(paper.outlet.name, in_month)), headers)

    def front_page(self, host: str, paper: Paper | None) -> Reply:
        """Return the front page of a paper, or of a host that has saved pages alone."""
        articles = self._newsroom.announced(paper.key) if paper else []
        items = self._saved.on(host) + [(s.url, s.headline) for s in articles]
        family, name = (paper.outlet.family, paper.outlet.name) if paper else ("fck", host)
        return ok(
            markup.listing_page(
                host=host, family=family, name=name, items=items, sections=list(SECTIONS), next_url=None
            )
        )

    def _section_page(self, host: str, paper: Paper, path: str, query: str, articles: list[InventedArticle]) -> Reply:
        fck = paper.outlet.family == "fck"
        template = next(
            (c.url for c in paper.outlet.channels if "{page}" in c.url and _channel_path(c) == path.rstrip("/")), None
        )
        page_query = f"?{urlsplit(template).query}" if template else "?p={page}&d=" if fck else "?page={page}"
        page_parameter = next((k for k, v in parse_qs(page_query[1:]).items() if v == ["{page}"]), "page")
        page_text = parse_qs(query).get(page_parameter, ["1"])[0]
        page = int(page_text) if page_text.isdigit() else 1
        items = self._saved.on(host) + [(s.url, s.headline) for s in articles]
        items_on_page = items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        next_url = (
            f"https://{host}{path}{page_query.replace('{page}', str(page + 1))}"
            if len(items) > page * PAGE_SIZE
            else None
        )
        return ok(
            markup.listing_page(
                host=host,
                family=paper.outlet.family,
                name=paper.outlet.name,
                items=items_on_page,
                sections=list(SECTIONS),
                next_url=next_url,
            )
        )

    def _json_listing(
        self,
        channel: Channel,
        path: str,
        query: str,
        articles: list[InventedArticle],
        past_articles: list[InventedArticle],
    ) -> Reply:
        """Answer a menu, one of its sections, or a page of a list of every article, those of earlier months last."""
        parameters = {name: values[0] for name, values in parse_qs(query).items()}
        if channel.follow and path == urlsplit(channel.url).path:
            body = json_listings.menu(channel, SECTIONS)
        elif channel.follow:
            body = json_listings.listing(channel, [s for s in articles if s.section[0] in parameters.values()])
        else:
            first = (int(parameters.get("page", "1")) - 1) * PAGE_SIZE
            body = json_listings.listing(channel, [*articles, *past_articles][first : first + PAGE_SIZE])
        return Reply(200, body, {"content-type": "application/json"})


def _is_channel(outlet: Outlet, kind: str, path: str) -> bool:
    return any(c.kind == kind and _channel_path(c) == path.rstrip("/") for c in outlet.channels)


def _json_channel(outlet: Outlet, path: str) -> Channel | None:
    channels = [(channel, {channel.url, channel.follow or ""}) for channel in outlet.channels if channel.kind == "json"]
    return next((channel for channel, urls in channels if path in {urlsplit(url).path for url in urls}), None)


def _channel_path(channel: Channel) -> str:
    return urlsplit(channel.url).path.rstrip("/")
