"""Patterns of id spaces, written from a form and the addresses that have it."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote_plus, urlsplit

from crawler.learner.address_forms import Form, segments_of

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NEITHER_SEPARATOR_NOR_END = r"[^/?_.,;~+=!-]+"
# Sections and pages of the house have numbers of one to three digits, and numbers of articles only grow.
_LEAST_DIGITS = ((6, 4), (4, 3))
_FEWEST_WORDS, _MOST_WORDS = 2, 5
_SHARE_WITH_WORDS = 0.97
_SHARE_OF_NUMBERS = 0.9  # of the addresses have a number in a folder: the others are no articles
_LONG_TOKEN = 8
_SHARE_WITH_DASHES = 0.15  # of base64's tokens of 8 letters 22 % have one; else it is the end of some slug


def id_pattern(form: Form, targets: Sequence[str], ids: Sequence[str]) -> str:
    """Return the pattern of the form as wide as the addresses show: their folders, the size of their ids."""
    kind = _id(form, ids)
    if form.segment == 0:
        paths = {urlsplit(target).path for target in targets}
        path = literal(paths.pop()) if len(paths) == 1 else "[^?]*"
        return rf"^{path}\?(?:[^#]*&)?{literal(form.key)}={kind}{_after_value(form)}"
    before = [urlsplit(target).path.strip("/").split("/")[: -form.segment] for target in targets]
    return (
        f"^/{_folders(before)}{_segment(form, kind)}{literal(form.ending)}{_behind(form, targets)}"
        f"{'' if form.ending else '/?'}(?:\\?|$)"
    )


def path_pattern(targets: Sequence[str], ending: str) -> str:
    """Return the pattern that takes the whole path for the id, of slugs that have at least an article's words."""
    depths = [len(segments_of(urlsplit(target).path)[0]) - 1 for target in targets]
    words = fewest_words(targets)
    slug = rf"{folders(depths)}(?:[^/?-]+-){{{words - 1},}}[^/?-]+?"
    return rf"^/(?P<id>{slug}{literal(ending)}){'' if ending else '/?'}(?:\?|$)"


def fewest_words(targets: Iterable[str]) -> int:
    """Return how many words nearly all slugs have: menus have one to three."""
    counts = sorted(len([w for w in segments_of(urlsplit(t).path)[0][-1].split("-") if w]) for t in targets)
    common = counts[int((1 - _SHARE_WITH_WORDS) * len(counts))] if counts else _FEWEST_WORDS
    return max(_FEWEST_WORDS, min(common, _MOST_WORDS))


def literal(text: str) -> str:
    """Return a text as a pattern like a person's: a dash needs no escape outside brackets."""
    return re.escape(text).replace(r"\-", "-")


def folders(depths: Sequence[int]) -> str:
    """Return the pattern of the folders before the id: as many as were seen."""
    least, most = min(depths), max(depths)
    if most == 0:
        return ""
    one = "[^/?]+/"
    return one * least if least == most and least <= 2 else f"(?:{one}){{{least},{most}}}"


def _folders(paths: Sequence[Sequence[str]]) -> str:
    """Return the pattern of the folders before the id; a number in nearly all addresses is digits alone."""
    if len({*map(len, paths)}) > 1:
        return folders([*map(len, paths)])
    numbers = [sum(map(str.isdecimal, column)) >= _SHARE_OF_NUMBERS * len(paths) for column in zip(*paths, strict=True)]
    if not any(numbers):
        return folders([len(numbers)])
    return "".join(r"\d+/" if is_number else "[^/?]+/" for is_number in numbers)


def _behind(form: Form, targets: Sequence[str]) -> str:
    """Return the pattern of the segments behind the id; the last is a file only where one of the articles is."""
    if form.segment < 2:
        return ""
    is_file = any("." in urlsplit(target).path.rsplit("/", 1)[-1] for target in targets)
    return "/[^/?]+" * (form.segment - 2) + ("/[^/?]+" if is_file else "/[^/?.]+")


def _after_value(form: Form) -> str:
    """Return what ends an id in a query: the next key, or the slug in the same value, as its address writes it."""
    return "(?:&|$)" if form.word == "whole" else f"(?:{literal(quote_plus(form.separator))}|&|$)"


def _segment(form: Form, kind: str) -> str:
    # A last segment without an ending is no file: '/sitemaps/2026-11.xml' is none of '/news/{id}-{slug}'.
    text = "[^/?.]*" if form.segment == 1 and not form.ending and form.separator != "." else "[^/?]*"
    if form.before is None:
        return rf"{text}[^/?\d]{kind}"
    number = form.before + kind
    separator = literal(form.separator[-1:])
    if form.word == "whole":
        return number
    if form.word == "first":
        return f"{number}{separator or '-'}{text}"
    slug = f"{text}{separator}"
    return slug + number if form.word == "last" else f"{slug}{number}[_.,;~+=!-]+{_NEITHER_SEPARATOR_NOR_END}"


def _id(form: Form, ids: Sequence[str]) -> str:
    patterns = {
        "uuid": _UUID,
        "hash": f"[0-9a-f]{{{form.size}}}",
        "mask": form.mask,
        "slug": "[^/?]+?",
    }
    if form.kind == "number":
        return f"(?P<id>{_number(ids)})"
    if form.kind == "token":
        return f"(?P<id>{_token(form, ids)})"
    return f"(?P<id>{patterns[form.kind]})"


def _number(ids: Sequence[str]) -> str:
    shortest = min(map(len, ids))
    least = next((least for digits, least in _LEAST_DIGITS if shortest >= digits), 1)
    return r"\d+" if least == 1 else rf"\d{{{least},}}"


def _token(form: Form, ids: Sequence[str]) -> str:
    dashed = sum(bool(set(i) & {"-", "_"}) for i in ids)
    letters = "[A-Za-z0-9_-]" if dashed >= _SHARE_WITH_DASHES * len(ids) else "[A-Za-z0-9]"
    lower_case = all(i == i.lower() for i in ids)
    letters = letters.replace("A-Z", "") if lower_case else letters
    # A word of a slug has neither digits nor capitals; a short token may lack both by chance.
    is_marked = form.size >= _LONG_TOKEN and not lower_case
    return f"{'(?=[a-z_-]*[A-Z0-9])' if is_marked else ''}{letters}{{{form.size}}}"
