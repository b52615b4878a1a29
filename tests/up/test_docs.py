"""docs/operator.md, as a reader follows it: every `sh` block in one shell, in order; the tables against the package."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from operator_home import operator

import crawler
from crawler.configuration import meanings

TEXT = (Path(crawler.__file__).parent.parent / "docs" / "operator.md").read_text("utf8")


def test_the_table_of_settings_is_the_packages() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `([A-Z_]+)` \| (.+) \|$", TEXT, re.M)
    assert rows == [(name, variable, meaning) for name, (variable, meaning, _) in meanings().items()]


def test_every_command_in_the_text_exists() -> None:
    from typer.main import get_command

    from crawler.cli import app

    named = set(re.findall(r"`?baotinh ([a-z]+)\b", TEXT))
    assert named - {"for"} <= set(get_command(app).commands)  # type: ignore[attr-defined]
    assert {"up", "down", "status", "doctor", "backup", "restore"} <= named


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_its_shell_blocks_run(tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.M | re.S)
    assert len(blocks) >= 6
    with operator(tmp_path / "home") as someone:
        environment = someone.environment | {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(tmp_path),
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", "\n".join(blocks)],
            env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=500,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        assert (tmp_path / "baotinh.dump").stat().st_size > 10_000
        someone.assert_nothing_runs()
