"""Trafilatura's second opinion is spared where it could change nothing: the body is the one of a whole extraction."""

import pytest
import trafilatura
from invented_families import PAGES
from invented_pages import page
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from crawler.sites.main_text import main_text

TEXT = "<p>Sáng nay, bà con ấp Xa cùng sửa lại tuyến kênh, mỗi nhà góp một công, người có xuồng thì chở đất.</p>"
LONG = f"<html><body><h1>Sửa kênh</h1><!-- x --><article>{TEXT * 6}</article><script>var a = 1;</script></body></html>"
SCATTERED = f"<html><body><article>{TEXT * 3}</article>{f'<div><span>{TEXT[3:-4]}</span></div>' * 20}</body></html>"
SHORT = "<html><body><article><p>Một đoạn.</p></article><p>Đoạn khác.</p></body></html>"
SETTLED = {"long": (LONG, 1), "scattered": (SCATTERED, 2), "short": (SHORT, 2)}


def whole(html: str) -> bytes | None:
    found = trafilatura.bare_extraction(html, include_comments=False, favor_precision=True)
    return None if found is None else etree.tostring(found.body)


def shortened(html: str) -> bytes | None:
    tree = page(html, "https://baosonla.vn/").tree
    assert tree is not None
    found = main_text(tree)
    return None if found is None else etree.tostring(found)


@pytest.fixture
def extractions(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Keep for each extraction whether it was the fast one."""
    made: list[bool] = []
    real = trafilatura.bare_extraction

    def counted(tree: HtmlElement, options: Extractor) -> object:
        made.append(options.fast)
        return real(tree, options=options)

    monkeypatch.setattr(trafilatura, "bare_extraction", counted)
    return made


@pytest.mark.parametrize("name", SETTLED)
def test_the_second_opinion_is_asked_where_it_could_be_believed(name: str, extractions: list[bool]) -> None:
    html, times = SETTLED[name]
    shortened(html)
    assert extractions == [True, False][:times]


@pytest.mark.parametrize("html", [*(html for html, _ in SETTLED.values()), *(p.html for p in PAGES.values())])
def test_the_body_is_the_one_of_a_whole_extraction(html: str) -> None:
    assert shortened(html) == whole(html)
