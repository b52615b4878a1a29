"""Learns id rules, kinds of pages and channels of strangers, papers that nobody wrote rules for, and scores them.

Usage: python benchmarks/learned_addresses.py [--papers 100] [--first 1000] [--pages 60] [--articles 120] [--show]

A paper is visited as `new-outlet` does, with `--pages` answers. Its rules are right if each true article has one id
under its own address, under an earlier slug and with a tracker, no two have the same, and no other page has one.
Where slugs are all that an address has, a rule is right if it says so and each article has a path of its own.
A variant (print page, AMP) may be known by the same id or by none.
"""

import argparse
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.learner.channels import learn_channels
from crawler.learner.itinerary import Itinerary
from crawler.learner.paper import LearnedPaper, learn_paper
from crawler.outlets import normal_url
from crawler.page import SavedPage
from crawler.sample_press.strangers import SiteTruth, StrangerSite, TrueArticle, stranger_pages

_STABLE = frozenset({"canonical", "earlier_slug", "tracked"})
_MOST_REDIRECTS = 3
_NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
_LISTS = frozenset({"front_page", "listing"})


@dataclass(frozen=True)
class Score:
    """How one paper was learned; `faults` say what was wrong about its rules."""

    seed: int
    faults: list[str]
    false_articles: list[str]
    missed: int
    articles: int
    wrong_variants: int
    kinds: Counter[tuple[str, str]]
    listings: tuple[int, int]
    is_sure: bool
    seconds: float


def main() -> None:
    """Print each paper that was not learned right, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--first", type=int, default=1000, help="the first seed")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--show", action="store_true", help="also print the rules of papers learned right")
    asked = parser.parse_args()
    scores = [
        _score(seed, asked.articles, asked.pages, asked.show) for seed in range(asked.first, asked.first + asked.papers)
    ]
    _print_figures(scores, asked.pages)


def visited(site: StrangerSite, pages: int) -> LearnedPaper:
    """Learn a stranger from so many answers of its site."""
    itinerary = Itinerary(f"https://{site.host}/")
    itinerary.add(_answer(site, f"https://{site.host}/robots.txt"))
    itinerary.add(_answer(site, f"https://{site.host}/"))
    for _ in range(pages - 1):
        if address := itinerary.next_address():
            itinerary.add(_answer(site, address))
    return learn_paper(itinerary.files)


def _answer(site: StrangerSite, url: str) -> SavedPage:
    for _ in range(_MOST_REDIRECTS):
        url = site.redirects.get(url, url)
    bare = url.removesuffix("/") if url.removesuffix("/") in site.pages else url
    body = site.pages.get(url) or site.pages.get(bare)
    return SavedPage(body or b"", url, _NOW, status=200 if body else 404)


def _score(seed: int, articles: int, pages: int, show: bool) -> Score:
    site = stranger_pages(seed, articles)
    begun = time.process_time()
    paper = visited(site, pages)
    seconds = time.process_time() - begun
    score = _scored(site.truth, paper, seconds)
    if score.faults or show:
        traits = site.truth.traits
        print(f"{seed} {traits['address']} ({traits['id']}): {paper.rules.patterns} {paper.rules.not_articles}")
        for line in [*score.faults, *([paper.rules.reason] if paper.rules.reason else [])]:
            print(f"    {line}")
    return score


def _scored(truth: SiteTruth, paper: LearnedPaper, seconds: float) -> Score:
    faults: list[str] = []
    owners: dict[tuple[str, str], TrueArticle] = {}
    missed = wrong_variants = 0
    for article in truth.articles:
        ids = {name: _native_id(paper, address) for name, address in article.addresses}
        own = _native_id(paper, article.url)
        missed += own is None
        stable = {i for name, i in ids.items() if name in _STABLE and (article.native_id or name != "earlier_slug")}
        if stable - {own}:
            faults.append(f"unstable: {article.addresses}")
        wrong_variants += sum(i not in (own, None) for name, i in ids.items() if name not in _STABLE)
        if own and owners.setdefault(own, article).url != article.url:
            faults.append(f"one id for two: {article.url} {owners[own].url}")
    false_articles = [url for url, kind in truth.other_pages.items() if _native_id(paper, url) and kind != "fragment"]
    faults = faults[:2] + [f"false article: {url} ({truth.other_pages[url]})" for url in false_articles[:3]]
    if missed:
        faults.append(
            f"{missed} of {len(truth.articles)} articles unknown, as "
            f"{next(a.url for a in truth.articles if _native_id(paper, a.url) is None)}"
        )
    if not paper.rules.rules and any(article.native_id for article in truth.articles):
        faults.append("no rule, though there are ids")
    return Score(
        truth.seed,
        faults,
        false_articles,
        missed,
        len(truth.articles),
        wrong_variants,
        _kinds(truth, paper),
        _listings(truth, paper),
        bool(paper.rules.rules),
        seconds,
    )


def _native_id(paper: LearnedPaper, url: str) -> tuple[str, str] | None:
    target = normal_url(url).partition(f"//{paper.host}")[2]
    return paper.rules.native_id(target) if target else None


def _kinds(truth: SiteTruth, paper: LearnedPaper) -> Counter[tuple[str, str]]:
    true = {normal_url(address): "article" for a in truth.articles for name, address in a.addresses}
    true |= {normal_url(url): kind for url, kind in truth.other_pages.items()}
    return Counter((true.get(page.address, "?"), page.kind) for page in paper.pages)


def _listings(truth: SiteTruth, paper: LearnedPaper) -> tuple[int, int]:
    """Return how many of the sections' first pages and the front page were learned as channels, of how many."""
    learned = {normal_url(channel.url) for channel in learn_channels(paper) if "{page}" not in channel.url}
    true = {normal_url(c.url) for c in truth.channels if c.kind in _LISTS and c.announced}
    firsts = {normal_url(url) for url in truth.section_addresses.values()} | {normal_url(f"https://{truth.host}/")}
    wanted = true & firsts
    return len(learned & wanted), len(wanted)


def _print_figures(scores: list[Score], pages: int) -> None:
    right = [score for score in scores if not score.faults]
    kinds = sum((score.kinds for score in scores), Counter[tuple[str, str]]())
    print(f"{len(scores)} papers after {pages} pages")
    print(f"  id rules right: {len(right)} ({len(right) / len(scores):.2f}); sure {sum(s.is_sure for s in scores)}")
    print(f"  false articles by address: {sum(len(s.false_articles) for s in scores)}")
    print(f"  articles unknown by address: {sum(s.missed for s in scores)} of {sum(s.articles for s in scores)}")
    print(f"  variants taken for another article: {sum(s.wrong_variants for s in scores)}")
    articles = sum(n for (true, _), n in kinds.items() if true == "article")
    print(f"  pages of articles taken for articles: {kinds['article', 'article']} of {articles}")
    false = {true: n for (true, kind), n in kinds.items() if kind == "article" and true != "article"}
    others = sum(n for (true, _), n in kinds.items() if true != "article")
    print(f"  other pages taken for articles: {sum(false.values())} of {others} {false}")
    print(
        f"  sections learned as channels: {sum(s.listings[0] for s in scores)} of {sum(s.listings[1] for s in scores)}"
    )
    print(
        f"  learning a paper: {sum(s.seconds for s in scores) / len(scores):.2f} CPU seconds, at most "
        f"{max(s.seconds for s in scores):.2f}"
    )


if __name__ == "__main__":
    main()
