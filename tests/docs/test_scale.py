"""docs/scale.md: what it multiplies follows from what it says was measured, by the command that it names."""

from pathlib import Path

import scale

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"


def rates_of(text: str) -> scale.Rates:
    lines = [line.strip("| ") for line in text.splitlines()]
    printed = {
        words: line.removeprefix(f"{words} | ") for words, _, _ in scale.FIGURES for line in lines if words in line
    }
    values = {field: float(printed[words].replace(",", "")) for words, field, _ in scale.FIGURES}
    return scale.Rates(**{**values, "sites": int(values["sites"])})  # type: ignore[arg-type]


def test_the_page_is_what_the_command_prints_of_its_measured_figures() -> None:
    text = PAGE.read_text("utf8")
    for line in scale.report(rates_of(text)).splitlines():
        assert line in text.splitlines()


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
