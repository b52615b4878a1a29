"""Run the sample press: `python -m crawler.sample_press --port N [--pages FOLDER] [--switch KEY:NAME[=VALUE]]`.

`--strangers SEED[,SEED…]` lets it play invented papers too, and says on which hosts; `--truth FILE` writes what is true
of them.
"""

import argparse
import signal
import threading
from datetime import datetime
from pathlib import Path

from crawler.sample_press.press import SamplePress
from crawler.sample_press.server import serving
from crawler.sample_press.switches import SWITCHES, UnknownSwitch


def _seeds(text: str) -> list[int]:
    return [int(seed) for seed in text.split(",")]


def main() -> None:
    """Serve until Ctrl-C or SIGTERM."""
    switches = "; ".join(f"{k}: {v}" for k, v in SWITCHES.items())
    parser = argparse.ArgumentParser("python -m crawler.sample_press", epilog=switches)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--newest-at",
        type=datetime.fromisoformat,
        metavar="TIME",
        help="when the newest articles appeared, such as 2026-09-30T20:00+07:00 (default: the evening before)",
    )
    parser.add_argument("--switch", action="append", default=[], metavar="OUTLET:NAME[=VALUE]")
    parser.add_argument("--strangers", type=_seeds, default=[], metavar="SEED[,SEED]", help="invented papers, by seed")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="write the truth of the strangers as JSON")
    arguments = parser.parse_args()
    sample_press = SamplePress(arguments.pages, arguments.seed, arguments.newest_at, strangers=arguments.strangers)
    for switch in arguments.switch:
        try:
            sample_press.switch_by_text(switch)
        except UnknownSwitch as error:
            parser.error(str(error))
    if arguments.truth:
        sample_press.strangers.write_truth(arguments.truth)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    with serving(sample_press, arguments.port) as url:
        print(url, *(f"https://{host}/" for host in sample_press.strangers.hosts), sep="\n", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
