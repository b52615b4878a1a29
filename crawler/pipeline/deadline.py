"""What Airflow calls when a night is not done in time.

It runs in the triggerer, so it waits for the command without blocking, and imports nothing that takes long.
"""

import asyncio
import os
import sys
from typing import Any

_ENDED = {"success", "failed"}


async def tell_late(context: dict[str, Any]) -> str:
    """Run `baotinh alert --late` for the run whose deadline passed; return what it printed, for Airflow's record.

    Airflow also reports runs that ended red before their deadline: those are not late, and not told of.
    """
    run = context["dag_run"]
    if run["state"] in _ENDED:
        return f"{run['dag_run_id']} has ended"
    keys = (run.get("conf") or {}).get("outlets") or []
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-u", "-m", "crawler", "alert", "--late", run["dag_run_id"], *keys],
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return output.decode(errors="replace").strip()
