"""Learn invented papers and compare what is read with the truth: `python benchmarks/learned_fields.py [--pages 20 60]`.

Each stranger of the sample press is learned from so many of its articles, with what its channels said of them; other
articles of the same paper are then read, which the learner did not see. The same pages are read by the one-page reader,
by trafilatura and by newspaper4k, which look at one page each and know nothing of the paper.
"""

import argparse
import re
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import trafilatura
from msgspec.structs import replace

from crawler.article import Article, ArticleRead, Reading
from crawler.article.reading import Announced
from crawler.learner.profile import learn_profile
from crawler.outlets import Outlet
from crawler.outlets.outlet import Host, IdSpace
from crawler.page import SavedPage
from crawler.sample_press.strangers import NEWEST_AT, StrangerSite, TrueArticle, stranger_pages
from crawler.sites import read
from crawler.sites.layouts import layout_of
from crawler.vietnamese.text import clean, fold

FETCHED = (NEWEST_AT + timedelta(hours=2)).astimezone(UTC)
READ_AFTER = 20  # articles of each paper that are read and were not learned from
RIGHT_BODY = 0.95  # F1 of words
Values = dict[str, object]


@dataclass
class Tally:
    """Right and read pages by field, of one reader; and of the learned one what it was sure of."""

    right: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, is_right: bool, example: str = "") -> None:
        """Count one field of one page."""
        self.pages[name] += 1
        self.right[name] += is_right
        if not is_right:
            self.wrong[name].append(example)

    def share(self, name: str) -> str:
        """Return the share of right pages."""
        return f"{self.right[name] / self.pages[name]:.3f}" if self.pages[name] else "-"


def outlet_of(site: StrangerSite) -> Outlet:
    """Return the paper as an entry without learned rules would give it: each address is an article of its own."""
    host = site.host.removeprefix("www.")
    space = IdSpace(id_space="stranger", hosts=[host], patterns=[r"^(?P<id>/(?!.*\.(?:jpe?g|png|webp|gif)).*)$"])
    return Outlet(
        key="stranger",
        name=site.truth.name,
        province_code=site.truth.traits.get("province_code", "91"),
        family="generic",
        hosts=[Host(host=host, role="home")],
        id_spaces=[space],
        politeness_group=host,
    )


def announced_by(site: StrangerSite) -> dict[str, Announced]:
    """Return what the channels said of each article, under its first address."""
    first = {address: a.url for a in site.truth.articles for _, address in a.addresses}
    said: dict[str, Announced] = {}
    for channel in site.truth.channels:
        for each in channel.announced:
            url = first.get(each.url, each.url)
            before = said.get(url, Announced(url))
            said[url] = Announced(
                url,
                title=before.title or each.title,
                published_at=before.published_at or (each.published_at.isoformat() if each.published_at else None),
                description=before.description or each.description,
            )
    return said


def learned_outlet(site: StrangerSite, outlet: Outlet, articles: Iterable[TrueArticle]) -> tuple[Outlet, float]:
    """Return the outlet with the profile learned from these articles, and the seconds that it took."""
    pages = [SavedPage(site.pages[a.url], a.url, FETCHED) for a in articles]
    started = time.process_time()
    profile = learn_profile(pages, announced_by(site), [outlet.name])
    return replace(outlet, profile=profile), time.process_time() - started


def truth_of(article: TrueArticle) -> Values:
    """Return the values that a reader should give."""
    return {
        "headline": clean(article.headline),
        "published_at": article.published_at,
        "lead": clean(article.lead) or None,
        "body": words(" ".join(block.text for block in article.body)),
        "captions": [clean(caption) for caption in article.captions],
        "images": [image.url for image in article.images],
        "bylines": sorted({fold(byline.name) for byline in article.bylines}),
        "source": fold(article.source_credit) or None,
        "section": [fold(name) for name in article.section],
        "tags": [fold(tag) for tag in article.tags],
    }


def values_of(article: Article) -> Values:
    """Return an article's values in the form of the truth's."""
    return {
        "headline": clean(article.headline),
        "published_at": datetime.fromisoformat(article.published_at) if article.published_at else None,
        "lead": clean(article.lead) or None,
        "body": words(" ".join(block.text for block in article.body)),
        "captions": [clean(image.caption) for image in article.images if image.caption],
        "images": [image.url for image in article.images],
        "bylines": sorted({fold(byline.name) for byline in article.bylines}),
        "source": fold(article.source_credit.agency) if article.source_credit else None,
        "section": [fold(name) for name in article.section],
        "tags": [fold(tag) for tag in article.tags],
    }


FIELDS = ("headline", "published_at", "lead", "body", "captions", "images", "bylines", "source", "section", "tags")
_PLACES = {"source": "source_credit", "images": "body"}


def words(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(re.findall(r"\w+", fold(text)))


def is_right(name: str, value: object, true: object, precision: str) -> bool:
    """Return True if a value is the truth's: of a body nearly all words, of a time what the page shows."""
    if name == "body" and isinstance(value, Counter) and isinstance(true, Counter):
        common = (value & true).total()
        return 2 * common >= RIGHT_BODY * (value.total() + true.total())
    if name == "published_at" and isinstance(value, datetime) and isinstance(true, datetime):
        if precision == "day":
            return value.date() == true.date()
        return value.replace(second=0) == true.replace(second=0)
    return value == true


def lost_text(article: TrueArticle, reading: Reading) -> str:
    """Return a text of the article that is in neither a field nor the unclaimed texts, or ''."""
    result = reading.result
    if not isinstance(result, ArticleRead):
        return ""
    a = result.article
    texts = [a.headline, a.lead, *(b.text for b in a.body), *(i.caption for i in a.images), *result.unclaimed]
    held = f" {fold(' '.join(text or '' for text in texts))} "
    true = [article.headline, article.lead, *(block.text for block in article.body), *article.captions]
    return next((text for text in true if text and fold(text)[:250] not in held), "")


def with_trafilatura(html: bytes, url: str) -> Values:
    """Return what trafilatura reads."""
    document = trafilatura.bare_extraction(html.decode("utf8", "replace"), url=url, with_metadata=True)
    if document is None:
        return {}
    found = document.as_dict() if not isinstance(document, dict) else document
    date = found.get("date")
    return {
        "headline": clean(found.get("title")),
        "published_at": datetime.fromisoformat(f"{date}T00:00:00+07:00") if date else None,
        "body": words(str(found.get("text") or "")),
        "bylines": sorted({fold(n) for n in str(found.get("author") or "").split(";") if n.strip()}),
    }


def with_newspaper(html: bytes, url: str) -> Values:
    """Return what newspaper4k reads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that nltk is missing, which only its summaries need
        import newspaper  # noqa: PLC0415 - in the dependency group `benchmark`, and only with the peers

    article = newspaper.Article(url, language="vi", fetch_images=False)
    article.download(input_html=html.decode("utf8", "replace"))
    article.parse()
    date = article.publish_date
    return {
        "headline": clean(article.title),
        "published_at": (date if date.tzinfo else date.replace(tzinfo=NEWEST_AT.tzinfo)) if date else None,
        "body": words(article.text or ""),
        "bylines": sorted({fold(name) for name in article.authors}),
    }


PEERS: dict[str, Callable[[bytes, str], Values]] = {"trafilatura": with_trafilatura, "newspaper4k": with_newspaper}


def compare(seed: int, learned_from: int, tallies: Mapping[str, Tally], *, peers: bool, alone: bool) -> float:
    """Learn one stranger, read other articles of it with each reader, count, and return the seconds of learning."""
    site = stranger_pages(seed, learned_from + READ_AFTER)
    articles = site.truth.articles
    step = max(2, len(articles) // READ_AFTER)
    unseen = [a for n, a in enumerate(articles) if n % step == 1][:READ_AFTER]
    outlet = outlet_of(site)
    learned, seconds = learned_outlet(site, outlet, [a for a in articles if a not in unseen])
    for article in unseen:
        html, true = site.pages[article.url], truth_of(article)
        example = f"{seed} {urlsplit(article.url).path}"
        for reader, paper in (("learned", learned), ("one page", outlet))[: 1 if alone else 2]:
            page = SavedPage(html, article.url, FETCHED)
            reading = read(page, paper)
            values = values_of(reading.result.article) if isinstance(reading.result, ArticleRead) else {}
            count(tallies[reader], values, true, article.published_precision, example)
            lost = lost_text(article, reading)
            tallies[reader].add("lost", not lost, f"{example} {lost[:60]}")
            if reader == "learned":
                count_sure(tallies["sure"], page, learned, values, true, article.published_precision, example)
        for name, peer in PEERS.items() if peers and not alone else ():
            count(tallies[name], peer(html, article.url), true, "day", example)
    return seconds


def count(tally: Tally, values: Values, true: Values, precision: str, example: str) -> None:
    """Count each field of one page."""
    for name in FIELDS:
        right = is_right(name, values.get(name), true[name], precision)
        tally.add(name, right, f"{example} {short(name, values.get(name))} != {short(name, true[name])}")


def count_sure(  # noqa: PLR0917 - what `count` takes, and the page
    tally: Tally, page: SavedPage, outlet: Outlet, values: Values, true: Values, precision: str, example: str
) -> None:
    """Count the fields that the profile calls sure, where it read something."""
    layout = layout_of(page, outlet.profile) if outlet.profile else None
    for name in FIELDS if layout else ():
        places = getattr(layout, _PLACES.get(name, name))
        if places and places[0].sure and page.select(places[0].xpath) and values.get(name):
            right = is_right(name, values.get(name), true[name], precision)
            tally.add(name, right, f"{example} {short(name, values.get(name))} != {short(name, true[name])}")


def short(name: str, value: object) -> str:
    """Return a value for an example."""
    return f"{value.total()} words" if isinstance(value, Counter) else str(value)[:120]


def main() -> None:
    """Print the table of right shares by field and reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strangers", type=int, default=100)
    parser.add_argument("--first", type=int, default=5000, help="seed of the first stranger")
    parser.add_argument("--pages", type=int, nargs="*", default=[60])
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--alone", action="store_true", help="only the learned reader")
    parser.add_argument("--examples", type=int, default=0)
    arguments = parser.parse_args()
    for pages in arguments.pages:
        tallies: dict[str, Tally] = defaultdict(Tally)
        seeds = range(arguments.first, arguments.first + arguments.strangers)
        seconds = []
        for seed in seeds:
            seconds.append(compare(seed, pages, tallies, peers=not arguments.no_peers, alone=arguments.alone))
            learned = tallies["learned"]
            shares = " ".join(f"{name} {learned.share(name)}" for name in (*FIELDS, "lost"))
            print(f"{len(seconds)} strangers: {shares}", file=sys.stderr, flush=True)
        print(f"{arguments.strangers} strangers, learned from {pages} pages each: {max(seconds):.1f} s at most")
        print(f"{'':14}" + "".join(f"{name:>13}" for name in tallies))
        for name in (*FIELDS, "lost"):
            print(f"{name:14}" + "".join(f"{tally.share(name):>13}" for tally in tallies.values()))
        for name in (*FIELDS, "lost"):
            for example in tallies["learned"].wrong[name][: arguments.examples]:
                print(f"  {name}: {example}")
            for example in tallies["sure"].wrong[name][: arguments.examples]:
                print(f"  sure {name}: {example}")


if __name__ == "__main__":
    main()
