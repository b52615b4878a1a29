"""docs/scale.md: what it multiplies follows from what it says was measured, by the commands that it names."""

from collections.abc import Sequence
from pathlib import Path

import country_night
import pytest
import scale

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"


def measured(text: str, figures: Sequence[tuple[str, str, str]]) -> dict[str, float]:
    """Return the figures of a page's table by their fields."""
    rows = {words: value for words, _, value in (line.strip("| ").partition(" | ") for line in text.splitlines())}
    return {field: float(rows[words].replace(",", "")) for words, field, _ in figures}


def test_the_page_is_what_the_command_prints_of_its_measured_figures() -> None:
    text = PAGE.read_text("utf8")
    values = measured(text, scale.FIGURES)
    rates = scale.Rates(**{**values, "sites": int(values["sites"])})  # type: ignore[arg-type]
    for line in scale.report(rates).splitlines():
        assert line in text.splitlines()


def test_the_night_of_a_country_is_what_its_measured_figures_come_to() -> None:
    text = PAGE.read_text("utf8")
    values = measured(text, country_night.FIGURES)
    whole = {field: int(values[field]) for field in ("papers", "requests", "cores", "tasks")}
    rates = country_night.NightRates(**{**values, **whole})  # type: ignore[arg-type]
    for line in country_night.report(rates).splitlines():
        assert line in text.splitlines()
    assert rates.asking_hours + rates.processor_hours / rates.cores <= country_night.MOST_HOURS


def test_a_night_is_asked_in_rounds_and_read_by_all_cores() -> None:
    rates = country_night.NightRates(
        papers=10,
        requests=1,
        cores=2,
        tasks=12,
        a_second=1,
        crawl_ms=100,
        load_ms=290,
        database_ms=10,
        crawl_mb=1,
        load_mb=1,
    )
    assert len(country_night.LIVING) == 34
    # Three rounds of 900 requests, 1.02 s each; 30,600 requests of 0.4 s.
    assert rates.asking_hours == pytest.approx(0.765)
    assert rates.processor_hours == pytest.approx(3.4)


def test_what_is_multiplied_is_proportional() -> None:
    rates = scale.Rates(
        html_bytes=1,
        warc_bytes=8000,
        parse_ms=10,
        load_ms=10,
        rows_bytes=5000,
        search_bytes=20_000,
        sites=10,
        delay=2.0,
    )
    lines = dict(line.strip("| ").split(" | ", 1) for line in scale.plan(rates) if line.startswith("| "))
    assert lines["WARC, GB"] == "8 | 80 | 160 | 800"
    assert lines["reading and loading, days of one core"] == "0.2 | 2.3 | 4.6 | 23.1"
    # 20 million pages at 10 sites, one in 2 s each: 4 million seconds.
    assert lines["days of asking, if the sites have as many pages each"] == "2 | 23 | 46 | 231"


def test_pages_are_measured_as_they_are_archived(tmp_path: Path) -> None:
    pages = scale.pages_of(None)[:4]
    assert scale.parse_ms(pages) > 0
    size = scale.warc_bytes(pages, scale.Archive(tmp_path))
    assert 500 < size < 2 * sum(len(page.body) for page in pages) / len(pages)
