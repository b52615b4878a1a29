"""Contributors' tools: explain a reading, compare two builds, propose an outlet's entry, record a page to share."""

from crawler.contributor.explain import dead_places, explain
from crawler.contributor.learned_again import learn_again, lost_statements
from crawler.contributor.proposal import NoArticle, Proposal, propose
from crawler.contributor.recording import Recording, TwinLeaks, expectation, record
from crawler.learner.saved_files import NotRecognised

__all__ = [
    "NoArticle",
    "NotRecognised",
    "Proposal",
    "Recording",
    "TwinLeaks",
    "dead_places",
    "expectation",
    "explain",
    "learn_again",
    "lost_statements",
    "propose",
    "record",
]
