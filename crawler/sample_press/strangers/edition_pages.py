"""A stranger's edition in another language, under a path of its own, with numbers that the main edition has too."""

import random
from collections.abc import Iterator

from crawler.sample_press.strangers.boxes import Item
from crawler.sample_press.strangers.listing_page import edition_page, listing_page
from crawler.sample_press.strangers.story import slug_of
from crawler.sample_press.strangers.tonight import Page, Tonight

_WORDS = {
    "en": [
        "farmers",
        "local",
        "harvest",
        "market",
        "village",
        "bridge",
        "province",
        "school",
        "opened",
        "visitors",
        "new",
        "road",
        "water",
        "season",
        "students",
        "health",
        "committee",
        "project",
        "river",
        "festival",
        "support",
        "families",
        "prices",
    ],
    "khmer": [
        "ខេត្ត",
        "ប្រជាជន",
        "កសិករ",
        "ស្រូវ",
        "ទឹក",
        "សាលា",
        "ថ្មី",
        "ឆ្នាំ",
        "ផ្លូវ",
        "ភូមិ",
        "ទីផ្សារ",
        "សុខភាព",
        "គ្រួសារ",
        "ស្ពាន",
    ],
}
_ARTICLES = 5


def edition_pages(tonight: Tonight) -> Iterator[Page]:
    """Yield the front page and the articles of the edition, if the paper has one."""
    edition = tonight.paper.edition
    if edition is None:
        return
    url = f"{tonight.root}/{edition}/"
    stories = [_story(tonight, edition, n) for n in range(_ARTICLES)]
    items = [Item(address, title, None, None, tonight.paper.newest_at) for address, title, _ in stories]
    yield Page("edition_front", url, listing_page(tonight.sheet_of(url), edition, [("", items)], tonight.frame))
    for address, title, paragraphs in stories:
        body = edition_page(tonight.sheet_of(address), title, paragraphs, tonight.frame)
        yield Page("edition_article", address, body)


def _story(tonight: Tonight, edition: str, place: int) -> tuple[str, str, list[str]]:
    """Return address, headline and paragraphs of an article of the edition."""
    rng = random.Random(f"edition/{tonight.paper.seed}/{place}")

    def sentence(length: int) -> str:
        return " ".join(rng.choice(_WORDS[edition]) for _ in range(length)).capitalize()

    title = sentence(7)
    number = tonight.printed[min(place, len(tonight.printed) - 1)].number
    address = f"{tonight.root}/{edition}/{slug_of(title) or 'news'}-{number}.html"
    return address, title, [f"{sentence(22)}. {sentence(15)}." for _ in range(4)]
