"""A whole stranger: every page of an invented paper on one night, what its channels say, and the truth beside it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from crawler.sample_press.invented_article import VIETNAM
from crawler.sample_press.strangers.article_pages import article_pages
from crawler.sample_press.strangers.edition_pages import edition_pages
from crawler.sample_press.strangers.layout import CHANCES, FORMS
from crawler.sample_press.strangers.list_pages import list_pages
from crawler.sample_press.strangers.machine_pages import feed_address, machine_pages
from crawler.sample_press.strangers.tonight import Page, Tonight
from crawler.sample_press.strangers.traits import Paper, paper
from crawler.sample_press.strangers.truth import SiteTruth, StrangerSite

NEWEST_AT = datetime(2026, 11, 24, 20, 0, tzinfo=VIETNAM)


def stranger_pages(seed: int, articles: int = 60, night: int = 0, newest_at: datetime = NEWEST_AT) -> StrangerSite:
    """Return the stranger of a seed: the same in every process, and on later nights with what changed since.

    `articles` are online on the first night; the newest of a smaller number are the same ones.
    """
    tonight = Tonight(paper(seed, newest_at), articles, night)
    others = [*chain(list_pages(tonight, feed_address(tonight)), edition_pages(tonight), machine_pages(tonight))]
    pages = {page.url: page.body for page in others} | dict(article_pages(tonight))
    return StrangerSite(pages, _redirects(tonight), _truth(tonight, others))


def _redirects(tonight: Tonight) -> dict[str, str]:
    if tonight.paper.slug_edit != "redirects":
        return {}
    forms = ((name, address, true.url) for true in tonight.truths for name, address in true.addresses)
    return {address: url for name, address, url in forms if name.startswith("earlier")}


def _truth(tonight: Tonight, others: Sequence[Page]) -> SiteTruth:
    return SiteTruth(
        seed=tonight.paper.seed,
        night=tonight.night,
        host=tonight.paper.host,
        name=tonight.paper.name,
        traits=_traits(tonight.paper),
        articles=tuple(tonight.truths),
        other_pages={page.url: page.kind for page in others},
        channels=tuple(page.channel for page in others if page.channel),
        section_addresses={name: tonight.addresses.section(name) for name in tonight.sections},
    )


def _traits(paper: Paper) -> dict[str, str]:
    """Return how a paper was drawn: its own traits, and the forms of its newest layout."""
    layout = paper.layouts[-1]
    own = (
        "section_form",
        "pagination",
        "feed",
        "feed_lie",
        "sitemap",
        "lastmod",
        "slug_edit",
        "lookalikes",
        "edition",
        "boxes_track",
        "titles_cut",
    )
    traits = {name: str(getattr(paper, name)) for name in own}
    traits |= {name: str(getattr(layout, name)) for name in ("classes", "mark", *FORMS, *CHANCES)}
    return traits | {
        "address": paper.address.template,
        "former_address": paper.former_address.template if paper.former_address else "",
        "id": paper.address.kind,
        "layouts": str(len(paper.layouts)),
        "rebuilt_on_night": str(paper.rebuilt_on_night) if paper.rebuilt else "",
        "longform": str(paper.longform is not None),
        "variants": ",".join(paper.variants),
        "lies": ",".join(sorted(layout.lies)),
        "quirks": ",".join(sorted(layout.quirks)),
    }
