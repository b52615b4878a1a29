"""A paper that its nights have proven goes into the catalogue as a proven one: a fresh home reads it so."""

from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from strangers_on_trial import Crawl, Fetched, learned_outlet

from crawler.archive import Archive
from crawler.contributor import learn_again, record
from crawler.outlets import unfinished, unfinished_parts, unproven_statements, with_further_outlets
from crawler.outlets.catalogue import read_outlet
from crawler.outlets.records import TO_FILL, Evidence
from crawler.outlets.yaml_files import read_yaml
from crawler.quality import papers_proof
from crawler.sample_press.strangers import stranger_pages
from crawler.warehouse import sync_catalogue

SEED, ARTICLES = 71_000, 40
FIGURES = [("headline", 60), ("published_at", 58), ("body", 60), ("identity", 60), ("paper", 0)]


def prove(conn: psycopg.Connection, key: str) -> str:
    """Write that the paper's nights have proven it, and return the source that its entry gives."""
    for field, confirmed in FIGURES:
        conn.execute(
            "INSERT INTO ops.outlet_proof (outlet_key, field, state, since, nights, confirmed, refuted) "
            "VALUES (%s, %s, 'proven', '2026-11-28', 4, %s, 0)",
            [key, field, confirmed],
        )
    (paper,) = papers_proof(conn, [key])
    assert paper.source
    return paper.source


def test_entry_evidence_and_twin_pass_the_check_and_a_fresh_home_calls_it_proven(
    conn: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = stranger_pages(SEED, ARTICLES)
    outlet = replace(learned_outlet(site), former_province_codes=["89"])  # of An Giang, which is 91 today
    archive, new = Archive(tmp_path / "archive"), tmp_path / "new"
    with with_further_outlets(outlet):
        Crawl(site, outlet, Fetched(), ARTICLES).archive(archive)
        sync_catalogue(conn)
        proposal = learn_again([*reversed(archive.sealed(outlet.key))], outlet, prove(conn, outlet.key))
    (new / "evidence").mkdir(parents=True)
    entry, evidence = new / f"{outlet.key}.yaml", new / "evidence" / f"{outlet.key}.yaml"
    entry.write_text(proposal.entry, "utf8")
    # What only a person knows: the province in the record's words, and today's.
    assert proposal.evidence.count(TO_FILL) == 2
    evidence.write_text(proposal.evidence.replace(TO_FILL, "An Giang"), "utf8")

    again, said = read_outlet(entry), read_yaml(evidence, Evidence, "evidence/")
    monkeypatch.setattr(unfinished, "evidence_of", lambda _: said)
    with with_further_outlets(again):
        record(proposal.article, again, new / "pages")
        assert unfinished_parts(again, new / "pages", new) == []
        assert unproven_statements(again, said) == []
        conn.execute("DELETE FROM ops.outlet_proof")
        sync_catalogue(conn)
        (paper,) = papers_proof(conn, [again.key])
        assert (paper.state, paper.proven_by) == ("proven", "a saved page")
