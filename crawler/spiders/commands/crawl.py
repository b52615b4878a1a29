"""`scrapy crawl KEY` would ask a site without its lock and without knowing what is already archived."""

import argparse
import sys

from scrapy.commands import crawl


class Command(crawl.Command):
    """Send the operator to the one command that crawls."""

    requires_crawler_process = False

    def short_desc(self) -> str:
        """Return the line of Scrapy's list of commands."""
        return "Refused: `baotinh crawl KEY` takes the site's lock and knows what is archived"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse in one line."""
        key = args[0] if args else "KEY"
        print(
            f"scrapy crawl {key}: refused, use `baotinh crawl {key}`: it takes the site's lock and asks for "
            "new and due articles only",
            file=sys.stderr,
        )
        self.exitcode = 2
