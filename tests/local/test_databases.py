"""Airflow's metadata beside somebody's own data."""

import psycopg
import pytest
from psycopg import sql

from crawler.database import DatabaseDown
from crawler.local.databases import ensure_metadata_database
from crawler.local.postgres import PostgresServer


def test_a_second_database_is_made_once(server: PostgresServer) -> None:
    first = ensure_metadata_database(server.url)
    assert first == server.url.rsplit("/", 1)[0] + "/baotinh_airflow"
    assert ensure_metadata_database(server.url) == first
    with psycopg.connect(first) as conn:
        assert conn.execute("SELECT current_database()").fetchone() == ("baotinh_airflow",)


def test_a_role_that_may_not_make_one_is_told_what_to_ask_for(server: PostgresServer) -> None:
    with psycopg.connect(server.url, autocommit=True) as conn:
        conn.execute(sql.SQL("CREATE DATABASE other"))
    url = server.analyst_url.rsplit("/", 1)[0] + "/other"
    with pytest.raises(DatabaseDown, match="CREATE DATABASE other_airflow OWNER analyst"):
        ensure_metadata_database(url)
