"""Processes that tests fork: how each ended is known, whoever else asks."""

import multiprocessing
import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import forked


def test_a_status_is_right_while_other_processes_are_started() -> None:
    """A load in the tests' own process starts workers while threads wait for crawls."""
    with ThreadPoolExecutor(4) as pool:
        running = [forked.start(f"sleep {n}", partial(time.sleep, 0.02 * n), os.environ) for n in range(12)]
        ends = [pool.submit(each.wait) for each in running]
        while not all(end.done() for end in ends):
            multiprocessing.active_children()
    assert [end.result() for end in ends] == [0] * len(running)
