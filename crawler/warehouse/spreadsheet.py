"""Cells of a spreadsheet: text that it would run as a formula, which can start programs, stays text."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless_cell(text: str) -> str:
    """Return the text, with a quote before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
