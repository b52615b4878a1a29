"""What a contributor works with: why a page was read so, and pages that can be shared."""

from crawler.contributor.explain import explain
from crawler.contributor.proposal import NoArticle, Proposal, propose
from crawler.contributor.recognise import NotRecognised
from crawler.contributor.recording import expectation, record

__all__ = ["NoArticle", "NotRecognised", "Proposal", "expectation", "explain", "propose", "record"]
