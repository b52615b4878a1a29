"""Time what every command and test waits for: `python benchmarks/start_speed.py`.

CPU seconds, the quickest of three processes that begin anew. Exit status 1: a step is above its limit.
"""

import subprocess
import sys

RUNS = 3
# The step, its code, and the most CPU seconds that it may take.
STEPS = (
    ("the load step's imports", "import crawler.commands.connections, crawler.pipeline.load", 0.9),
    (
        "the catalogue, read and checked",
        "from crawler.outlets import catalogue; before = process_time(); catalogue()",
        0.3,
    ),
    (
        "an invented paper of sixty articles",
        "from crawler.sample_press.strangers import stranger_pages; before = process_time(); stranger_pages(7, 60)",
        2.0,
    ),
)


def cpu_seconds(code: str) -> float:
    """Return the CPU seconds of the code in a process of its own; it may set `before` where its own work begins."""
    timed = f"from time import process_time; before = process_time(); {code}; print(process_time() - before)"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> int:
    """Print each step's seconds."""
    slow = 0
    for step, code, limit in STEPS:
        quickest = min(cpu_seconds(code) for _ in range(RUNS))
        slow += quickest > limit
        print(f"{step:36} {quickest:5.2f} s of {limit:.1f}{'  TOO SLOW' if quickest > limit else ''}")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
