"""Strangers: invented papers that nobody wrote rules for, each drawn from a seed, with the truth beside it."""

from crawler.sample_press.strangers.site import NEWEST_AT, stranger_pages
from crawler.sample_press.strangers.truth import (
    Announcement,
    SiteTruth,
    StrangerSite,
    TrueArticle,
    TrueBlock,
    TrueByline,
    TrueChannel,
    TrueImage,
)

__all__ = [
    "NEWEST_AT",
    "Announcement",
    "SiteTruth",
    "StrangerSite",
    "TrueArticle",
    "TrueBlock",
    "TrueByline",
    "TrueChannel",
    "TrueImage",
    "stranger_pages",
]
