"""Read WARC files with another build, by its own command: a script for a process whose `crawler` is that build's.

It takes a state folder as its argument and the files' paths from standard input, and answers a line for each. It uses
of that build only what every build has: `crawler.sites.build` and `baotinh parse WARC --home FOLDER`.
"""

import sys
from contextlib import redirect_stdout


def main(home: str) -> None:
    """Say which package and build answers, then read each file into the folder's archive of readings."""
    import crawler  # noqa: PLC0415 - the other build's, and only in this process
    from crawler.cli import app  # noqa: PLC0415
    from crawler.sites import build  # noqa: PLC0415

    print(crawler.__file__, build(), sep="\t", flush=True)
    for line in sys.stdin:
        answer = "read"
        try:
            with redirect_stdout(sys.stderr):
                app(["parse", line.rstrip("\n"), "--home", home], standalone_mode=False)
        except (Exception, SystemExit) as error:  # one file's failure is told, and the next is read
            answer = f"failed\t{type(error).__name__}: {error}".replace("\n", " ")
        print(answer, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
