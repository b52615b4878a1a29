"""A new paper's entry, proposed from one page: the loader takes it once a person has filled in the province."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from invented_families import PAGES, Invented
from invented_pages import fck, onecms, page

from crawler.contributor import propose
from crawler.contributor.recognise import families_of
from crawler.outlets import Outlet, identify, unproven_statements
from crawler.outlets.catalogue import read_outlet
from crawler.outlets.records import Evidence
from crawler.page import SavedPage

NEW = {
    name: replace(
        p, url=p.url.replace("://www.", "://").replace("://bao", "://moi").replace("://huengaynay", "://moihue")
    )
    for name, p in PAGES.items()
}


def evidence_of(saved: SavedPage) -> Evidence:
    return msgspec.yaml.decode(propose(saved).evidence, type=Evidence)


def entry(saved: SavedPage, folder: Path) -> Outlet:
    proposal = propose(saved)
    file = folder / f"{proposal.key}.yaml"
    file.write_text(proposal.entry, "utf8")
    return read_outlet(file)


@pytest.mark.parametrize("family", [name for name in PAGES if " of " not in name])
def test_the_family_is_told_by_its_signature_and_the_id_rule_reads_the_address(family: str, tmp_path: Path) -> None:
    invented: Invented = NEW[family]
    proposed = entry(page(invented.html, invented.url), tmp_path)
    assert proposed.family == family
    assert proposed.key.startswith("moi")
    identity = identify(invented.url, proposed)
    assert identity is not None
    assert identity.id_space == proposed.key
    to_say = {"name", "province_code", "former_province_codes"} - (
        {"name"} if "og:site_name" in invented.html else set()
    )
    assert set(unproven_statements(proposed, evidence_of(page(invented.html, invented.url)))) == {
        f"{field}: TO BE FILLED IN" for field in to_say
    }
    assert not proposed.crawled


@pytest.mark.parametrize(("family", "html"), [("fck", fck("<p>Một.</p>")), ("onecms", onecms("<p>Một.</p>"))])
def test_no_page_is_signed_by_two_families(family: str, html: str) -> None:
    assert families_of(page(html, "https://moi.vn/a-a1.html")) == [family]
    assert {name: families_of(page(p.html, p.url)) for name, p in PAGES.items() if " of " not in name} == {
        name: [] if name == "generic" else [name] for name in PAGES if " of " not in name
    }


def test_a_feed_that_the_page_links_is_seen_and_the_front_page_guessed(tmp_path: Path) -> None:
    html = """<html><head><meta property="og:site_name" content="Báo Mới Thử">
<link rel="alternate" type="application/rss+xml" href="/rss/home.rss">
<link rel="alternate" type="application/rss+xml" href="https://khac.vn/r"></head></html>"""
    proposed = entry(page(html, "https://www.baomoithu.com.vn/kinh-te/mot-bai-17.html"), tmp_path)
    assert (proposed.key, proposed.name, proposed.politeness_group) == ("baomoithu", "Báo Mới Thử", "baomoithu.com.vn")
    assert [(c.kind, c.status) for c in proposed.channels] == [("rss", "seen"), ("listing", "guessed")]
    assert identify("https://baomoithu.com.vn/xa-hoi/bai-khac-18.html", proposed) is not None
    assert identify("https://baomoithu.com.vn/xa-hoi/", proposed) is None
