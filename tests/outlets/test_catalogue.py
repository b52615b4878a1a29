"""The catalogue is valid, covers every province, says what its evidence says, and refuses what it cannot understand."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from crawler.article import Identity
from crawler.contributor.costs import LONGEST_ENTRY, entry_lines
from crawler.outlets import (
    CatalogueError,
    UnknownOutlet,
    catalogue,
    crawled_outlets,
    identify,
    nightly_outlets,
    normal_url,
)
from crawler.outlets.catalogue import read_catalogue, read_outlet
from crawler.outlets.records import evidence_of
from crawler.outlets.rules import family_rules
from crawler.resources import shipped
from crawler.sites.families import FAMILIES

EVIDENCE = Path(__file__).parents[2] / "crawler" / "outlets" / "evidence"
RECORDS = Path(__file__).parents[2].parent / "shared" / "data" / "outlets-evidence.json"
EXAMPLES = [(key, u.url) for key in catalogue() for u in evidence_of(key).article_urls]


def units(name: str) -> list[dict[str, str]]:
    with (shipped("sql") / "seed" / name).open(encoding="utf8") as file:
        return list(csv.DictReader(file))


def test_every_province_has_a_living_paper_and_every_former_one_a_paper() -> None:
    outlets = catalogue().values()
    assert len(outlets) >= 50
    assert {o.province_code for o in outlets if o.status == "active"} == {u["code"] for u in units("provinces.csv")}
    former = {u["code"]: u["province_code"] for u in units("former_provinces.csv")}
    assert {code for o in outlets for code in o.former_province_codes} == set(former)
    assert [o.key for o in outlets if {former[c] for c in o.former_province_codes} != {o.province_code}] == []
    assert [o.key for o in outlets if (o.status == "archive") != (o.successor is not None)] == []


@pytest.mark.parametrize("key", catalogue())
def test_the_records_speak_of_no_other_channels_hosts_or_listings(key: str) -> None:
    outlet, facts = catalogue()[key], evidence_of(key)
    assert {h.host for h in outlet.hosts} == set(facts.hosts)
    assert {c.url: c.status for c in outlet.channels} == {u: c.status for u, c in facts.channels.items()}


@pytest.mark.parametrize("key", catalogue())
def test_a_channel_lies_on_a_host_of_the_paper(key: str) -> None:
    outlet = catalogue()[key]
    hosts = {urlsplit(normal_url(c.url.replace("{page}", "1"))).hostname for c in outlet.channels}
    assert hosts <= outlet.page_hosts


def words(value: object) -> Iterator[str]:
    """Yield every key and text of a tree."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)
    else:
        yield str(value)


@pytest.mark.skipif(not RECORDS.exists(), reason="the project's records are not beside this checkout")
def test_the_evidence_repeats_the_projects_records_word_by_word() -> None:
    kept = "\n".join(
        w for key in catalogue() for w in words(yaml.safe_load((EVIDENCE / f"{key}.yaml").read_text("utf8")))
    )
    for record in json.loads(RECORDS.read_text("utf8")):
        facts = [record["outlet_name"], record["province"], record["unit_today"]]
        facts += [u["url"] for u in record["article_url_examples"] + record["feeds"] + record["sitemaps"]]
        facts += [s["css"] for s in record["selectors"].values()] + [q["fact"] for q in record["quirks"]]
        facts += [d["host"].removeprefix("www.") for d in record["domains"]]
        facts += [record[k] for k in ("family", "article_pattern", "date_format", "listing_pagination") if record[k]]
        assert [f for f in facts if f.replace("../shared/pages/", "") not in kept] == [], record["outlet_name"]


# -- addresses


def forms(url: str, identity: Identity) -> set[str]:
    """Write one article's address in every form in which it is linked."""
    parts = urlsplit(url)
    bare = (parts.hostname or "").removeprefix("www.")
    space = next(s for s in catalogue()[identity.outlet].id_spaces if s.id_space == identity.id_space)
    assert bare in space.hosts
    paths = {parts.path + (f"?{parts.query}" if parts.query else "")}
    if any("print/(?P<id>" in pattern for pattern in space.patterns):
        folder, _, last = parts.path.rpartition("/")
        number = identity.native_id
        paths.add(f"{folder}/print/{last}" if f"-a{number}." in last else f"{folder}/print/{number}.html")
    return {
        f"{scheme}{host}{p}"
        for host in space.hosts
        for scheme in ("http://", "https://", "http://www.", "https://www.")
        for p in paths
    } | {url + ("&" if parts.query else "?") + "utm_source=zalo#binh-luan"}


@pytest.mark.parametrize(("key", "url"), EXAMPLES)
def test_an_example_is_its_own_outlets_in_every_form_and_nobody_elses(key: str, url: str) -> None:
    found = identify(url)
    assert found is not None
    assert found.outlet == key
    assert {identify(form) for form in forms(url, found)} == {found}
    assert [o.key for o in catalogue().values() if o.key != key and identify(url, o)] == []


def test_no_address_of_a_listing_feed_or_sitemap_is_taken_for_an_article() -> None:
    addresses = [
        url.replace("{page}", "2").replace("{YYYY}-{M}", "2026-9").replace("{category_slug}", "thoi-su")
        for e in map(evidence_of, catalogue())
        for url in (*e.channels, *e.feeds_not_taken, *e.listings_not_taken)
    ]
    assert len(addresses) > 100
    assert [url for url in addresses if identify(url)] == []


# -- what the night takes


def test_the_night_crawls_what_it_can_read() -> None:
    assert len(crawled_outlets()) >= 6
    assert [o.key for o in crawled_outlets().values() if o.family not in FAMILIES] == []


def test_a_night_takes_the_papers_that_the_setting_names() -> None:
    assert nightly_outlets("crawled") == crawled_outlets()
    assert [*nightly_outlets("all")] == [key for key, o in catalogue().items() if o.status == "active"]
    assert {o.family for o in nightly_outlets("all").values()} <= {*FAMILIES}
    assert [*nightly_outlets("baodaklak, baoangiang,baodaklak")] == ["baoangiang", "baodaklak"]
    with pytest.raises(UnknownOutlet, match=r"names baokhongco, baolongan: it must be crawled, all, or keys"):
        nightly_outlets("baolongan,baokhongco,baodaklak")


# -- how it is written


@pytest.mark.parametrize("key", catalogue())
def test_an_entry_is_short_and_its_lines_are_not_long(key: str) -> None:
    outlet, text = catalogue()[key], (EVIDENCE.parent / f"{key}.yaml").read_text("utf8")
    assert [line for line in text.splitlines() if len(line) > 120] == []
    assert outlet.family == "generic" or entry_lines(outlet) <= LONGEST_ENTRY


def test_every_family_that_is_read_has_its_rules() -> None:
    without_rules = sorted({*FAMILIES} - {*family_rules()})
    assert not without_rules, f"{without_rules}: add the form of its addresses to crawler/outlets/families.yaml"
    without_reader = sorted({*family_rules()} - {*FAMILIES})
    assert not without_reader, f"{without_reader}: list its class in crawler/sites/families/__init__.py"


# -- the loader


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("key: [", "while parsing a flow node"),
        ("family: fck", "Object missing required field"),
        ("name: a\nname: b", "name is written twice"),
        ("\xff", "baotest.yaml"),
    ],
)
def test_a_broken_file_is_named_with_its_reason(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "baotest.yaml"
    file.write_bytes(text.encode("latin1"))
    with pytest.raises(CatalogueError, match=named):
        read_outlet(file)


ENTRY = """
name: Báo Thử
province_code: "91"
hosts: {{{key}.vn: home}}
{more}
"""


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("successor: baohai", "baomot.yaml and baohai.yaml: only one names the other"),
        ("predecessors: [baohai]", "baohai.yaml and baomot.yaml: only one names the other"),
        ("crawled: true", "only an active outlet with a channel"),
        ("channels: {/x: {kind: json, status: seen, link: l}}", "channels.x: a json one, and no other"),
        ("channels: {/x: {kind: rss, status: seen, items: i, link: l}}", "channels.rss-x: a json one"),
        ("channels: {/x: {name: a, status: seen}, /y: {name: a, status: seen}}", "channels: two are named 'a'"),
        ("family: fkc", "baomot.yaml: family: 'fkc' is none of bbg, ckfinder"),
        ("family: generic", "id_spaces.baomot: it needs patterns, as the family generic has no rule"),
        ("id_spaces: {baomot: {ids: x, patterns: ['(?P<id>x)']}}", "id_spaces.baomot: ids and under belong to"),
        ("id_spaces: {baomot: {hosts: [b.vn]}}", "id_spaces.baomot: hosts not declared: .'b.vn'."),
        ("politeness: x", "unknown field `politeness`"),
        ("note: [", "baomot.yaml"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(tmp_path: Path, more: str, named: str) -> None:
    more = more if "family" in more else f"family: fck\n{more}"
    for key, own in (("baomot", more), ("baohai", "family: fck")):
        (tmp_path / f"{key}.yaml").write_text(ENTRY.format(key=key, more=own), "utf8")
    with pytest.raises(CatalogueError, match=named):
        read_catalogue(tmp_path)
