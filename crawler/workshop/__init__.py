"""What a contributor works with: why a page was read so, and pages that can be shared."""

from crawler.workshop.explain import explain
from crawler.workshop.proposal import NoArticle, Proposal, propose
from crawler.workshop.recognise import NotRecognised
from crawler.workshop.recording import expectation, record

__all__ = ["NoArticle", "NotRecognised", "Proposal", "expectation", "explain", "propose", "record"]
