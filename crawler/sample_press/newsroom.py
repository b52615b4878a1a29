"""The invented articles of the papers that the sample press plays, as its switches leave them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from crawler.outlets import Outlet, catalogue
from crawler.resources import seed_table
from crawler.sample_press import markup
from crawler.sample_press.families import address_form
from crawler.sample_press.invented_article import (
    ARTICLES_AN_OUTLET,
    PAST_ARTICLES_A_MONTH,
    InventedArticle,
    aged,
    edited,
    invent,
    retitled,
    reworded,
    slug_of,
)
from crawler.sample_press.switches import Switches, positions

SECTIONS = (
    ("kinh-te", "Kinh tế"),
    ("van-hoa", "Văn hóa"),
    ("xa-hoi", "Xã hội"),
    ("suc-khoe", "Sức khỏe"),
)


@dataclass(frozen=True)
class Paper:
    """One outlet that the sample press plays."""

    outlet: Outlet
    image_host: str

    @property
    def key(self) -> str:
        """Return the outlet's key."""
        return self.outlet.key


def played_papers() -> dict[str, Paper]:
    """Return the papers of the catalogue that live and whose pages the sample press can print, by key."""
    return {key: Paper(outlet, _image_host(outlet)) for key, outlet in catalogue().items() if _is_played(outlet)}


class Newsroom:
    """Every paper's articles: position 0 is the newest of the base set, new ones have -1, -2 and so on."""

    def __init__(self, papers: Mapping[str, Paper], switches: Switches, seed: int, newest_at: datetime) -> None:
        self.papers, self._switches, self._seed, self._newest = papers, switches, seed, newest_at

    def truth(self, outlet: str) -> list[InventedArticle]:
        """Return the outlet's articles that can be fetched now, newest first, with switches applied."""
        switches = self._switches.of(outlet)
        removed = positions(switches.get("deleted")) | positions(switches.get("gone"))
        return [article for position, article in self.numbered(outlet) if position not in removed]

    def announced(self, outlet: str) -> list[InventedArticle]:
        """Return the articles that the outlet's channels announce now, newest first."""
        switches = self._switches.of(outlet)
        unannounced = positions(switches.get("deleted")) | positions(switches.get("hidden"))
        return [article for position, article in self.numbered(outlet) if position not in unannounced]

    def past(self, outlet: str) -> list[InventedArticle]:
        """Return the articles of earlier months, newest first; none unless the switch `past` is on."""
        return [self.article_at(outlet, position) for position in self.past_positions(outlet)]

    def numbered(self, outlet: str) -> list[tuple[int, InventedArticle]]:
        """Return positions and articles: 0 is the newest of the base set, new ones have -1, -2 and so on."""
        switches = self._switches.of(outlet)
        new_count = int(switches["new"] or 1) if "new" in switches else 0
        return [(n, self.article_at(outlet, n)) for n in range(-new_count, ARTICLES_AN_OUTLET)]

    def past_positions(self, outlet: str) -> range:
        """Return the positions of the articles of earlier months."""
        switches = self._switches.of(outlet)
        count = int(switches["past"] or 6) * PAST_ARTICLES_A_MONTH if "past" in switches else 0
        return range(ARTICLES_AN_OUTLET, ARTICLES_AN_OUTLET + count)

    def article_at(self, outlet: str, position: int) -> InventedArticle:
        """Return the article at a position as the switches leave it."""
        switches = self._switches.of(outlet)
        article = self.unswitched_article(outlet, position)
        if position in positions(switches.get("changed")):
            article = edited(article, self._switches.since(outlet, "changed"))
        for name, edit in (("reworded", reworded), ("retitled", retitled)):
            if position in positions(switches.get(name)):
                article = edit(article, self._switches.since(outlet, name))
        if position in positions(switches.get("slug")):
            article = replace(article, slug=slug_of(article.headline) + "-dia-chi-moi")
        return article

    def unswitched_article(self, outlet: str, position: int) -> InventedArticle:
        """Return the article at a position as it was invented."""
        paper = self.papers[outlet]
        article = invent(
            outlet=outlet,
            host=paper.outlet.home_host,
            family=paper.outlet.family,
            address=address_form(outlet, paper.outlet.family),
            images=paper.image_host,
            wards=_wards(paper.outlet.province_code),
            section=SECTIONS[position % len(SECTIONS)],
            position=position,
            seed=self._seed,
            newest_at=self._newest_of(outlet),
        )
        return (
            aged(article, position - ARTICLES_AN_OUTLET, self._newest_of(outlet))
            if position >= ARTICLES_AN_OUTLET
            else article
        )

    def _newest_of(self, outlet: str) -> datetime:
        switches = self._switches.of(outlet)
        return self._newest - timedelta(days=int(switches["frozen"] or 61) if "frozen" in switches else 0)


def _is_played(outlet: Outlet) -> bool:
    return outlet.status == "active" and outlet.family in markup.PLAYED


@cache
def _wards(province: str) -> list[str]:
    """Return the wards of a province as texts print them, kind first: phường Long Xuyên."""
    wards = [row for row in seed_table("wards") if row["province_code"] == province]
    return [row["kind"] + row["name"][len(row["kind"]) :] for row in wards]


def _image_host(outlet: Outlet) -> str:
    return next((h.host for h in outlet.hosts if h.role == "images"), outlet.home_host)
