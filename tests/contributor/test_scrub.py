"""A scrubbed twin says nothing of what the page said, and is read as the page was."""

import json
import re
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_families import DCONTENT, LEAD, PAGES, SEALED, dcontent
from invented_pages import FETCHED, page

from crawler.article import Article, ArticleRead, Outcome
from crawler.contributor import record
from crawler.contributor.scrub import scrub_page, scrub_text, scrub_url
from crawler.outlets import Outlet, outlet_by_key, outlet_by_url
from crawler.page import SavedPage
from crawler.sites import read

SHARED = Path(__file__).parents[2].parent / "shared"
REAL = [p for p in sorted(SHARED.glob("pages/*.html")) if p.with_suffix(".json").exists()]


def twin_of(html: str, url: str, paper: Outlet) -> Outcome:
    return read(SavedPage(scrub_page(html, paper).encode(), scrub_url(url), FETCHED), paper).result


def article(result: Outcome) -> Article:
    assert isinstance(result, ArticleRead), result
    return result.article


@pytest.mark.parametrize("family", PAGES)
def test_a_twin_is_read_as_its_page(family: str) -> None:
    invented = PAGES[family]
    paper = outlet_by_key(invented.key)
    ours = article(read(page(invented.html, invented.url), paper).result)
    twin = article(twin_of(invented.html, invented.url, paper))
    assert [b.text for b in twin.body] == [scrub_text(b.text, paper) for b in ours.body]
    assert (twin.headline, twin.lead) == (
        scrub_text(ours.headline or "", paper),
        scrub_text(ours.lead, paper) if ours.lead else None,
    )
    assert (twin.published_at, twin.native_id) == (ours.published_at, ours.native_id)
    assert [b.roles for b in twin.bylines] == [b.roles for b in ours.bylines]
    assert len(twin.images) == len(ours.images)


@pytest.mark.skipif(not REAL, reason="the saved real pages are not beside this checkout")
@pytest.mark.parametrize("saved", REAL, ids=lambda p: p.stem)
def test_a_real_pages_twin_keeps_every_trap_and_no_three_words_in_a_row(saved: Path) -> None:
    gold: dict[str, Any] = json.loads(saved.with_suffix(".json").read_text("utf8"))
    sys.path.insert(0, str(SHARED))
    import score_pages

    paper = outlet_by_url(gold["url"])
    assert paper is not None

    def scrubbed(value: Any) -> Any:
        return [scrubbed(v) for v in value] if isinstance(value, list) else value and scrub_text(value, paper)

    html = saved.read_text("utf8")
    told = ("title", "lead", "body", "captions", "authors", "source_credit", "section", "credits")
    wanted = gold | {k: scrubbed(gold[k]) for k in told if k in gold}
    wanted["images"] = [scrub_url(u) for u in gold.get("images", [])]
    twin = read(
        SavedPage(scrub_page(html, paper).encode(), scrub_url(gold["url"]), datetime(2026, 10, 1, tzinfo=UTC)), paper
    )
    scores = score_pages.compare(json.loads(msgspec.json.encode(article(twin.result))), wanted)
    assert {field: score for field, score in scores.items() if score < 1} == {}
    text = scrub_page(html, paper)
    assert [run for line in gold["body"] for run in runs(line) if run in text] == []


def runs(text: str) -> list[str]:
    """Return each three lower-case words in a row: longer than any name or label that a twin keeps."""
    words = re.findall(r"[^\W\d_]+(?= |$)", text)
    return [
        " ".join(words[n : n + 3])
        for n in range(len(words) - 2)
        if all(w.islower() for w in words[n : n + 3]) and " ".join(words[n : n + 3]) in text
    ]


def test_labels_digits_and_agencies_stay() -> None:
    paper = outlet_by_key("baocantho")
    kept = "(CTO) - Thứ Tư, 09/06/2021, 14:33 (GMT+7) Tin, ảnh: P.V (Theo TTXVN) 123/QĐ-UBND"
    found = scrub_text(kept, paper)
    for label in ("(CTO) - Thứ Tư, 09/06/2021, 14:33 (GMT+7) Tin, ảnh: P.V (Theo TTXVN) 123/",):
        assert label in found


@pytest.mark.parametrize("text", ["T&#7915; t&#7901; mờ", "Từ tờ mờ", unicodedata.normalize("NFD", "Từ tờ mờ")])
def test_the_writing_of_letters_stays(text: str) -> None:
    found = scrub_text(text, outlet_by_key("baocantho"))
    assert ("&#" in found) == ("&#" in text)
    assert len(found.split()) == 3
    assert "mờ" not in unicodedata.normalize("NFC", found)
    assert unicodedata.is_normalized("NFC", found) == unicodedata.is_normalized("NFC", text)


def test_an_encrypted_body_is_not_in_the_twin_and_is_reported_still() -> None:
    result = twin_of(dcontent(f"<p>{SEALED}</p>"), DCONTENT.url, outlet_by_key(DCONTENT.key))
    assert isinstance(result, ArticleRead)
    assert SEALED not in scrub_page(dcontent(f"<p>{SEALED}</p>"), outlet_by_key(DCONTENT.key))
    assert [p.code for p in result.problems] == ["unreadable"]


@given(st.text(alphabet="<>\"'&;!-/ =aạ1{}[]`\\#script"))
def test_any_text_has_a_twin(text: str) -> None:
    assert isinstance(scrub_page(text, outlet_by_key("baocantho")), str)


def test_a_recording_proposes_what_was_read_and_waits_for_a_person(tmp_path: Path) -> None:
    invented = PAGES["epi"]
    path = record(page(invented.html, invented.url), outlet_by_key(invented.key), tmp_path)
    kept = json.loads(path.read_text("utf8"))
    assert path.name == "baodaklak-1a2b3c4.json"
    assert (kept["recorded"], kept["checked_by"], kept["checked_on"]) == (True, None, None)
    assert kept["expected"]["lead"] == scrub_text(LEAD, outlet_by_key("baodaklak"))
    assert LEAD not in path.read_text("utf8") + path.with_suffix(".html").read_text("utf8")


def test_words_of_another_alphabet_in_any_attribute_are_replaced() -> None:
    tag = scrub_page(
        '<input name="x" value=\'{"newsCate":"Thời sự"}\' style="font-family: \'Ô\'">', outlet_by_key("baocamau")
    )
    assert "Thời" not in tag
    assert "'Ô'" in tag
