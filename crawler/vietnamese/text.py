"""Clean text: one form for what newspapers print in many forms."""

import html
import re
import unicodedata

# C1 controls are cp1252 bytes that a converter did not convert (U+0096 for a dash: baocantho.com.vn, 2014).
_C1_CONTROLS = {
    code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0) if code != 0x85
} | {0x85: "…"}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Any of the above, or a lone surrogate, which JSON cannot have. None of them is printable; of white space only ' ' is.
_NEEDS_CLEANING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_COMPARED_FIRST = 20  # letters that `same` compares first: most paragraphs that differ, differ in them
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Đ as Windows' old keyboards (U+00D0) and some converters (U+0189) write it: no other Vietnamese letter looks alike.
_OTHER_DSTROKES = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
# And as a D with a stroke laid over it (U+0335, U+0336), which Unicode does not compose.
_OTHER_DSTROKES |= {f"{letter}{stroke}": dstroke for letter, dstroke in ("DĐ", "dđ") for stroke in "\u0335\u0336"}
_OTHER_DSTROKE = re.compile("[\u00d0\u0189\u00f0\u0256]|[Dd][\u0335\u0336]")
# NFC sorts the marks on one letter in quadratic time. A Vietnamese letter has two, and the Stream-Safe Text Format of
# Unicode allows 30 (UAX #15); shorter texts than this are sorted within a millisecond whatever they hold.
_LONGEST_UNCHECKED = 1000
_MOST_MARKS = 30
_RUN_OF_SIGNS = re.compile(r"[^\w\x00-\x7f]{31,}")
_VIETNAMESE_LETTER = re.compile("[\u1ea0-\u1ef9đơư]")


def has_vietnamese_letters(text: str) -> bool:
    """Return True if the text has a letter that only Vietnamese has."""
    return bool(_VIETNAMESE_LETTER.search(text))


def clean(text: str | None, *, entities: bool = False) -> str:
    """Return the text in NFC, with white space collapsed and invisible or stray characters removed or replaced.

    `entities` also decodes '&#224;': for attributes and JSON that were escaped once too often.
    """
    if not text:
        return ""
    if entities and "&" in text:
        text = _decode_entities(text)
    text = text.strip(" \t\r\n")
    if text.isprintable():  # most texts are; the patterns below take four times as long as everything else
        text = composed(text)
        return " ".join(text.split()) if "  " in text else text
    if _NEEDS_CLEANING.search(text):
        text = _LONE_SURROGATE.sub("", text).translate(_C1_CONTROLS)
        text = _CONTROLS.sub(" ", _INVISIBLE.sub("", text))
    return " ".join(composed(text).split())


def composed(text: str) -> str:
    """Return the text in NFC, with one letter Đ, in linear time whatever marks it holds."""
    text = _OTHER_DSTROKE.sub(lambda match: _OTHER_DSTROKES[match[0]], text)
    if len(text) > _LONGEST_UNCHECKED:
        text = _RUN_OF_SIGNS.sub(_with_few_marks, text)
    return unicodedata.normalize("NFC", text)


def _with_few_marks(run: re.Match[str]) -> str:
    """Return a run of signs with at most _MOST_MARKS combining marks on one letter."""
    kept, marks = [], 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _decode_entities(text: str) -> str:
    """Decode entities, at most three times: '&amp;#224;' takes two."""
    for _ in range(3):
        decoded = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if decoded == text:
            break
        text = decoded
    return text


def same(one: str | None, other: str | None) -> bool:
    """Return True if two texts are the same apart from case, spaces and punctuation."""
    one, other = clean(one), clean(other)
    start, other_start = _fold_cleaned(one[:_COMPARED_FIRST]), _fold_cleaned(other[:_COMPARED_FIRST])
    same_start = start.startswith(other_start) or other_start.startswith(start)
    return same_start and _fold_cleaned(one) == _fold_cleaned(other)


def fold(text: str | None) -> str:
    """Return the letters and digits of a text in one case, for comparison of two prints of one sentence."""
    return _fold_cleaned(clean(text))


def _fold_cleaned(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip()


def name_key(name: str) -> str:
    """Return the form of a person's name for comparison: case does not matter."""
    return clean(name).casefold()


def is_capitals(text: str) -> bool:
    """Return True if every letter is a capital and there are at least two letters."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 2 and all(map(str.isupper, letters))


def title_case(name: str) -> str:
    """Return an all-capitals name with a capital only at the start of each word; 'P.V', 'PV', 'CTV' do not change."""
    return " ".join(_title_case_word(word) for word in name.split(" "))


def _title_case_word(word: str) -> str:
    if "." in word or not is_capitals(word) or (word.isascii() and not re.search("[AEIOUY]", word)):
        return word
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
