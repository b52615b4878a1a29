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
    "windows-1253": "cp1253",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1257": "cp1257",
    "windows-874": "cp874",
    "KOI8-R": "koi8_r",
    "code page 866": "cp866",
    "Mac OS Roman": "mac_roman",
    "code page 437": "cp437",
}
# Sets with a sign for two bytes: their own languages have bytes that look like UTF-8, but none of Vietnamese letters.
_TWO_BYTE_CHARSETS = {"GBK": "gbk", "Shift JIS": "shift_jis", "Big5": "big5", "EUC-KR": "euc_kr"}
_FEWEST_LETTERS = 5
_LETTER_SHARE = 0.5  # of the bytes beyond ASCII: some letters lost a byte that is no sign, or a space
_LEAST_SHARE = 1 / 40  # of the text
_VIETNAMESE_LETTER = re.compile("[\u1ea0-\u1ef9đơưăâêô]")
# 'Bà con ?p Xa s?a l?i tuy?n kênh': a question mark or a box for each letter that a charset or a font does not have.
_LOST_SIGNS = "?\u25a1\u25af"
_LOST = re.compile(rf"[^\W\d_]*[{_LOST_SIGNS}]+[^\W\d_][^\W_]*")
_ADDRESS = re.compile(r"(?<!\S)(?=\S*(?:://|www\.|@))\S+")
# 'B con p Xa cng sa li': words without vowels are left; behind a number they are units.
_VOWELLESS = re.compile(r"(?<![\w.])(?<!\d )[bcdđghklmnpqrstvx]{1,7}(?![\w.])")
_FEWEST_VOWELLESS = 6  # different words; a text with abbreviations has some
_VOWELLESS_SHARE = 0.15  # of the words
_FEWEST_LOST = 5  # different words
_LOST_SHARE = 0.12  # of the words
# Letters as a program writes them: '\u1ed9', '%u1ED9', '%E1%BB%99', '=E1=BB=99', '#7897;', '+HtU-'
_ESCAPE = re.compile(
    r"\\u[0-9a-fA-F]{4}|%u[0-9a-fA-F]{4}|(?:%[0-9a-fA-F]{2}){2,3}|(?:=[0-9A-F]{2}){2,3}|#\d{3,4};|"
    r"\+(?=[a-z0-9]{0,20}[A-Z])[A-Za-z0-9+/]{3,20}-(?=[a-z]|\s|$)"
)
# A table has numbers of several lengths, and no letters in them.
_BYTES = re.compile(r"(?:(?:0x|\\x)?[0-9a-f]{2}[\s,:]+){20,}[0-9a-f]{0,2}\W*|(?:[01]{8}\s+){10,}[01]{0,8}\W*", re.I)
_BITS = 3  # different signs: 0, 1 and the space

_ESCAPE_SIGNS = ("\\", "%", "=", "#", "+")  # each escape begins with one of them


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
    return _misread_for_two_bytes(text)


def _misread_for_two_bytes(text: str) -> str | None:
    for name, charset in _TWO_BYTE_CHARSETS.items():
        vietnamese = text.encode(charset, "ignore").decode("utf-8", "ignore")
        letters = len(_VIETNAMESE_LETTER.findall(vietnamese.lower()))
        if letters >= max(_FEWEST_LETTERS, _LEAST_SHARE * len(text)):
            return name
    return None


def has_lost_letters(text: str) -> bool:
    """Return True if question marks or boxes stand for letters in many words."""
    if sum(map(text.count, _LOST_SIGNS)) < _FEWEST_LOST:
        return False
    text = _ADDRESS.sub("", text)
    lost = {word.casefold() for word in _LOST.findall(text)}
    return len(lost) >= max(_FEWEST_LOST, _LOST_SHARE * len(text.split()))


def has_dropped_letters(text: str) -> bool:
    """Return True if many words have lost their vowels, and nothing stands for them."""
    vowelless = _VOWELLESS.findall(text)
    return len({*vowelless}) >= _FEWEST_VOWELLESS and len(vowelless) >= _VOWELLESS_SHARE * len(text.split())


def has_escaped_letters(text: str) -> bool:
    """Return True if many letters are written as numbers."""
    least = max(_FEWEST_LETTERS, _LEAST_SHARE * len(text))
    if sum(map(text.count, _ESCAPE_SIGNS)) < least:
        return False  # the quick answer for nearly all texts
    if len(_ESCAPE.findall(text)) < least:
        return False
    return len(_ESCAPE.findall(_ADDRESS.sub("", text))) >= least


def is_row_of_bytes(text: str) -> bool:
    """Return True if a text is nothing but bytes as numbers: '42 c3 a0 20', '01000010 11000011'."""
    return bool(_BYTES.fullmatch(text)) and (" " not in text or any(map(str.isalpha, text)) or len(set(text)) <= _BITS)
