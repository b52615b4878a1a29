"""Strangers: the same in every process, each trap occurs, and the truth stands on the pages."""

from functools import cache
from html import unescape

from lxml import html

from crawler.sample_press.strangers import StrangerSite, TrueArticle, stranger_pages

SEEDS = range(100)


@cache
def site_of(seed: int) -> StrangerSite:
    return stranger_pages(seed, articles=8)


def words(text: str) -> str:
    """Return a text with single blanks and NBSP resolved."""
    return " ".join(unescape(text).split())


def shown(page: bytes) -> str:
    """Return the text of a page's body that a reader sees, its elements apart."""
    tree = html.document_fromstring(page.decode())
    body = tree if tree.tag == "body" else tree.find("body")
    assert body is not None
    return words(" ".join(body.xpath(".//text()[not(parent::script or parent::style)]")))


def missing(site: StrangerSite, article: TrueArticle) -> list[str]:
    page = site.pages[article.url]
    text, source = shown(page), unescape(page.decode())
    printed = [article.headline, article.kicker, article.lead, article.byline_line, article.source_credit]
    printed += [cell for block in article.body for cell in block.text.split(" | ")]
    printed += [*article.captions, *(image.credit for image in article.images), *article.tags]
    values = [value for value in printed if value and words(value) not in text]
    return values + [image.url for image in article.images if image.url not in source]


def test_every_value_of_the_truth_stands_on_the_page() -> None:
    lost = {
        (seed, article.url): values
        for seed in SEEDS
        for article in site_of(seed).truth.articles
        if (values := missing(site_of(seed), article))
    }
    assert lost == {}
