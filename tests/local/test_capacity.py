"""How many tasks run at once on machines of different sizes."""

import pytest

from crawler.local.capacity import tasks_for

GB = 1 << 30


@pytest.mark.parametrize(
    ("cores", "memory", "tasks"),
    [(2, 3 * GB, 8), (2, 24 * GB, 8), (2, 2 * GB, 4), (1, 3 * GB, 4), (1, GB, 2), (8, 4 * GB, 15), (64, 256 * GB, 16)],
)
def test_cores_and_memory_both_bound_it(cores: int, memory: int, tasks: int) -> None:
    assert tasks_for(cores, memory) == tasks
