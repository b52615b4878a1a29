"""What pytest says of a property test that fails, where another failed before Twisted was imported."""

import subprocess
import sys
from pathlib import Path

FAILING = """
from hypothesis import given, settings, strategies


@settings(database=None, deadline=None)
@given(strategies.integers())
def test_a_number_is_small(number):
    assert number < 5


@settings(database=None, deadline=None)
@given(strategies.integers())
def test_another_after_twisted(number):
    import twisted.internet.asyncioreactor
    assert number < 7
"""


def test_a_failing_example_is_a_failure_and_not_the_end_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_numbers.py").write_text(FAILING, "utf8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {Path(__file__).parent}\n", "utf8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "unpatched"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert "number=7" in done.stdout
    assert "2 failed" in done.stdout
    assert "INTERNALERROR" not in done.stdout + done.stderr
