"""The words of the pages in Vietnamese and English: which language a visitor gets, and the phrases of each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["vi", "en"]
_LANGUAGES: dict[str, Language] = {"vi": "vi", "en": "en"}
COOKIE = "baotinh_lang"
_FOLDER = Path(__file__).parent / "words"


def choose_language(asked: str | None, cookie: str | None, accepted: str | None) -> Language:
    """Return the language that the address asks for, or else the visitor's last, or else the browser's; or English."""
    for wish in (asked, cookie):
        if wish is not None and wish in _LANGUAGES:
            return _LANGUAGES[wish]
    weights: dict[str, float] = {}
    for part in (accepted or "")[:500].split(","):
        name, _, quality = part.strip().partition(";")
        try:
            weights.setdefault(name.strip().lower()[:2], float(quality.replace(" ", "").removeprefix("q=") or 1))
        except ValueError:
            continue
    return "vi" if weights.get("vi", 0) > weights.get("en", 0) else "en"


@cache
def phrases(language: Language) -> dict[str, str]:
    """Return the phrases of a language by their keys."""
    values: dict[str, str] = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf8"))
    return values


def translator(language: Language) -> Callable[..., str]:
    """Return the function `t(key, name=value …)` that a page's template calls."""
    words = phrases(language)

    def translate(key: str, **values: object) -> str:
        return words[key].format(**values) if values else words[key]

    return translate
