"""Any article in the markup of a family is read field by field as it was written."""

import pytest
from hypothesis import HealthCheck, given, settings
from invented_articles import Made, fck_articles, onecms_articles
from invented_pages import page

from crawler.article import ArticleRead
from crawler.outlets import outlet_by_key
from crawler.sites import read

# Derandomized: the same 150 articles a family in every run; raise the number to look for faults.
EXAMPLES = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)


def check(made: Made) -> None:
    result = read(page(made.html, made.url), outlet_by_key(made.outlet)).result
    assert isinstance(result, ArticleRead), result
    found, truth = result.article, made.truth
    assert found.headline == truth.headline
    assert found.lead == truth.lead
    assert [(b.kind, b.text) for b in found.body] == truth.body
    assert [(i.url, i.caption, i.credit) for i in found.images] == truth.pictures
    assert [(b.name, b.roles) for b in found.bylines] == truth.people
    assert (found.source_credit.agency if found.source_credit else None) == truth.agency
    assert found.published_at == truth.published_at
    assert found.section == truth.section
    assert found.tags == truth.tags
    assert found.language == "vi"
    assert not [p for p in result.problems if p.field in ("headline", "body", "images")]


@pytest.mark.timeout(120)
@EXAMPLES
@given(fck_articles())
def test_any_fck_article(made: Made) -> None:
    check(made)


@pytest.mark.timeout(120)
@EXAMPLES
@given(onecms_articles())
def test_any_onecms_article(made: Made) -> None:
    check(made)
