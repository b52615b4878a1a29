"""How tests are shared out to processes: what files share, and which files come first."""

from xdist.scheduler import LoadScopeScheduling

# Files of minutes, the longest first; those that share an Airflow one after the other, so that it ends with the last.
LONGEST = (
    "test_night.py",
    "test_grid.py",
    "test_reparse_in_airflow.py",
    "test_room_in_airflow.py",
    "test_docs.py",
    "test_faults_of_up.py",
    "test_demo.py",
    "test_planted_faults.py",
    "test_kept_alive.py",
    "test_alerts_of_nights.py",
    "test_every_province.py",
    "test_numbers_of_up.py",
    "test_archive.py",
    "test_dataset.py",
    "test_replay.py",
    "test_told.py",
)
# What files share, by the starts of their tests' names. Two Airflows at a time, each of a group whose files come one
# after the other: a third on two cores outlasts the patience of all.
SHARED = {
    "first Airflow": (
        "tests/e2e/test_grid.py",
        "tests/e2e/test_night.py",
        "tests/e2e/test_reparse_in_airflow.py",
        "tests/e2e/test_room_in_airflow.py",
        "tests/docs/test_docs.py::test_the_operators",
        "tests/up/",
    ),
    "second Airflow": (
        "tests/docs/test_docs.py",
        "tests/e2e/",
        "tests/local/test_airflow.py",
        "tests/local/test_dags.py",
        "tests/local/test_server_processes.py",
    ),
    "reading room": ("tests/web/",),
}


class Scheduler(LoadScopeScheduling):
    """Give all tests of a group to one process, since they share what the first of them started."""

    def _split_scope(self, nodeid: str) -> str:
        return worker_group(nodeid)


def worker_group(nodeid: str) -> str:
    """Return the name of a test's group: its file, or what several files share."""
    shared = [name for name, starts in SHARED.items() if nodeid.startswith(starts)]
    return shared[0] if shared else nodeid.split("::", 1)[0]


def rank(file: str) -> int:
    """Return the place of a file among those of minutes."""
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
