"""`up` killed with -9 at random moments of its first minute comes up again by running `up`, with every row it had."""

import os
import random
import subprocess
from pathlib import Path

import pytest
from operator_home import operator

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.timeout(900)]

# One takes about a minute; fewer are the first of the same list.
MOMENTS = int(os.environ.get("BAOTINH_TEST_KILLS", "20"))
SEED = 20261124


def moments(count: int) -> list[float]:
    """Draw seconds of the first minute, the same ones each time, one in each equal slice, in mixed order."""
    drawn = random.Random(SEED)
    found = [round((60 * n / 20) + drawn.random() * 3, 2) for n in range(20)]
    drawn.shuffle(found)
    return found[:count]


@pytest.mark.parametrize("moment", moments(MOMENTS))
def test_killed_at(moment: float, tmp_path: Path) -> None:
    with operator(tmp_path / "home") as someone:
        running = someone.start()
        try:
            running.wait(moment)
            pytest.fail(f"it ended by itself: {someone.said.read_text()}")
        except subprocess.TimeoutExpired:
            pass
        someone.kill(running)
        someone.comes_up()
