"""`outlets learned`: a paper of the catalogue learned again from its archive, as an entry that can be read at once."""

from pathlib import Path

import pytest
from click.testing import Result
from strangers_on_trial import Crawl, Fetched, learned_outlet
from typer.testing import CliRunner

from crawler.archive import Archive
from crawler.cli import app
from crawler.contributor import learn_again, lost_statements
from crawler.outlets import Outlet, OutletEntry, complete_outlet, identify, with_further_outlets
from crawler.outlets.catalogue import UnknownOutlet, outlet_by_key, read_outlet
from crawler.outlets.yaml_files import parse_yaml
from crawler.sample_press.strangers import StrangerSite, stranger_pages

SEED, ARTICLES = 71_000, 40


@pytest.fixture(scope="module")
def site() -> StrangerSite:
    return stranger_pages(SEED, ARTICLES)


@pytest.fixture(scope="module")
def outlet(site: StrangerSite) -> Outlet:
    return learned_outlet(site)


@pytest.fixture(scope="module")
def archive(site: StrangerSite, outlet: Outlet, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Give the archive of the paper's first night."""
    archive = Archive(tmp_path_factory.mktemp("home") / "archive")
    Crawl(site, outlet, Fetched(), ARTICLES).archive(archive)
    return archive


def test_a_further_outlet_is_the_catalogues_for_a_while(outlet: Outlet, site: StrangerSite) -> None:
    article = site.truth.articles[0].url
    with with_further_outlets(outlet):
        assert outlet_by_key(outlet.key) == outlet
        assert getattr(identify(article), "outlet", None) == outlet.key
    assert identify(article) is None
    with pytest.raises(UnknownOutlet):
        outlet_by_key(outlet.key)


def test_the_archive_teaches_what_the_visit_did(outlet: Outlet, archive: Archive, site: StrangerSite) -> None:
    proposal = learn_again(archive.sealed(outlet.key), outlet)
    again = complete_outlet(outlet.key, parse_yaml(proposal.entry, OutletEntry, "again"))
    assert proposal.to_say == []
    assert (again.name, again.province_code, again.hosts) == (outlet.name, outlet.province_code, outlet.hosts)
    ids = [
        [getattr(identify(a.url, paper), "native_id", None) for a in site.truth.articles] for paper in (outlet, again)
    ]
    assert ids[0] == ids[1]
    assert len({*ids[1]}) == ARTICLES
    lost = {statement for statement in lost_statements(outlet, proposal) if statement.startswith("channel")}
    assert lost == {f"channel {c.url}" for c in outlet.channels if c.url not in {each.url for each in again.channels}}


def learned(archive: Archive, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["outlets", "learned", *arguments, "--home", str(archive.root.parent)])


def test_the_command_writes_an_entry_that_is_read(outlet: Outlet, archive: Archive, tmp_path: Path) -> None:
    with with_further_outlets(outlet):
        printed, written = learned(archive, outlet.key), learned(archive, outlet.key, "--into", str(tmp_path / "new"))
        assert (printed.exit_code, written.exit_code) == (0, 0), printed.output + written.output
        assert f"# crawler/outlets/evidence/{outlet.key}.yaml" in printed.output
        assert read_outlet(tmp_path / "new" / f"{outlet.key}.yaml").family == outlet.family
        assert [file.suffix for file in sorted((tmp_path / "new" / "pages").iterdir())] == [".html", ".json"]
        assert learned(archive, outlet.key, "--into", str(tmp_path / "new")).exit_code == 1


def test_without_an_archive_it_says_so(archive: Archive) -> None:
    result = learned(archive, "baohatinh")
    assert result.exit_code == 1
    assert "holds no sealed WARC file of baohatinh" in result.output
