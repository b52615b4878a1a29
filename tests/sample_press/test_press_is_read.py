"""Every living paper that the press plays is read as its truth says: front page, channels and articles."""

from datetime import UTC, datetime

import pytest
from sample_dates import SEPTEMBER

from crawler.article import ArticleRead
from crawler.outlets import catalogue, identify
from crawler.page import SavedPage
from crawler.sample_press import InventedArticle, SamplePress
from crawler.sites import read, read_channel
from crawler.spiders.channel_walk import ChannelWalk

PRESS = SamplePress(newest_at=SEPTEMBER)
KEYS = [key for key, o in catalogue().items() if o.status == "active"]
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def page(url: str) -> SavedPage:
    host, _, rest = url.removeprefix("https://").partition("/")
    path, _, query = rest.partition("?")
    return SavedPage(PRESS.answer(host, f"/{path}", query).body, url, NOW)


def truth_of(article: InventedArticle, generic: bool) -> dict[str, object]:
    fields = {
        "headline": article.headline,
        "lead": article.lead,
        "published_at": article.published_at.isoformat()[:16],
        "section": [article.section[1]],
        "authors": sorted(a.casefold() for a in article.authors),
        "agency": article.agency,
    }
    if generic:
        return fields
    return fields | {"body": [p.text for p in article.body], "captions": [c for c in article.captions]}


@pytest.mark.parametrize("key", KEYS)
def test_each_article_is_read_as_it_was_written(key: str) -> None:
    paper = catalogue()[key]
    generic = paper.family == "generic"
    for article in PRESS.truth(key):
        result = read(page(article.url), paper).result
        assert isinstance(result, ArticleRead), (article.url, result)
        a = result.article
        found = {
            "headline": a.headline,
            "lead": a.lead,
            "published_at": (a.published_at or "")[:16],
            "section": a.section,
            "authors": sorted({b.name.casefold() for b in a.bylines}),
            "agency": a.source_credit and a.source_credit.agency,
            "body": [b.text for b in a.body],
            "captions": [i.caption for i in a.images if i.caption],
        }
        assert {k: found[k] for k in truth_of(article, generic)} == truth_of(article, generic), article.url
        paragraphs = [p.text for p in article.body if p.kind == "paragraph"]
        assert [t for t in paragraphs if t not in found["body"]] == []  # type: ignore[operator]


@pytest.mark.parametrize("key", KEYS)
def test_the_channels_announce_each_article_and_walk_to_their_end(key: str) -> None:
    paper = catalogue()[key]
    announced, wanted = set(), {identify(s.url) for s in PRESS.truth(key)}
    for channel in paper.channels:
        walk = ChannelWalk(channel)
        while not walk.is_over:
            result = read_channel(page(walk.url.replace("http://", "https://")), paper, channel)
            announced |= {identify(a.url, paper) for a in result.announced}
            walk.add_page(result, set())
        assert walk.status == "ok", walk.reason
    assert announced == wanted
