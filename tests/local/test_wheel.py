"""The built wheel carries SQL and DAGs and works away from the clone."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from crawler.local.postgres import PostgresServer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = folder.glob("baotinh-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "installed")
    return folder / "installed"


def run(unpacked: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=unpacked,
        env=os.environ | {"PYTHONPATH": str(unpacked)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_sql_and_dags_are_found_in_the_wheel(unpacked: Path) -> None:
    code = "from crawler.resources import shipped; print(shipped('sql') / 'schema', shipped('dags') / 'nightly.py')"
    found = [Path(p) for p in run(unpacked, "-c", code).stdout.split()]
    assert [p.exists() for p in found] == [True, True]
    assert all(p.is_relative_to(unpacked) for p in found)


def test_the_licence_comes_with_the_wheel(unpacked: Path) -> None:
    (kept,) = unpacked.glob("baotinh-*.dist-info/licenses")
    assert [(kept / name).read_bytes() for name in ("LICENSE", "NOTICE")] == [
        (ROOT / name).read_bytes() for name in ("LICENSE", "NOTICE")
    ]


def test_it_migrates_a_database_and_lists_the_outlets(unpacked: Path, server: PostgresServer) -> None:
    with psycopg.connect(server.url, autocommit=True) as conn:
        conn.execute(sql.SQL("CREATE DATABASE wheel"))
    url = server.url.rsplit("/", 1)[0] + "/wheel"
    done = run(unpacked, "-m", "crawler", "migrate", DATABASE_URL=url)
    assert "applied tables" in done.stdout, done.stderr
    assert "baoangiang" in run(unpacked, "-m", "crawler", "outlets").stdout
