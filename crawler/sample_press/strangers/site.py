"""A whole stranger: every page of an invented paper on one night, what its channels say, and the truth beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from crawler.sample_press.invented_article import VIETNAM
from crawler.sample_press.strangers import feeds, listing_page
from crawler.sample_press.strangers.addresses import PAGE_SIZE, Addresses
from crawler.sample_press.strangers.article_page import Surroundings, article_page
from crawler.sample_press.strangers.body import image_address
from crawler.sample_press.strangers.boxes import Item, item_list
from crawler.sample_press.strangers.head import description_of
from crawler.sample_press.strangers.listing_page import Frame
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.story import sections_of
from crawler.sample_press.strangers.timeline import Printed, now_of, printed
from crawler.sample_press.strangers.traits import Layout, Paper, paper
from crawler.sample_press.strangers.true_article import true_article
from crawler.sample_press.strangers.truth import Announcement, SiteTruth, StrangerSite, TrueArticle, TrueChannel

NEWEST_AT = datetime(2026, 11, 24, 20, 0, tzinfo=VIETNAM)
_FEED_LENGTH = 30


def stranger_pages(seed: int, articles: int = 60, night: int = 0, newest_at: datetime = NEWEST_AT) -> StrangerSite:
    """Return the stranger of a seed: the same in every process, and on later nights with what changed since."""
    return _Site(paper(seed, newest_at), articles, night).whole()


@dataclass(frozen=True)
class _Site:
    paper: Paper
    articles: int
    night: int

    def whole(self) -> StrangerSite:
        pages: dict[str, bytes] = {}
        kinds: dict[str, str] = {}
        channels: list[TrueChannel] = []
        for true, body in zip(self.truths, self._article_pages(), strict=True):
            for name, address in true.addresses:
                if name != "linked" and (name != "earlier_slug" or self.paper.slug_edit != "redirects"):
                    pages[address] = body
        for kind, address, body, channel in self._others():
            pages.setdefault(address, body)
            kinds.setdefault(address, kind)
            if channel:
                channels.append(channel)
        return StrangerSite(pages, self._redirects(), self._truth(kinds, channels))

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.paper)

    @cached_property
    def now(self) -> datetime:
        return now_of(self.paper, self.night)

    @cached_property
    def printed(self) -> list[Printed]:
        return printed(self.paper, self.articles, self.night)

    @cached_property
    def truths(self) -> list[TrueArticle]:
        return [true_article(self._sheet(each), each, self.addresses) for each in self.printed]

    @cached_property
    def items(self) -> list[Item]:
        return [self._item(each) for each in self.printed]

    @cached_property
    def sections(self) -> list[str]:
        """Return the sections' names, those above before those below."""
        paths = sections_of(self.paper.seed).values()
        return [*dict.fromkeys(name for depth in (0, 1) for path in paths for name in path[depth : depth + 1])]

    @cached_property
    def menu(self) -> list[tuple[str, str]]:
        links = [(self.addresses.section(name), name) for name in self.sections]
        return [*links, *((address, title) for _, address, title in self._house())]

    def _layout(self, each: Printed) -> Layout:
        relaunched_at = self.paper.relaunched_at
        return self.paper.layouts[0 if relaunched_at and each.story.published_at < relaunched_at else -1]

    def _sheet(self, each: Printed) -> Sheet:
        return Sheet(self.paper, self._layout(each), self.now, f"{each.number}/{self.night}")

    def _page_sheet(self, key: str) -> Sheet:
        return Sheet(self.paper, self.paper.layouts[-1], self.now, f"{key}/{self.night}")

    def _item(self, each: Printed) -> Item:
        story = each.story
        picture = image_address(self._sheet(each), story.figures[0]) if story.figures else None
        url = self.addresses.linked(story, each.number)
        return Item(url, story.headline, story.lead, picture, story.published_at)

    def _article_pages(self) -> Iterator[bytes]:
        for place, each in enumerate(self.printed):
            story = each.story
            # Neighbours in time: what stands in the boxes differs from page to page, and overlaps.
            others = [*self.items[max(0, place - 9) : place], *self.items[place + 1 : place + 14]]
            around = Surroundings(
                self.addresses.article(story, each.number),
                self.menu,
                [(self.addresses.section(name), name) for name in story.section],
                [(self.addresses.tag(name), name) for name in story.tags],
                others[::-1] if place % 2 else others,
            )
            yield article_page(self._sheet(each), story, around)

    def _house(self) -> list[tuple[str, str, str]]:
        """Return kind, address and title of the pages of the house."""
        pages = (
            ("contact", "lien-he"),
            ("about", "gioi-thieu"),
            ("advertising", "bao-gia-quang-cao"),
            ("terms", "dieu-khoan"),
        )
        more = (("e_paper", "bao-in"), ("video", "video"), ("search", "tim-kiem"))
        titles = listing_page._WORDS
        return [
            (kind, self.addresses.furniture(slug, 3 + 7 * n), titles[kind][0])
            for n, (kind, slug) in enumerate(pages + more)
        ]

    def _others(self) -> Iterator[tuple[str, str, bytes, TrueChannel | None]]:
        """Yield kind, address and bytes of all pages that are no articles, and what they announce as channels."""
        yield self._front_page()
        for section in self.sections:
            yield from self._section(section)
        frame = Frame(self.menu)
        for kind, address, _ in self._house():
            yield kind, address, listing_page.house_page(self._page_sheet(address), kind, frame, self.items[:5]), None
        yield from self._people_and_tags()
        yield from self._machine_readable()

    def _front_page(self) -> tuple[str, str, bytes, TrueChannel]:
        url = f"https://{self.paper.host}/"
        feed = self._feed_address()
        link = (
            f'<link rel="alternate" type="application/{self.paper.feed}+xml" href="{feed}">'
            if feed and self.paper.seed % 2
            else ""
        )
        blocks = [("Tin mới", self.items[:PAGE_SIZE])]
        blocks += [(name, self._in_section(name)[:4]) for name in self.sections]
        page = listing_page.listing_page(self._page_sheet("front"), "Trang chủ", blocks, Frame(self.menu, link))
        shown = {item.url: item for _, items in blocks for item in items}
        return "front_page", url, page, TrueChannel("front_page", url, tuple(map(_listed, shown.values())))

    def _in_section(self, name: str) -> list[Item]:
        return [item for item, each in zip(self.items, self.printed, strict=True) if name in each.story.section]

    def _section(self, name: str) -> Iterator[tuple[str, str, bytes, TrueChannel | None]]:
        items = self._in_section(name)
        last = max(1, -(-len(items) // PAGE_SIZE))
        for page in range(1, last + 1):
            url = self.addresses.page_of(name, page)
            on_page = items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
            following = self.addresses.page_of(name, page + 1) if page < last else None
            numbers = [(n, self.addresses.page_of(name, n)) for n in range(1, last + 1)] if last > 1 else []
            sheet = self._page_sheet(url)
            channel = TrueChannel("listing", url, tuple(map(_listed, on_page)))
            if self.paper.pagination == "load_more" and page > 1:
                yield "fragment", url, item_list(sheet, on_page, teasers=True, dated=False).encode(), channel
                continue
            pager = listing_page.pager_links(sheet, numbers, following)
            body = listing_page.listing_page(sheet, name, [("", on_page)], Frame(self.menu), pager)
            yield "listing" if page == 1 else "later_page", url, body, channel

    def _people_and_tags(self) -> Iterator[tuple[str, str, bytes, TrueChannel | None]]:
        by_tag: dict[str, list[Item]] = {}
        by_author: dict[str, list[Item]] = {}
        for item, each in zip(self.items, self.printed, strict=True):
            for tag in each.story.tags:
                by_tag.setdefault(tag, []).append(item)
            for author in each.story.signature.authors:
                by_author.setdefault(author.name, []).append(item)
        for kind, address_of, lists in (
            ("tag", self.addresses.tag, by_tag),
            ("author", self.addresses.person, by_author),
        ):
            for name, items in lists.items():
                url = address_of(name)
                page = listing_page.listing_page(
                    self._page_sheet(url), name, [("", items[:PAGE_SIZE])], Frame(self.menu)
                )
                yield kind, url, page, None

    def _machine_readable(self) -> Iterator[tuple[str, str, bytes, TrueChannel | None]]:
        root = f"https://{self.paper.host}"
        announced = [self._announced(each, true) for each, true in zip(self.printed, self.truths, strict=True)]
        if address := self._feed_address():
            write = feeds.atom if self.paper.feed == "atom" else feeds.rss
            entries = announced[:_FEED_LENGTH]
            yield (
                self.paper.feed,
                address,
                write(self.paper, self.paper.name, entries),
                TrueChannel(self.paper.feed, address, tuple(entries)),
            )
        address = f"{root}/sitemap.xml"
        places = [self.addresses.section(name) for name in self.sections]
        match self.paper.sitemap:
            case "flat":
                yield (
                    "sitemap",
                    address,
                    feeds.sitemap(announced, [f"{root}/", *places]),
                    TrueChannel("sitemap", address, tuple(announced)),
                )
            case "news":
                newest = announced[:_FEED_LENGTH]
                yield (
                    "news_sitemap",
                    address,
                    feeds.news_sitemap(self.paper, newest),
                    TrueChannel("news_sitemap", address, tuple(newest)),
                )
            case "index":
                yield from self._sitemap_index(root, announced, places)
        yield (
            "robots",
            f"{root}/robots.txt",
            feeds.robots(self.paper, address if self.paper.sitemap != "none" else None),
            None,
        )

    def _sitemap_index(
        self, root: str, announced: Sequence[Announcement], places: Sequence[str]
    ) -> Iterator[tuple[str, str, bytes, TrueChannel | None]]:
        months: dict[str, list[Announcement]] = {}
        for each in announced:
            assert each.published_at
            months.setdefault(f"{root}/sitemaps/{each.published_at:%Y-%m}.xml", []).append(each)
        pages = f"{root}/sitemaps/pages.xml"
        index = f"{root}/sitemap.xml"
        yield "sitemap_index", index, feeds.sitemap_index([pages, *months]), TrueChannel("sitemap_index", index)
        yield "sitemap", pages, feeds.sitemap([], places), TrueChannel("sitemap", pages)
        for address, entries in months.items():
            yield "sitemap", address, feeds.sitemap(entries), TrueChannel("sitemap", address, tuple(entries))

    def _announced(self, each: Printed, true: TrueArticle) -> Announcement:
        story = each.story
        modified_at = {0: story.modified_at or story.published_at, 1: None, 2: self.now}[self.paper.seed % 3]
        return Announcement(true.url, story.headline, story.published_at, modified_at, description_of(story))

    def _feed_address(self) -> str | None:
        if self.paper.feed == "none":
            return None
        return (
            f"https://{self.paper.host}"
            + ("/rss/home.rss", "/feed/", "/rss.aspx?cat=0", "/rss/trang-chu.xml")[self.paper.seed % 4]
        )

    def _redirects(self) -> dict[str, str]:
        redirects = {f"http://{self.paper.host}/": f"https://{self.paper.host}/"}
        if self.paper.slug_edit == "redirects":
            redirects |= {a: true.url for true in self.truths for name, a in true.addresses if name == "earlier_slug"}
        return redirects

    def _truth(self, kinds: dict[str, str], channels: Sequence[TrueChannel]) -> SiteTruth:
        layout = self.paper.layouts[-1]
        names = ("skeleton", "classes", "headline", "date", "date_element", "lead", "byline", "picture", "caption")
        more = ("paragraph", "subhead", "crumbs", "json_ld", "meta", "clock", "inner_box", "title", "meta_place")
        traits = {name: str(getattr(layout, name)) for name in names + more}
        traits |= {"lies": ",".join(sorted(layout.lies)), "address": self.paper.address.template}
        traits |= {"id": self.paper.address.kind, "pagination": self.paper.pagination, "feed": self.paper.feed}
        traits |= {
            "sitemap": self.paper.sitemap,
            "layouts": str(len(self.paper.layouts)),
            "slug_edit": self.paper.slug_edit,
        }
        return SiteTruth(
            seed=self.paper.seed,
            night=self.night,
            host=self.paper.host,
            name=self.paper.name,
            traits=traits,
            articles=tuple(self.truths),
            other_pages=kinds,
            channels=tuple(channels),
            section_addresses={name: self.addresses.section(name) for name in self.sections},
        )


def _listed(item: Item) -> Announcement:
    return Announcement(item.url.partition("#")[0], item.headline)
