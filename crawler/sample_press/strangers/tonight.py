"""A stranger on one night: what is online, and in which layout each page is written."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from crawler.sample_press.strangers.addresses import Addresses
from crawler.sample_press.strangers.boxes import Item
from crawler.sample_press.strangers.figures import image_address
from crawler.sample_press.strangers.layout import Layout
from crawler.sample_press.strangers.listing_page import TITLES, Frame
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.story import Story, sections_of
from crawler.sample_press.strangers.timeline import Printed, now_of, printed
from crawler.sample_press.strangers.traits import Paper
from crawler.sample_press.strangers.true_article import true_article
from crawler.sample_press.strangers.truth import TrueArticle, TrueChannel

# The pages of the house and the words that stand in their addresses.
_HOUSE = {
    "contact": "lien-he",
    "about": "gioi-thieu",
    "advertising": "bao-gia-quang-cao",
    "terms": "dieu-khoan",
    "e_paper": "bao-in",
    "video_list": "video",
    "search": "tim-kiem",
    "poll": "tham-do-y-kien",
}


@dataclass(frozen=True)
class Page:
    """One page that is no article: its kind, its address, its bytes, and what it announces if it is a channel."""

    kind: str
    url: str
    body: bytes
    channel: TrueChannel | None = None


@dataclass(frozen=True)
class Tonight:
    """A paper on a night, with `articles` of the first night and what came since."""

    paper: Paper
    articles: int
    night: int

    @cached_property
    def addresses(self) -> Addresses:
        """Return the paper's addresses."""
        return Addresses(self.paper)

    @cached_property
    def root(self) -> str:
        """Return the address of the front page, without its slash."""
        return f"https://{self.paper.host}"

    @cached_property
    def now(self) -> datetime:
        """Return when the pages are asked for."""
        return now_of(self.paper, self.night)

    @cached_property
    def printed(self) -> list[Printed]:
        """Return the articles, newest first."""
        return printed(self.paper, self.articles, self.night)

    @cached_property
    def truths(self) -> list[TrueArticle]:
        """Return the truth of each article, newest first."""
        return [true_article(self.sheet(each), each, self.addresses) for each in self.printed]

    @cached_property
    def items(self) -> list[Item]:
        """Return what lists show of each article, newest first."""
        return [self._item(each) for each in self.printed]

    @cached_property
    def boxed_items(self) -> list[Item]:
        """Return the same as boxes beside an article link it."""
        pairs = zip(self.items, self.printed, strict=True)
        return [replace(item, url=self.addresses.boxed(each.story, each.number)) for item, each in pairs]

    @cached_property
    def sections(self) -> list[str]:
        """Return the sections' names, those above before those below."""
        paths = sections_of(self.paper.seed).values()
        return [*dict.fromkeys(name for depth in (0, 1) for path in paths for name in path[depth : depth + 1])]

    @cached_property
    def frame(self) -> Frame:
        """Return the menu and the topics that every page shows."""
        links = [(self.addresses.section(name), name) for name in self.sections]
        house = [(url, title) for _, url, title in self.house]
        return Frame([*links, *house], [(url, name) for _, url, name in self.topics])

    @cached_property
    def house(self) -> list[tuple[str, str, str]]:
        """Return kind, address and title of the pages of the house."""
        return [
            (kind, self.addresses.furniture(slug, 3 + 7 * n), TITLES[kind])
            for n, (kind, slug) in enumerate(_HOUSE.items())
        ]

    @cached_property
    def topics(self) -> list[tuple[str, str, str]]:
        """Return kind, address and name of the topics that the paper follows."""
        names = ("Chuyển đổi số", "Nông thôn mới", "Đại hội Đảng các cấp", "Biển đảo quê hương")
        return [("topic", self.addresses.topic(name), name) for name in names]

    def sheet(self, each: Printed) -> Sheet:
        """Return the sheet of an article's page."""
        return Sheet(self.paper, self._layout(each.story), self.now, f"{each.number}/{self.night}")

    def sheet_of(self, url: str) -> Sheet:
        """Return the sheet of a page that is no article."""
        layout = self.paper.rebuilt if self._is_rebuilt else None
        return Sheet(self.paper, layout or self.paper.layouts[-1], self.now, f"{url}/{self.night}")

    def in_section(self, name: str) -> list[Item]:
        """Return the articles of a section, newest first."""
        return [item for item, each in zip(self.items, self.printed, strict=True) if name in each.story.section]

    @property
    def _is_rebuilt(self) -> bool:
        return self.night >= self.paper.rebuilt_on_night

    def _layout(self, story: Story) -> Layout:
        if self._is_rebuilt and self.paper.rebuilt:
            return self.paper.rebuilt
        if story.kind == "longform" and self.paper.longform:
            return self.paper.longform
        relaunched_at = self.paper.relaunched_at
        return self.paper.layouts[0 if relaunched_at and story.published_at < relaunched_at else -1]

    def _item(self, each: Printed) -> Item:
        story = each.story
        title = story.headline
        if self.paper.titles_cut and len(title) > 44:
            title = title[: title.rindex(" ", 0, 44)] + "..."
        picture = image_address(self.sheet(each), story.figures[0]) if story.figures else None
        return Item(self.addresses.linked(story, each.number), title, story.lead, picture, story.published_at)
