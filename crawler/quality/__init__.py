"""Verdicts: how complete a run of an outlet was, and the coverage of its day."""

from crawler.quality.check import check, newest_run
from crawler.quality.report import Summary, report
from crawler.quality.verdict import Verdict

__all__ = ["Summary", "Verdict", "check", "newest_run", "report"]
