"""A name that asked to be left out leaves whatever says who made an article, and nobody else's line."""

import pytest

from crawler.article import Article, ArticleRead, Byline, Image, Problem, Reading, SourceCredit, url_key
from crawler.vietnamese.text import name_key
from crawler.warehouse import Takedowns, redacted_reading
from crawler.warehouse.takedown.redaction import without_persons

DOWN = Takedowns.of([("person", url_key(name_key("Song Nhi")))])


def article(**more: object) -> Article:
    return Article(url="https://baoangiang.com.vn/a-a1.html", outlet="baoangiang", id_space="s", native_id="1", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("credit", ["Song Nhi", "SONG NHI", "Song Nhi - Lan Anh", "Ảnh: Song Nhi"])
def test_a_credit_that_names_the_person_goes(credit: str) -> None:
    found = without_persons(article(images=[Image("https://x/a.jpg", "Nước lên", credit)]), DOWN)
    assert found.images == [Image("https://x/a.jpg", "Nước lên", None)]


@pytest.mark.parametrize("credit", ["Trần Song Nhi", "Lan Anh", "Nhi", None])
def test_another_persons_credit_stays(credit: str | None) -> None:
    shown = article(images=[Image("https://x/a.jpg", None, credit)])
    assert without_persons(shown, DOWN) == shown


def test_a_shared_byline_keeps_the_other_name_and_not_the_line() -> None:
    raw = "SONG NHI - LAN ANH (Theo VOV)"
    both = [Byline("Song Nhi", ["text"], raw), Byline("Lan Anh", ["text"], raw)]
    shown = article(bylines=both, byline_raw=raw, source_credit=SourceCredit("VOV", raw))
    found = without_persons(shown, DOWN)
    assert found.bylines == [Byline("Lan Anh", ["text"], "Lan Anh")]
    assert (found.byline_raw, found.source_credit) == (None, SourceCredit("VOV", "VOV"))


def test_a_reading_loses_the_name_in_what_was_left_over_and_in_its_problems() -> None:
    result = ArticleRead(
        article(headline="Song Nhi được khen"), {}, [Problem("byline", "odd", "Tin: SONG NHI")], ["Song Nhi", "Còn lại"]
    )
    reading = Reading(
        record_id="r",
        url="https://baoangiang.com.vn/a-a1.html",
        fetched_at="2026-11-24T00:00:00+00:00",
        outlet="baoangiang",
        build="b",
        parser="p",
        result=result,
    )
    kept = redacted_reading(reading, DOWN)
    assert kept is not None
    assert isinstance(kept.result, ArticleRead)
    assert (kept.result.problems[0].detail, kept.result.unclaimed) == ("", ["Còn lại"])
    assert kept.result.article.headline == "Song Nhi được khen"  # the text is the paper's
