"""Misread text: bytes of UTF-8 that were taken for letters of another charset, once or twice, or lost their letters."""

import re

_LETTER_IN_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# What servers, editors and databases took pages for; 'Há»™i', 'Hб»™i', 'H·ªôi', 'Hß╗Öi' are all 'Hội'.
_CHARSETS = {
    "windows-1252": "cp1252",
    "windows-1258": "cp1258",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1254": "cp1254",
    "Mac OS Roman": "mac_roman",
    "code page 437": "cp437",
}
_FEWEST_LETTERS = 5
_LETTER_SHARE = 0.5  # of the bytes beyond ASCII: some letters lost a byte that is no sign, or a space
_LEAST_SHARE = 1 / 40  # of the text
# 'Bà con ?p Xa s?a l?i tuy?n kênh': a question mark for each letter that a charset does not have.
_LOST = re.compile(r"[^\W\d_]*\?+[^\W\d_][^\W_]*")
_ADDRESS = re.compile(r"(?<!\S)(?=\S*(?:://|www\.|@))\S+")
_FEWEST_LOST = 5  # different words
_LOST_SHARE = 0.12  # of the words
# Letters as a program writes them: '\u1ed9', '%u1ED9', '%E1%BB%99', '=E1=BB=99', '+HtU-'
_ESCAPE = re.compile(
    r"\\u[0-9a-fA-F]{4}|%u[0-9a-fA-F]{4}|(?:%[0-9a-fA-F]{2}){2,3}|(?:=[0-9A-F]{2}){2,3}|"
    r"\+(?=[a-z0-9]{0,20}[A-Z])[A-Za-z0-9+/]{3,20}-(?=[a-z]|\s|$)"
)

_ESCAPE_SIGNS = ("\\", "%", "=", "+")  # each escape begins with one of them


def misread_utf_8(text: str) -> str | None:
    """Return the name of the charset for which most of the text's letters beyond ASCII were taken, or None."""
    for name, charset in _CHARSETS.items():
        signs = text.encode(charset, "ignore")
        letters = _LETTER_IN_UTF8.findall(signs)
        if len(letters) < max(_FEWEST_LETTERS, _LEAST_SHARE * len(text)):
            continue
        beyond_ascii = len(signs) - len(signs.decode("ascii", "ignore"))
        if sum(map(len, letters)) >= _LETTER_SHARE * beyond_ascii:
            return name
    return None


def has_lost_letters(text: str) -> bool:
    """Return True if question marks stand for letters in many words."""
    if text.count("?") < _FEWEST_LOST:
        return False
    text = _ADDRESS.sub("", text)
    lost = {word.casefold() for word in _LOST.findall(text)}
    return len(lost) >= max(_FEWEST_LOST, _LOST_SHARE * len(text.split()))


def has_escaped_letters(text: str) -> bool:
    """Return True if many letters are written as numbers."""
    least = max(_FEWEST_LETTERS, _LEAST_SHARE * len(text))
    if sum(map(text.count, _ESCAPE_SIGNS)) < least:
        return False  # the quick answer for nearly all texts
    if len(_ESCAPE.findall(text)) < least:
        return False
    return len(_ESCAPE.findall(_ADDRESS.sub("", text))) >= least
