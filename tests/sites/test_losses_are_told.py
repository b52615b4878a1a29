"""Signs on the page of a field that the family no longer finds; a page without the field has none of them."""

import pytest
from invented_families import BODY, DCONTENT, HEADLINE, LEAD, PAGES
from invented_pages import page

from crawler.article import ArticleRead, Problem
from crawler.outlets import nightly_outlets, outlet_by_key
from crawler.sample_press import SamplePress
from crawler.sites import read


def problems(family: str, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    html = PAGES[family].html
    for old, new in changes:
        assert old in html
        html = html.replace(old, new)
    result = read(page(html, PAGES[family].url), outlet_by_key(PAGES[family].key)).result
    assert isinstance(result, ArticleRead), result
    return [(problem.field, problem.code) for problem in result.problems]


@pytest.mark.parametrize("family", PAGES)
def test_a_page_that_is_read_right_has_no_sign(family: str) -> None:
    assert problems(family) == []


def test_a_lead_that_is_printed_elsewhere_is_told() -> None:
    described = ("</head>", f'<meta property="og:description" content="{LEAD}"></head>')
    moved = ("article__sapo", "story__sapo")
    assert ("lead", "not_in_layout") in problems("zce", described, moved)
    assert problems("zce", described) == []
    # Papers without a lead describe a page by the beginning of its text.
    described = ("</head>", f'<meta property="og:description" content="{BODY[0]}"></head>')
    assert ("lead", "not_in_layout") not in problems("fck of Bình Dương", described)


def test_a_text_that_begins_twice_is_told() -> None:
    twice = (f"<p>{BODY[0]}</p>", f"<div>{BODY[0]} {BODY[1][:40]}</div><p>{BODY[0]}</p>")
    assert ("body", "repeated") in problems("fck of Bình Dương", twice)


@pytest.mark.parametrize(
    ("field", "line"), [("published_at", "05/03/2026 10:17"), ("bylines", "HOÀI LÂM"), ("headline", HEADLINE)]
)
def test_a_fields_line_at_the_bodys_beginning_is_told(field: str, line: str) -> None:
    titled = ("</head>", f'<meta property="og:title" content="{HEADLINE}"></head>')
    unsigned = ('<div class="article__author">Hoài Lâm</div>', "")
    untitled = (f'<h1 class="article__title cms-title">{HEADLINE}</h1>', "")
    begun = (f"<div>{BODY[0]}", f"<div>{line}</div><div>{BODY[0]}")
    changes = [titled, begun] + [unsigned] * (field == "bylines") + [untitled] * (field == "headline")
    told = problems("zce", *changes)
    if field == "headline":  # a family cuts the headline from the body where it is known
        assert ("headline", "not_in_layout") in told
    else:
        assert {(field, "not_in_layout"), ("body", "not_in_layout")} <= {*told}


def test_tags_beside_their_label_that_the_place_lacks_are_told() -> None:
    lost = ('<div class="tags-box"><h3>Từ khóa:</h3>', '<div class="moi"><h3>Từ khóa:</h3>')
    assert ("tags", "not_in_layout") in problems("epi", lost)


def test_a_breadcrumb_that_is_gone_is_told() -> None:
    assert problems("zce", ('class="breadcrumbs"', 'class="way"')) == [("section", "missing")]


def test_a_day_without_the_hour_that_the_family_prints_is_told() -> None:
    day = ('"datePublished": "2026-03-05T10:17:00+07:00"', '"datePublished": "2026-03-05"')
    assert problems("fck of Bình Dương", day) == [("published_at", "not_in_layout")]


def test_a_writer_whom_only_the_data_names_is_told() -> None:
    signed = DCONTENT.html.replace(
        '"datePublished"', '"author": {"@type": "Person", "name": "Hoài Lâm"}, "datePublished"'
    )
    unsigned = signed.replace("<strong>HOÀI LÂM</strong>", "")
    result = read(page(unsigned, DCONTENT.url), outlet_by_key(DCONTENT.key)).result
    assert isinstance(result, ArticleRead)
    assert result.problems == [Problem("bylines", "not_in_layout", "jsonld author names somebody")]


def test_what_is_read_as_a_field_leaves_the_body_by_itself() -> None:
    invented = PAGES["zce"]
    html = invented.html.replace(
        f"<div>{BODY[1]}</div>", f'<div class="article__author">Lê Mận</div><div>{BODY[1]}</div>'
    )
    html = html.replace(
        f"<div>{BODY[2]}</div>", f'<p class="article__tag"><a href="/t">lưới</a></p><div>{BODY[2]}</div>'
    )
    result = read(page(html, invented.url), outlet_by_key(invented.key)).result
    assert isinstance(result, ArticleRead)
    assert [block.text for block in result.article.body] == BODY
    assert result.article.tags == ["lưới", "đan lưới"]
    assert [byline.name for byline in result.article.bylines] == ["Hoài Lâm"]


FAMILIES = {o.family: key for key, o in sorted(nightly_outlets("all").items()) if o.family != "generic"}


@pytest.mark.parametrize("key", FAMILIES.values())
def test_a_headline_that_is_gone_is_not_a_boxs_heading(key: str) -> None:
    press = SamplePress()
    press.switch_by_text(f"{key}:without=headline")
    article = press.truth(key)[0]
    saved = page(press.answer(article.host, article.path).body.decode(), article.url)
    result = read(saved, outlet_by_key(key)).result
    assert isinstance(result, ArticleRead)
    assert result.article.headline is None
    assert ("headline", "missing") in [(problem.field, problem.code) for problem in result.problems]
