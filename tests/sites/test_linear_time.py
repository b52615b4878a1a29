"""Every reader takes about twice the time for twice the letters, whatever the letters are."""

from collections.abc import Callable

import pytest
from hostile_input import (
    CHANNELS,
    FUNCTIONS,
    MARKUP,
    READERS,
    RUNS,
    channel_of,
    channel_reader,
    markup_of,
    page_of,
    super_linear,
)

LARGEST, DOUBLINGS = 64_000, 3  # letters


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_of_texts_are_linear(name: str) -> None:
    slow = {
        run: grown
        for run, piece in RUNS.items()
        if (grown := super_linear(FUNCTIONS[name], lambda n, p=piece: p * (n // len(p)), LARGEST, DOUBLINGS))  # type: ignore[misc]
    }
    assert slow == {}


@pytest.mark.parametrize("name", MARKUP)
@pytest.mark.parametrize("reader", [READERS["walker"], READERS["family"]], ids=["walker", "family"])
def test_readers_of_pages_are_linear(name: str, reader: Callable[[str], object]) -> None:
    assert super_linear(reader, lambda size: page_of(markup_of(name, size)), LARGEST, DOUBLINGS) == ""


@pytest.mark.parametrize("name", CHANNELS)
def test_readers_of_channels_are_linear(name: str) -> None:
    assert super_linear(channel_reader(name), lambda size: channel_of(name, size), LARGEST, DOUBLINGS) == ""
