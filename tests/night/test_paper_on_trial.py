"""A paper whose reader no real page has proven: its own nights prove it, and a relaunch takes the proof back."""

import psycopg
import pytest
from paper_nights import KEY, Paper, forget, proof

from crawler.archive import Archive
from crawler.outlets import outlet_by_key
from crawler.pipeline.load import load_outlet

pytestmark = pytest.mark.slow


def test_its_nights_prove_it_and_a_relaunch_takes_the_proof_back(conn: psycopg.Connection, archive: Archive) -> None:
    assert not outlet_by_key(KEY).crawled
    paper = Paper(archive)
    states = []
    for number in range(4):
        paper.night(number)
        load_outlet(conn, archive, KEY, print)
        states.append(proof(conn))
    assert states[:2] == [("on trial", None)] * 2
    assert states[3] == ("proven", "its nights")
    assert conn.execute("SELECT bool_and(is_proven) FROM news.articles").fetchall() == [(True,)]
    written = conn.execute("SELECT * FROM ops.outlet_proof ORDER BY field").fetchall()
    forget(conn)
    load_outlet(conn, archive, KEY, print)
    assert conn.execute("SELECT * FROM ops.outlet_proof ORDER BY field").fetchall() == written
    paper.press.switch(KEY, "without", "headline,published_at,lead")
    paper.night(4)
    load_outlet(conn, archive, KEY, print)
    assert proof(conn) == ("refuted", None)
