"""Verdicts: how complete a run of an outlet was, and the coverage of its day."""

from crawler.quality.check import check, newest_run
from crawler.quality.finding import Colour, Finding
from crawler.quality.report import Line, Summary, report
from crawler.quality.verdict import Verdict

__all__ = ["Colour", "Finding", "Line", "Summary", "Verdict", "check", "newest_run", "report"]
