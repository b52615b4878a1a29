"""The notebook of the documentation, run as an analyst runs it, on two nights of the sample press."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from sample_nights import two_nights

from crawler.archive import Archive
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue

pytestmark = pytest.mark.slow

FILE = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def analyst_url(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    with connect(server.loader_url) as loader:
        sync_catalogue(loader)
        two_nights(loader, Archive(tmp_path_factory.mktemp("archive")))
    return server.analyst_url


def test_it_draws_five_pictures_and_a_table_of_headlines(analyst_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = nbformat.read(FILE, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[]] * len(code), "it is kept without outputs: they are a database's"
    monkeypatch.setenv("ANALYST_URL", analyst_url)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    outputs = [output for cell in code for output in cell.outputs]
    # No letter without a glyph, no deprecated call: both would be warned of.
    assert [output.text for output in outputs if output.output_type == "stream"] == []
    pictures = [output.data["image/png"] for output in outputs if "image/png" in output.data]
    assert len(set(pictures)) == len(pictures) == 5
    assert "(cập nhật)" in outputs[-1].data["text/plain"]
