"""The capacity of this machine: how many of the night's tasks it can run at once."""

import os
from contextlib import suppress
from pathlib import Path

import psutil

# A crawl mostly waits for its site, a load does not: four tasks for each core keep the cores busy, and no more.
_TASKS_PER_CORE = 4
# Measured: eight loads at once need 2.1 GB beside PostgreSQL, 0.75 GB of which are Airflow's own processes.
_BYTES_PER_TASK = 180 << 20
# Airflow's processes, PostgreSQL with its cache, and what the rest of the machine needs.
_BYTES_BESIDE = 1_300 << 20
_FEWEST, _MOST = 2, 16
# The limit of a container; psutil tells only the machine's own memory.
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def default_parallelism() -> int:
    """Return the number of tasks for this machine's cores and memory: 8 on two cores with 3 GB."""
    return tasks_for(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _memory()
    )


def tasks_for(cores: int, memory: int) -> int:
    """Return the number of tasks that run well at once on so many cores with so many bytes."""
    return max(_FEWEST, min(_MOST, cores * _TASKS_PER_CORE, (memory - _BYTES_BESIDE) // _BYTES_PER_TASK))


def _memory() -> int:
    memory = psutil.virtual_memory().total
    with suppress(OSError, ValueError):
        memory = min(memory, int(_CONTAINER_LIMIT.read_text()))
    return memory
