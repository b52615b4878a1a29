"""Clean text: one form for what papers print in many."""

import html
import re
import unicodedata

# C1 controls are cp1252 bytes that a converter passed through (U+0096 for a dash: baocantho.com.vn, 2014).
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0) if code != 0x85} | {
    0x85: "…"
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Any of the above, or what no JSON can say; none of them is printable, nor is any white space but ' '.
_ODD = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_START = 20  # letters: two paragraphs that differ, which most do, differ in them
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9đơư]")


def has_vietnamese_letters(text: str) -> bool:
    """Tell whether a letter stands in the text that only Vietnamese has."""
    return bool(_VIETNAMESE.search(text))


def clean(text: str | None, *, entities: bool = False) -> str:
    """Return NFC text with white space collapsed and invisible or stray characters resolved.

    `entities` decodes '&#224;' as well: for attributes and JSON that were escaped once too often.
    """
    if not text:
        return ""
    if entities and "&" in text:
        text = _decoded(text)
    text = text.strip(" \t\r\n")
    if text.isprintable():  # most texts are; the regexes below take four times as long as all the rest
        text = unicodedata.normalize("NFC", text)
        return " ".join(text.split()) if "  " in text else text
    if _ODD.search(text):
        text = _LONE_SURROGATE.sub("", text).translate(_C1)
        text = _CONTROLS.sub(" ", _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _decoded(text: str) -> str:
    """Decode entities until none is left that decodes: '&amp;#224;' takes two rounds."""
    for _ in range(3):
        decoded = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
        if decoded == text:
            break
        text = decoded
    return text


def same(one: str | None, other: str | None) -> bool:
    """Tell whether two texts read the same, whatever their case, spaces and punctuation."""
    one, other = clean(one), clean(other)
    start, other_start = _folded(one[:_START]), _folded(other[:_START])
    alike = start.startswith(other_start) or other_start.startswith(start)
    return alike and _folded(one) == _folded(other)


def fold(text: str | None) -> str:
    """Reduce text to what two prints of one sentence share: letters and digits in one case."""
    return _folded(clean(text))


def _folded(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip()


def name_key(name: str) -> str:
    """Return the form in which a person's name is compared: case does not matter."""
    return clean(name).casefold()


def is_capitals(text: str) -> bool:
    """Tell whether every letter is a capital (and there are at least two)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(map(str.isupper, letters))


def title_case(name: str) -> str:
    """Write an ALL-CAPS name with capitals at the head of its words; short pen names ('P.V', 'PV', 'CTV') stay."""
    return " ".join(_title_word(word) for word in name.split(" "))


def _title_word(word: str) -> str:
    if "." in word or not is_capitals(word) or (word.isascii() and not re.search("[AEIOUY]", word)):
        return word
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
