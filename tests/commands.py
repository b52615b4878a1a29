"""What the fixture `baotinh` is: the command, run with exactly the environment that a test gives it."""

import subprocess
from collections.abc import Callable

Baotinh = Callable[..., "subprocess.CompletedProcess[str]"]
