"""Verdicts: how complete a run of an outlet was, and the coverage of its day."""

from crawler.quality.check import check, newest_run
from crawler.quality.entry_faults import entry_faults
from crawler.quality.finding import Colour, Finding
from crawler.quality.proof import FieldProof
from crawler.quality.proof_record import is_proven, papers_proof, record_proof
from crawler.quality.report import Line, Summary, report
from crawler.quality.verdict import Verdict

__all__ = [
    "Colour",
    "FieldProof",
    "Finding",
    "Line",
    "Summary",
    "Verdict",
    "check",
    "entry_faults",
    "is_proven",
    "newest_run",
    "papers_proof",
    "record_proof",
    "report",
]
