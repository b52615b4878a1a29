"""Score the generic family on strangers, invented papers without rules: `python benchmarks/one_page.py [--seeds N]`.

Each page is read alone, as the first page of a paper that nobody knows: the paper's name is not given, and its address
rule is the whole path, under which every page is called an article. With --show FIELD the wrong values are printed.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from article_bodies import precision_and_recall

from crawler.article import Article, ArticleRead
from crawler.outlets import Host, IdSpace, Outlet
from crawler.page import SavedPage
from crawler.sample_press.strangers import NEWEST_AT, StrangerSite, TrueArticle, stranger_pages
from crawler.sites import read
from crawler.vietnamese.text import clean, fold

ARTICLES = 12  # of each paper, from which every third is read
PAGES_OF_A_KIND = 2
CHANNELS = {"rss", "atom", "sitemap", "sitemap_index", "news_sitemap", "robots", "load_more"}  # are no pages
BODY_F1 = 0.95


def unknown_paper(site: StrangerSite) -> Outlet:
    """Return the entry of a paper of which only the host is known."""
    space = IdSpace(id_space="stranger", hosts=[site.host], patterns=[r"^(?P<id>/.+)$"])
    return Outlet(
        key="stranger",
        name="Báo chưa biết tên",
        province_code="91",
        family="generic",
        hosts=[Host(host=site.host, role="home")],
        id_spaces=[space],
        politeness_group=site.host,
    )


def body_f1(article: Article, true: TrueArticle) -> float:
    """Return F1 of the body's paragraphs, each a text that must be equal."""
    texts = Counter(clean(block.text) for block in article.body)
    true_texts = Counter(clean(block.text) for block in true.body)
    return 2 * (texts & true_texts).total() / max(1, texts.total() + true_texts.total())


def body_words_f1(article: Article, true: TrueArticle) -> float:
    """Return F1 of the body's runs of four words, without regard to borders of paragraphs."""
    texts = ("\n".join(block.text for block in blocks) for blocks in (article.body, true.body))
    precision, recall = precision_and_recall(*texts)
    return 2 * (precision or 0) * (recall or 0) / max(1e-9, (precision or 0) + (recall or 0))


def same_moment(article: Article, true: TrueArticle) -> bool:
    """Return True if the time of publication is right as exactly as the page shows it."""
    if article.published_at is None:
        return False
    moment = datetime.fromisoformat(article.published_at)
    return moment.date() == true.published_at.date() and (
        true.published_precision == "day" or abs(moment - true.published_at) < timedelta(minutes=1)
    )


def _names(article: Article) -> set[str]:
    return {fold(byline.name) for byline in article.bylines}


def _true_names(true: TrueArticle) -> set[str]:
    return {fold(byline.name) for byline in true.bylines}


def _folded(names: Iterable[str]) -> list[str]:
    return [fold(name) for name in names]


Field = tuple[Callable[[Article], Any], Callable[[TrueArticle], Any], Callable[[Article, TrueArticle], bool]]
# What each field says, what is true of it, and whether it is right.
FIELDS: dict[str, Field] = {
    "headline": (lambda a: a.headline, lambda t: t.headline, lambda a, t: fold(a.headline) == fold(t.headline)),
    "published_at": (lambda a: a.published_at, lambda t: t.published_at, same_moment),
    "lead": (lambda a: a.lead, lambda t: t.lead, lambda a, t: fold(a.lead) == fold(t.lead)),
    "body": (
        lambda a: [block.text for block in a.body],
        lambda t: [block.text for block in t.body],
        lambda a, t: body_words_f1(a, t) >= BODY_F1,
    ),
    "bylines": (_names, _true_names, lambda a, t: _names(a) == _true_names(t)),
    "section": (lambda a: a.section, lambda t: t.section, lambda a, t: _folded(a.section) == _folded(t.section)),
    "images": (
        lambda a: sorted(image.url for image in a.images),
        lambda t: sorted(image.url for image in t.images),
        lambda a, t: {i.url for i in a.images} == {i.url for i in t.images},
    ),
    "captions": (
        lambda a: [image.caption for image in a.images],
        lambda t: [image.caption for image in t.images],
        lambda a, t: Counter(fold(i.caption) for i in a.images) == Counter(fold(i.caption) for i in t.images),
    ),
    "source_credit": (
        lambda a: a.source_credit and a.source_credit.agency,
        lambda t: t.source_credit,
        lambda a, t: fold(a.source_credit.agency if a.source_credit else None) == fold(t.source_credit),
    ),
}


def readings(site: StrangerSite) -> Iterator[tuple[TrueArticle, ArticleRead | None]]:
    """Read some of a paper's articles; None for one that is not taken for an article."""
    paper = unknown_paper(site)
    for true in site.truth.articles[::3]:
        result = read(SavedPage(site.pages[true.url], true.url, NEWEST_AT + timedelta(hours=1)), paper).result
        yield true, result if isinstance(result, ArticleRead) else None


def other_pages(site: StrangerSite) -> list[tuple[str, str]]:
    """Return address and kind of the first pages of each kind that are no articles."""
    counts: Counter[str] = Counter()
    pages = []
    for url, kind in site.truth.other_pages.items():
        counts[kind] += 1
        if url in site.pages and kind not in CHANNELS and counts[kind] <= PAGES_OF_A_KIND:
            pages.append((url, kind))
    return pages


def false_articles(site: StrangerSite) -> list[tuple[str, str]]:
    """Return the address and kind of each of these pages that is read as an article."""
    paper = unknown_paper(site)
    pages = [(k, SavedPage(site.pages[u], u, NEWEST_AT + timedelta(hours=1))) for u, k in other_pages(site)]
    return [(page.url, kind) for kind, page in pages if isinstance(read(page, paper).result, ArticleRead)]


def main() -> None:
    """Print the share of right values by field, the lost pages, and the false articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--show", choices=[*FIELDS, "lost", "false"])
    arguments = parser.parse_args()
    right: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    right_printed: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    articles = lost = others = false = whole_bodies = silent = 0
    seconds = 0.0
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        site = stranger_pages(seed, articles=ARTICLES)
        started = time.process_time()
        pairs, wrong = [*readings(site)], false_articles(site)
        seconds += time.process_time() - started
        others, false = others + len(other_pages(site)), false + len(wrong)
        if arguments.show == "false":
            print(*(f"{seed} {kind} {url}" for url, kind in wrong), sep="\n")
        for true, result in pairs:
            articles += 1
            if result is None:
                lost += 1
                print(f"{seed} lost {true.url}") if arguments.show == "lost" else None
                continue
            whole_bodies += body_f1(result.article, true) >= BODY_F1
            problems.update(f"{p.field} {p.code}" for p in result.problems)
            silent += true.lead is not None and not _has_text(result, true.lead)
            for field, (value, truth, is_right) in FIELDS.items():
                right[field] += is_right(result.article, true)
                if truth(true):
                    printed[field] += 1
                    right_printed[field] += is_right(result.article, true)
                if arguments.show == field and not is_right(result.article, true):
                    evidence = result.evidence.get(field, "")
                    print(f"{seed} {true.url}\n   is   {truth(true)}\n   read {value(result.article)}   by {evidence}")
    print(f"{articles} articles, {lost} lost; {seconds / max(1, articles + others) * 1000:.0f} ms a page")
    for field in FIELDS:
        of_printed = right_printed[field] / max(1, printed[field])
        print(
            f"{field:14} {right[field] / articles:.3f}   where the page has one: {of_printed:.3f} of {printed[field]}"
        )
    print(f"body, paragraphs {whole_bodies / articles:.3f}; leads in neither lead, body nor unclaimed: {silent}")
    print(f"false articles {false} of {others} other pages ({false / arguments.seeds:.2f} a paper)")
    print("problems:", ", ".join(f"{name} {count}" for name, count in problems.most_common(12)))


def _has_text(result: ArticleRead, text: str) -> bool:
    printed = [result.article.lead or "", *(b.text for b in result.article.body), *result.unclaimed]
    return any(fold(text)[:60] in fold(each) for each in printed)


if __name__ == "__main__":
    main()
