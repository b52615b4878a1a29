"""Up to 1 MB, twice the letters take about twice the time in every reader; also on runs that nobody thought of."""

from collections.abc import Callable

import pytest
from hostile_input import (
    CHANNELS,
    FUNCTIONS,
    MARKUP,
    MENTIONS,
    READERS,
    RUNS,
    channel_of,
    channel_reader,
    markup_of,
    page_of,
    super_linear,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = [pytest.mark.slow, pytest.mark.long]

LARGEST, DOUBLINGS = 1_000_000, 2  # letters
MOST_OF_AN_ARTICLE = 200_000  # letters that are read for mentions
ALL_FUNCTIONS = FUNCTIONS | MENTIONS


@pytest.mark.parametrize("name", ALL_FUNCTIONS)
def test_functions_of_texts_are_linear(name: str) -> None:
    largest = MOST_OF_AN_ARTICLE if name in MENTIONS else LARGEST
    slow = {
        run: grown
        for run, piece in RUNS.items()
        if (grown := super_linear(ALL_FUNCTIONS[name], lambda n, p=piece: p * (n // len(p)), largest, DOUBLINGS))  # type: ignore[misc]
    }
    assert slow == {}


@pytest.mark.parametrize("name", MARKUP)
@pytest.mark.parametrize("reader", READERS)
def test_readers_of_pages_are_linear(name: str, reader: str) -> None:
    assert super_linear(READERS[reader], lambda size: page_of(markup_of(name, size)), LARGEST, DOUBLINGS) == ""


@pytest.mark.parametrize("name", CHANNELS)
def test_readers_of_channels_are_linear(name: str) -> None:
    assert super_linear(channel_reader(name), lambda size: channel_of(name, size), LARGEST, DOUBLINGS) == ""


# A unit of a few pieces, repeated: the pieces are what the patterns look for, and single signs.
PIECES = st.sampled_from([*RUNS.values(), *"abĐ7.,:;!?()[]{}<>%@#$_-/|&='\"“”‘’…\n \u00a0\u0301\u200b"])
UNITS = st.lists(PIECES, min_size=1, max_size=4).map("".join)
WRAPPERS = st.sampled_from(["{}", "Tin, ảnh: {}", "({})", "[{}]", "24/11/2026 {}", "{} (Theo TTXVN)", "“{}”"])


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(unit=UNITS, wrapper=WRAPPERS)
def test_functions_of_texts_are_linear_on_any_run(name: str, unit: str, wrapper: str) -> None:
    make: Callable[[int], str] = lambda size: wrapper.format("{}").replace("{}", unit * (size // len(unit)))  # noqa: E731
    assert super_linear(FUNCTIONS[name], make, LARGEST // 4, DOUBLINGS) == ""


TAGS = st.sampled_from(
    [
        *["p", "div", "span", "b", "em", "strong", "a", "br", "img", "td", "tr", "table", "li", "ul", "h1", "h2"],
        *["figure", "figcaption", "blockquote", "section", "time", "font", "x-y"],
    ]
)
ELEMENTS = st.lists(
    st.tuples(TAGS, st.sampled_from(["", "a", "Ảnh: A", "24/11/2026", "Theo A"])), min_size=1, max_size=5
)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(elements=ELEMENTS, closed=st.booleans())
def test_readers_of_pages_are_linear_on_any_markup(reader: str, elements: list[tuple[str, str]], closed: bool) -> None:
    opening = "".join(f"<{tag} class='a'>{text}" for tag, text in elements)
    unit = opening + ("".join(f"</{tag}>" for tag, _ in reversed(elements)) if closed else "")
    make: Callable[[int], str] = lambda size: page_of(unit * (size // len(unit)))  # noqa: E731
    assert super_linear(READERS[reader], make, LARGEST // 8, DOUBLINGS) == ""
