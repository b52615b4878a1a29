"""`scrapy crawl KEY` runs `baotinh crawl KEY`: only that command holds the site's lock and knows what is archived."""

import argparse
import os
import sys

from scrapy.commands import crawl
from scrapy.exceptions import UsageError


class Command(crawl.Command):
    """Replace Scrapy's command by `baotinh crawl`; the spider argument `limit` becomes its option."""

    requires_crawler_process = False

    def short_desc(self) -> str:
        """Return the line of Scrapy's list of commands."""
        return "Crawl an outlet as `baotinh crawl KEY` does (-a limit=N fetches at most N articles)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Replace this process by `baotinh crawl`. Raises UsageError for arguments that it has no option for."""
        if len(args) != 1:
            raise UsageError("one outlet's key, as `scrapy list` shows it")
        options = dict(opts.spargs)
        limit = options.pop("limit", None)
        if options or opts.output or opts.overwrite_output:
            raise UsageError("only -a limit=N is known: a crawl writes the archive, `baotinh load` the tables")
        command = [sys.executable, "-m", "crawler", "crawl", args[0], *(["--limit", limit] if limit else [])]
        os.execv(sys.executable, command)
