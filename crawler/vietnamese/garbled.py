"""Garbled text: letters of fonts before Unicode, and text that a script has to decode; nobody can read either."""

import re
import unicodedata
from collections.abc import Iterator

from crawler.vietnamese.misread import (
    has_dropped_letters,
    has_escaped_letters,
    has_lost_letters,
    is_row_of_bytes,
    misread_utf_8,
)
from crawler.vietnamese.syllables import has_syllables_shape, is_syllable
from crawler.vietnamese.text import has_vietnamese_letters
from crawler.vietnamese.typed import is_telex

_FEWEST_SIGNS = 5
_FEWEST_SIGNED = 3  # words with such signs: one odd word is a name or a product
# TCVN3 ('Héi ®ång nh©n d©n') has signs in its words.
_TCVN3 = re.compile(r"[®©¬«ª¨µ¸¶·¹»¼½¾](?=[a-z])|(?<=[a-z])[©¬«ª¨µ¸¶·¹»¼½¾]", re.I)
# VNI ('Hoäi ñoàng nhaân daân') writes each mark as a second letter; no Vietnamese word has these.
_VNI = re.compile(r"[aeouyôö][øûïåäëü]|[aeo][âáàåãäêéèëå]|ñ|ö|æ", re.I)
_VNI_ONLY = re.compile(r"[øûïåäëüñöæ]", re.I)
# VIQR ('Ho^.i ddo^`ng nha^n da^n') writes marks as signs behind the letter.
_VIQR = re.compile(r"[aeo]\^|a\((?=\w|['`?~.]\w)|[ou][+*](?=\w|['`?~.])|\bdd(?=[aeiouy])", re.I)
# VNI's typing ('Ho65i d9o62ng nha6n da6n') writes them as digits.
_VNI_TYPED = re.compile(r"[aeouy][1-5]?[6-8]|\bd9|[aeiouy][a-z]{0,2}[1-5](?=[\s,.;]|$)", re.I)
# The share is that of the signs in an ordinary text, with some room: one sign in so many letters.
_SETS_OF_KEYS = (("VIQR", _VIQR, 20), ("VNI typing", _VNI_TYPED, 10))
_SETS = (("TCVN3", _TCVN3, 50), ("VNI", _VNI, 12), *_SETS_OF_KEYS)
_WORD = re.compile(r"\S+")
# A word of letters alone, with punctuation around it.
_PLAIN_WORD = re.compile(r"[^\w\s]*([^\W\d_]+)[^\w\s]*")
_AROUND_WORD = "()[]«»“”\"'‘’.,;:!?…–—-/"
_FEWEST_MARKED = 8  # words with a letter beyond ASCII: fewer tell no spelling
_MARKED_SHARE = 0.25  # of the words; Vietnamese has 0.6 and more
_SPELT_RIGHT = 0.5  # of the marked words, in a text that has foreign names and typing errors
_SHAPED_RIGHT = 0.8  # of all words: French and German have 0.3, as their words have several syllables
_ODD_SIGN = re.compile(r"[^\x00-\x7f\u1ea0-\u1ef9ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư“”‘’–—…°²³]")
_FEWEST_ODD = 5  # different words with a sign that no Vietnamese word has
_ODD_SHARE = 0.15  # of the words
_LIKE_VIETNAMESE = 0.6
_OPENING = 200  # letters: some 45 words
_OPENING_SHARE = 0.8  # of the marked words
_ADDRESS = re.compile(r"^[(\[“\"]*(?:https?:|www\.|[#@])|[\w-]+\.(?:vn|com|net|org)\b|^[\w.+-]+@[\w-]+\.", re.I)
_SMALL = "a-zß-öø-ÿăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_CAPITAL = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# Signs or digits inside a word, or a capital after a small letter: 'yNùùữô', '?u45ắ'.
_INSIDE = re.compile(
    rf"[{_SMALL}{_CAPITAL}][^\w\s’'.,/+–—-]+[{_SMALL}{_CAPITAL}\d]|[{_SMALL}{_CAPITAL}]\d+[{_SMALL}{_CAPITAL}]"
    rf"|[{_SMALL}][{_CAPITAL}]"
)
_LONGEST_WORD = 30  # letters: documents' numbers and compounds of hyphens are shorter
_CIPHER_SHARE = 0.5  # of the letters: formulas, products and codes make up less of a paragraph
_FEWEST_LETTERS = 60
_JUDGED = 5000  # letters of a paragraph: a cipher shows from its beginning
_UNBROKEN = re.compile(r"\S{31}")
_BASE64 = re.compile(r"[A-Za-z0-9+/=_-]{120,}")
_TONED = re.compile("[àáãèéìíòóõùúýạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.I)
_SPELT_IN_CIPHER = 0.5  # of the letters of toned words; of a substituted text the short ones are right by chance
_VOWEL = re.compile("[aeiouyáàéèíìóòúùýâêîôûăơưäöü]", re.I)
_LATIN_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS = 15
_VOWELLESS_SHARE = 0.25  # of the words in small letters: no language written in Latin letters has so many


def pre_unicode_set(text: str) -> str | None:
    """Return 'TCVN3', 'VNI', 'VIQR' or another set's name for text in that set, None for other text."""
    text = text[:_JUDGED]
    is_plain = not _ODD_SIGN.search(text)
    if has_lost_letters(text) or (is_plain and has_dropped_letters(text)):
        return "letters lost"
    if text.isascii():
        return _set_of_keys(text)
    # The quick answers for nearly all texts: a set leaves no letter that only Vietnamese has, or odd signs beside it.
    if (is_plain and has_vietnamese_letters(text)) or _opens_in_vietnamese(text):
        return None
    if charset := misread_utf_8(text):
        return f"UTF-8 read as {charset}"
    if not has_vietnamese_letters(text):
        for name, signs, share in _SETS:
            if _is_in_set(text, name, signs, share):
                return name
    return "one-byte Vietnamese" if _is_in_one_byte_set(text) else None


def _set_of_keys(text: str) -> str | None:
    """Return the name of the keys by which a text in ASCII was typed, or None."""
    if is_telex(text):
        return "Telex typing"
    return next((name for name, signs, share in _SETS_OF_KEYS if _is_in_set(text, name, signs, share)), None)


def _is_in_set(text: str, name: str, signs: re.Pattern[str], share: int) -> bool:
    """Return True if the signs of a set stand in several words, and at least once in `share` letters."""
    count = sum(1 for _ in signs.finditer(text))
    if count < _FEWEST_SIGNS or count * share <= len(text):
        return False
    # German and Swedish have some of VNI's letters, but not three kinds of them so often.
    if name == "VNI" and len(set(_VNI_ONLY.findall(text.lower()))) < 3:
        return False
    # In Norwegian and French the signs of TCVN3 are quotation marks.
    if name == "TCVN3" and not _has_syllables(text, _LIKE_VIETNAMESE):
        return False
    return len({word for word in text.split() if signs.search(word)}) >= _FEWEST_SIGNED


def _opens_in_vietnamese(text: str) -> bool:
    """Return True if most marked words at a text's beginning are spelt right: the quick answer for nearly all texts."""
    marked = [word for word in _plain_words(text[:_OPENING].split()) if not word.isascii()]
    return len(marked) >= _FEWEST_MARKED and sum(map(is_syllable, marked)) >= _OPENING_SHARE * len(marked)


def _plain_words(words: list[str]) -> Iterator[str]:
    """Yield the words of letters alone, without the punctuation around them."""
    for word in words:
        if word.isalpha():  # most words; the pattern takes ten times as long
            yield word
        elif match := _PLAIN_WORD.fullmatch(word):
            yield match[1]


def _is_in_one_byte_set(text: str) -> bool:
    """Return True if the words have the shape of Vietnamese, but not its letters: VISCII, VPS and their like.

    Each of these sets keeps the letters of ASCII, and has one sign for each letter with marks.
    """
    words = _words(text)
    marked = [word for word in words if not word.isascii()]
    if len(marked) < max(_FEWEST_MARKED, _MARKED_SHARE * len(words)) or not _is_mostly_ascii(text):
        return False
    odd = {word.casefold() for word in marked if _ODD_SIGN.search(word)}
    is_spelt = sum(map(is_syllable, marked)) >= _SPELT_RIGHT * len(marked)
    if is_spelt and len(odd) < max(_FEWEST_ODD, _ODD_SHARE * len(words)):
        return False
    return _has_syllables(text, _SHAPED_RIGHT)


def _is_mostly_ascii(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(map(str.isascii, letters)) >= len(letters)


def _has_syllables(text: str, share: float) -> bool:
    words = _words(text)
    return sum(map(has_syllables_shape, words)) >= share * len(words)


def _words(text: str) -> list[str]:
    words = (match[0].strip(_AROUND_WORD) for match in _WORD.finditer(text))
    return [word for word in words if word and not any(map(str.isdigit, word)) and not _ADDRESS.search(word[:200])]


def is_cipher(text: str) -> bool:
    """Return True if most of a paragraph is no words: signs and digits inside them, no end of them, or no spelling."""
    text = text[:_JUDGED]
    if len(text) < _FEWEST_LETTERS:
        return False
    if has_escaped_letters(text) or is_row_of_bytes(text):
        return True
    words = text.split()
    most = (1 - _CIPHER_SHARE) * len(text)
    if sum(map(len, filter(is_syllable, words))) > most:
        return False  # the quick answer for nearly all texts: the words with punctuation need not be counted
    if sum(map(len, filter(is_syllable, _plain_words(words)))) > most:
        return False
    if len(_INSIDE.findall(text)) * 40 < len(text) and not _UNBROKEN.search(text):
        return _has_substituted_letters(text)
    letters = garbled = 0
    for word in words:
        if _ADDRESS.search(word[:200]):
            continue
        letters += len(word)
        if _BASE64.search(word) or (len(word) > _LONGEST_WORD and _is_dense(word)) or len(_INSIDE.findall(word)) >= 2:
            garbled += len(word)
    return letters >= _FEWEST_LETTERS and (garbled >= _CIPHER_SHARE * letters or _has_substituted_letters(text))


def _is_dense(word: str) -> bool:
    """Return True if a long word in Latin letters is no row of words with hyphens or full stops between them."""
    if not _is_latin(word):
        return False  # Chinese and Khmer have no space between words
    return len(_INSIDE.findall(word)) * 20 >= len(word) or max(map(len, re.split(r"[-–—./,…]", word))) > _LONGEST_WORD


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text[:_JUDGED] if letter.isalpha()]
    return all(letter.isascii() or "LATIN" in unicodedata.name(letter, "") for letter in letters[:50])


def _has_substituted_letters(text: str) -> bool:
    """Return True if letters were exchanged for others: toned words without Vietnamese spelling, or no vowels.

    The languages of the highlands have letters of Vietnamese too, but seldom its tones.
    """
    words = _words(text)
    toned = [word for word in words if _TONED.search(word)]
    if len(toned) >= max(_FEWEST_MARKED, _MARKED_SHARE * len(words)) and has_vietnamese_letters(text.lower()):
        return len("".join(filter(is_syllable, toned))) < _SPELT_IN_CIPHER * len("".join(toned))
    small = [word for word in _LATIN_WORD.findall(text) if word.islower() and _is_latin(word)]
    vowelless = sum(1 for word in small if not _VOWEL.search(word))
    return len(small) >= _FEWEST_WORDS and vowelless >= _VOWELLESS_SHARE * len(small)
