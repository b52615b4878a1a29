"""Hide the families' rules, learn their papers from pages, and compare: `python benchmarks/hidden_rules.py`.

For each family one paper of the sample press is learned from most of its pages; the others are read by the learned
profile and by the family's own rules, whose values count as right (the tests compare them with the truth). Both times
are those of the processor, the best of some rounds on the same pages.
"""

import argparse
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from learned_fields import FIELDS, Tally, Values, is_right, short, values_of
from msgspec.structs import replace

from crawler.article import ArticleRead
from crawler.learner.profile import learn_profile
from crawler.outlets import Outlet, catalogue
from crawler.page import SavedPage
from crawler.sample_press import SamplePress
from crawler.sites import read

FETCHED = datetime(2026, 12, 1, tzinfo=UTC)
MONTHS = "6"  # of the past: eight articles each
READ_ONE_IN = 4  # pages are read, and not learned from
ROUNDS = 3


def papers() -> list[Outlet]:
    """Return one living paper of each family that has rules."""
    first: dict[str, Outlet] = {}
    for paper in catalogue().values():
        if paper.status == "active" and paper.family != "generic":
            first.setdefault(paper.family, paper)
    return [*first.values()]


def pages_of(press: SamplePress, paper: Outlet, most: int) -> list[SavedPage]:
    """Return pages of the paper's articles, of tonight and of its past."""
    press.switch(paper.key, "past", MONTHS)
    articles = [*press.truth(paper.key), *press.past(paper.key)][:most]
    return [SavedPage(press.answer(a.host, a.path).body, a.url, FETCHED) for a in articles]


def read_values(page: SavedPage, paper: Outlet) -> Values:
    """Return the values of a page's article, or none."""
    result = read(SavedPage(page.body, page.url, FETCHED), paper).result
    return values_of(result.article) if isinstance(result, ArticleRead) else {}


def seconds_a_page(pages: Sequence[SavedPage], paper: Outlet) -> float:
    """Return the best time of the processor for a page."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        for page in pages:
            read(SavedPage(page.body, page.url, FETCHED), paper)
        best = min(best, time.process_time() - started)
    return best / len(pages)


def main() -> None:
    """Print for each family the share of values that the profile reads as the rules do, and both times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=48, help="of each paper")
    parser.add_argument("--examples", type=int, default=0)
    arguments = parser.parse_args()
    press, total = SamplePress(), Tally()
    print(f"{'':12}" + "".join(f"{name:>13}" for name in FIELDS) + "   time a page, of the rules'")
    for paper in papers():
        pages = pages_of(press, paper, arguments.pages)
        unseen = pages[1::READ_ONE_IN]
        profile = learn_profile([page for page in pages if page not in unseen], {}, [paper.name])
        learned, tally = replace(paper, family="generic", profile=profile), Tally()
        for page in unseen:
            true, values = read_values(page, paper), read_values(page, learned)
            for name in FIELDS:
                example = f"{page.url} {short(name, values.get(name))} != {short(name, true.get(name))}"
                for each in (tally, total):
                    each.add(name, is_right(name, values.get(name), true.get(name), "minute"), example)
        share = seconds_a_page(unseen, learned) / seconds_a_page(unseen, paper)
        print(f"{paper.family:12}" + "".join(f"{tally.share(name):>13}" for name in FIELDS) + f"   {share:.2f}")
    print(f"{'all':12}" + "".join(f"{total.share(name):>13}" for name in FIELDS))
    for name in FIELDS:
        for example in total.wrong[name][: arguments.examples]:
            print(f"  {name}: {example}")


if __name__ == "__main__":
    main()
