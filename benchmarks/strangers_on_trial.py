"""Put strangers on trial, as papers of the catalogue: `python benchmarks/strangers_on_trial.py [--papers 20]`.

Each invented paper is learned from a first visit as `new-outlet` learns one, and its entry is used as it was written,
but for name and province, which a person says. Then four nights: the entry's channels and those that the nights before
taught are read, and what they announce is fetched, `--a-night` articles at most; each night is archived and loaded.
The proof that the nights leave is compared with the truth of the pages that were fetched.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from learned_fields import is_right, short, truth_of, words
from msgspec.structs import replace
from nights_without_http import NightWithoutHttp

from crawler.archive import Archive, WarcWriter
from crawler.contributor import NoArticle, propose
from crawler.database import connect, migrate
from crawler.learner.itinerary import Itinerary
from crawler.local.postgres import PostgresServer
from crawler.outlets import Outlet, OutletEntry, complete_outlet, normal_url, with_further_outlets
from crawler.outlets.yaml_files import parse_yaml
from crawler.page import SavedPage
from crawler.pipeline.load import load_outlet
from crawler.pipeline.trial import with_taught_channels
from crawler.sample_press.strangers import NEWEST_AT, StrangerSite, TrueArticle, stranger_pages
from crawler.vietnamese.text import clean, fold

NIGHTS = 4
PAGES_OF_A_VISIT = 60
MOST_REDIRECTS = 3
MOST_WRONG = 0.02
FIELDS = ("headline", "published_at", "body", "identity", "lead", "section", "bylines", "tags")
# What a lie of the JSON-LD says wrong.
LIES = {"now": "published_at", "false_z": "published_at", "headline": "headline", "author": "bylines"}
LIES |= {"description": "lead", "type": ""}
VIETNAM_NIGHT = timedelta(hours=3, minutes=11)


@dataclass
class Fetched:
    """What the crawls of a paper's nights fetched: the truth of each article as its page said it then."""

    truths: dict[str, TrueArticle] = field(default_factory=dict)  # by the address that was fetched
    owners: dict[str, str] = field(default_factory=dict)
    announced: set[str] = field(default_factory=set)


@dataclass
class Verdict:
    """What a paper's trial came to: its proof beside the truth."""

    seed: int
    family: str = ""
    state: str = "not learned"
    proof: dict[str, str] = field(default_factory=dict)
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    published: int = 0
    announced: int = 0
    loaded: int = 0
    of_announced: int = 0
    lies: frozenset[str] = frozenset()
    has_numbers: bool = True
    seconds: float = 0.0

    @property
    def proven(self) -> list[str]:
        """Return the fields that its nights proved."""
        return [name for name in FIELDS if self.proof.get(name) == "proven"]

    def wrong_share(self, name: str) -> float:
        """Return the share of the articles in which a field says something else than the page."""
        return self.wrong[name] / max(1, self.wrong[name] + self.right[name])

    @property
    def wrongly_proven(self) -> list[str]:
        """Return the proven fields that are wrong in too many articles."""
        return [name for name in self.proven if self.wrong_share(name) > MOST_WRONG]

    @property
    def proven_by_lie(self) -> list[str]:
        """Return the proven fields of which the JSON-LD lies and which are wrong."""
        lied = {LIES[lie] for lie in self.lies}
        return [name for name in self.wrongly_proven if name in lied]


def answer(site: StrangerSite, url: str, at: datetime) -> SavedPage:
    """Return what the site answers, its redirects followed."""
    for _ in range(MOST_REDIRECTS):
        url = site.redirects.get(url, url)
    bare = url.removesuffix("/")
    body = site.pages.get(url) or site.pages.get(bare) or site.pages.get(f"{bare}/")
    return SavedPage(body or b"", url, at, status=200 if body else 404)


def learned_entry(site: StrangerSite) -> tuple[str, OutletEntry]:
    """Return the paper's key and entry as `new-outlet` writes it after a visit. Raises NoArticle."""
    at = (NEWEST_AT + VIETNAM_NIGHT).astimezone(UTC)
    itinerary = Itinerary(f"https://{site.host}/")
    itinerary.add(answer(site, f"https://{site.host}/robots.txt", at))
    itinerary.add(answer(site, f"https://{site.host}/", at))
    for _ in range(PAGES_OF_A_VISIT - 1):
        if address := itinerary.next_address():
            itinerary.add(answer(site, address, at))
    files = itinerary.files
    robots = [files.robots] if files.robots else []
    proposal = propose(*files.pages, *files.feeds, *files.sitemaps, *robots)
    entry = parse_yaml(proposal.entry, OutletEntry, proposal.key)
    return proposal.key, replace(entry, name=site.truth.name, province_code="91", former_province_codes=[])


def learned_outlet(site: StrangerSite) -> Outlet:
    """Return the paper of that entry. Raises NoArticle."""
    return complete_outlet(*learned_entry(site))


class Crawl:
    """One night of a stranger without HTTP, and the truth of what it fetched."""

    def __init__(self, site: StrangerSite, outlet: Outlet, fetched: Fetched, most: int) -> None:
        self.site, self.outlet, self.fetched, self.most = site, outlet, fetched, most

    def archive(self, archive: Archive) -> None:
        """Write the night into the archive."""
        night = self.site.truth.night
        at = (NEWEST_AT + VIETNAM_NIGHT + timedelta(days=night)).astimezone(UTC)
        writer = WarcWriter(archive, self.outlet.key, f"night-{night}")
        truths = {normal_url(url): article for article in self.site.truth.articles for _, url in article.addresses}
        crawl = NightWithoutHttp(partial(answer, self.site), self.outlet, at, self.fetched.announced, self.most)
        for page in crawl.pages(writer):
            true = truths.get(normal_url(page.url))
            if true and page.status == 200:
                self.fetched.truths[normal_url(page.url)] = true
                self.fetched.owners |= {normal_url(address): true.url for _, address in true.addresses}
        writer.seal()


def trial(conn: psycopg.Connection, archive: Archive, seed: int, articles: int, most: int) -> Verdict:
    """Learn a stranger, let it have its nights, and compare its proof with the truth."""
    site = stranger_pages(seed, articles)
    verdict = Verdict(seed, lies=frozenset(filter(None, site.truth.traits["lies"].split(","))))
    begun = time.process_time()
    try:
        outlet = learned_outlet(site)
    except NoArticle:
        return verdict
    verdict.family = outlet.family
    fetched = Fetched()
    with with_further_outlets(outlet):
        for night in range(NIGHTS):
            site = stranger_pages(seed, articles, night)
            tonight = with_taught_channels(conn, archive, outlet, seeks=True)
            Crawl(site, tonight, fetched, most).archive(archive)
            load_outlet(conn, archive, outlet.key, lambda line: None)
        judge(conn, outlet, site, fetched, verdict)
    verdict.seconds = time.process_time() - begun
    return verdict


def judge(conn: psycopg.Connection, outlet: Outlet, site: StrangerSite, fetched: Fetched, verdict: Verdict) -> None:
    """Compare rows and proof with the truth."""
    verdict.proof = dict(
        conn.execute("SELECT field, state FROM ops.outlet_proof WHERE outlet_key = %s", [outlet.key]).fetchall()
    )
    verdict.state = verdict.proof.get("paper", "no proof")
    online = {article.url for article in site.truth.articles}
    by_address = {normal_url(address): a.url for a in site.truth.articles for _, address in a.addresses}
    said = {normal_url(each.url) for channel in site.truth.channels for each in channel.announced}
    announced = {by_address[url] for url in said if url in by_address}
    loaded: Counter[str] = Counter()
    without_ids = any(article.native_id is None for article in site.truth.articles)
    verdict.has_numbers = all((article.native_id or "").isdigit() for article in site.truth.articles)
    for row in rows_of(conn, outlet.key):
        owner = next((url for each in row["urls"] if (url := fetched.owners.get(each))), None)
        if owner is None:
            count(verdict, "identity", False, f"no article: {row['url']}")
            continue
        loaded[owner] += 1
        # Where a slug is all that an address has, an article whose slug was edited is another one by its address.
        is_one = loaded[owner] == 1 or without_ids
        count(verdict, "identity", is_one, f"twice: {row['url']}")
        read = next((true for each in row["urls"] if (true := fetched.truths.get(each))), None)
        if read:
            compare(verdict, row, read)
    verdict.published, verdict.announced = len(online), len(announced)
    present = {by_address.get(normal_url(url), url) for url in loaded}  # an edit moved some of them
    verdict.loaded = len(online & present)
    verdict.of_announced = len(announced & present)


def rows_of(conn: psycopg.Connection, key: str) -> Iterator[dict[str, Any]]:
    """Yield each loaded article with every address that leads to it."""
    cursor = conn.execute(_ROWS, [key])
    names = [column.name for column in cursor.description or ()]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def compare(verdict: Verdict, row: dict[str, Any], article: TrueArticle) -> None:
    """Count each field of one article."""
    truth = truth_of(article)
    values: dict[str, object] = {
        "headline": clean(row["headline"]) or None,
        "published_at": row["published_at"] and row["published_at"].astimezone(NEWEST_AT.tzinfo),
        "lead": clean(row["lead"]) or None,
        "body": words(" ".join(row["body"] or [])),
        "section": [fold(name) for name in row["section_path"] or []],
        "bylines": sorted({fold(name) for name in row["bylines"] or []}),
        "tags": [fold(tag) for tag in row["tags"] or []],
    }
    for name, value in values.items():
        if not value and truth[name]:
            verdict.missing[name] += 1
        elif value or truth[name]:
            right = is_right(name, value, truth[name], article.published_precision)
            count(verdict, name, right, f"{row['url']} {short(name, value)} != {short(name, truth[name])}")


def count(verdict: Verdict, name: str, right: bool, example: str) -> None:
    """Count one value."""
    (verdict.right if right else verdict.wrong)[name] += 1
    if not right:
        verdict.examples[name].append(example)


def print_paper(v: Verdict, examples: int) -> None:
    """Print a paper's line: wrong as wrong/values(-null), and examples of what was proven and is wrong."""
    wrong = " ".join(f"{n}={v.wrong[n]}/{v.wrong[n] + v.right[n]}(-{v.missing[n]})" for n in FIELDS if v.wrong[n])
    refuted = ",".join(name for name in FIELDS if v.proof.get(name) == "refuted")
    print(
        f"{v.seed:6} {v.state:10} loaded {v.loaded}/{v.published}, announced {v.of_announced}/{v.announced}; "
        f"proven {','.join(v.proven) or '-'}; refuted {refuted or '-'}; wrong {wrong or '-'}",
        flush=True,
    )
    for name in v.wrongly_proven:
        print(f"       WRONGLY PROVEN {name}", *v.examples[name][:examples], sep="\n         ")


def print_figures(verdicts: list[Verdict]) -> None:
    """Print what all papers come to."""
    proven = fields_proven(verdicts)
    unnumbered = [v for v in verdicts if not v.has_numbers]
    right = sum(v.right[name] for v in verdicts for name in v.proven)
    wrong = sum(v.wrong[name] for v in verdicts for name in v.proven)
    missing = sum(v.missing[name] for v in verdicts for name in v.proven)
    lying = [v for v in verdicts if v.lies]
    print(f"{len(verdicts)} papers, {NIGHTS} nights each: {dict(Counter(v.state for v in verdicts))}")
    print(f"  loaded of what is online: {_share(sum(v.loaded for v in verdicts), sum(v.published for v in verdicts))}")
    announced = _share(sum(v.of_announced for v in verdicts), sum(v.announced for v in verdicts))
    print(f"  loaded of what their channels announce: {announced}")
    print(f"  proven fields: {sum(proven.values())} {dict(proven)}")
    print(f"    of {len(unnumbered)} papers whose articles have no numbers: {dict(fields_proven(unnumbered))}")
    print(f"  values of proven fields equal to the truth: {_share(right, right + wrong)}; null: {missing}")
    print(f"  proven fields wrong in more than {MOST_WRONG:.0%}: {sum(len(v.wrongly_proven) for v in verdicts)}")
    print(
        f"  papers with a lying JSON-LD proven by the lie: {sum(bool(v.proven_by_lie) for v in lying)} of {len(lying)}"
    )
    print(f"  CPU: {sum(v.seconds for v in verdicts) / max(1, len(verdicts)):.1f} s a paper")


def fields_proven(verdicts: list[Verdict]) -> Counter[str]:
    """Return by field how many of the papers have it proven."""
    return Counter(name for v in verdicts for name in v.proven)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / max(1, whole):.4f})"


def main() -> None:
    """Print the table; exit with 1 if a field is marked proven that is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=20)
    parser.add_argument("--first", type=int, default=71_000, help="the first seed")
    parser.add_argument("--seeds", type=int, nargs="*", help="these seeds instead")
    parser.add_argument("--articles", type=int, default=90, help="online on the first night")
    parser.add_argument("--a-night", type=int, default=40, help="new articles fetched a night at most")
    parser.add_argument("--examples", type=int, default=2)
    asked = parser.parse_args()
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer(Path(folder) / "home")
        try:
            migrate(server.start())
            with connect(server.url) as conn:
                for seed in asked.seeds or range(asked.first, asked.first + asked.papers):
                    verdicts.append(trial(conn, Archive(Path(folder)), seed, asked.articles, asked.a_night))
                    print_paper(verdicts[-1], asked.examples)
        finally:
            server.destroy()
    print_figures(verdicts)
    sys.exit(any(verdict.wrongly_proven for verdict in verdicts))


_ROWS = """
    SELECT a.url, a.headline, a.published_at, a.lead, t.body, a.section_path, a.tags,
        ARRAY(SELECT b.name FROM news.article_byline AS b WHERE b.article_id = a.article_id) AS bylines,
        ARRAY(SELECT u.url FROM ops.url AS u WHERE u.article_id = a.article_id) || a.url AS urls
    FROM news.article_record AS a LEFT JOIN news.article_text AS t USING (article_id) WHERE a.outlet_key = %s"""


if __name__ == "__main__":
    main()
