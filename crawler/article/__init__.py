"""The article and its parts; the reading of a page, which is an article or a reason why it is not one."""

from crawler.article.article import Article, Block, Byline, Image, SourceCredit
from crawler.article.identity import Identity, article_id, url_key
from crawler.article.month import BadMonth, backfill_parts, month_of, months
from crawler.article.reading import (
    EXACT,
    Announced,
    ArticleRead,
    ChannelRead,
    LayoutChanged,
    NotAnArticle,
    Outcome,
    Problem,
    Reading,
    Unreadable,
)

__all__ = [
    "EXACT",
    "Announced",
    "Article",
    "ArticleRead",
    "BadMonth",
    "Block",
    "Byline",
    "ChannelRead",
    "Identity",
    "Image",
    "LayoutChanged",
    "NotAnArticle",
    "Outcome",
    "Problem",
    "Reading",
    "SourceCredit",
    "Unreadable",
    "article_id",
    "backfill_parts",
    "month_of",
    "months",
    "url_key",
]
