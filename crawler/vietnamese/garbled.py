"""Garbled text: letters of fonts before Unicode, and text that a script has to decode; nobody can read either."""

import re

from crawler.vietnamese.text import has_vietnamese_letters

_FEWEST_SIGNS = 5
# TCVN3 ('Héi ®ång nh©n d©n') has signs in its words.
_TCVN3 = re.compile(r"[®©¬«ª¨µ¸¶·¹»¼½¾](?=[a-z])|(?<=[a-z])[©¬«ª¨µ¸¶·¹»¼½¾]", re.I)
# VNI ('Hoäi ñoàng nhaân daân') writes each mark as a second letter; no Vietnamese word has these.
_VNI = re.compile(r"[aeouyôö][øûïåäëü]|[aeo][âáàåãäêéèëå]|ñ|ö|æ", re.I)
_VNI_ONLY = re.compile(r"[øûïåäëüñöæ]", re.I)
# VIQR ('Ho^.i ddo^`ng nha^n da^n') writes marks as signs behind the letter.
_VIQR = re.compile(r"[aeo]\^|a\((?=\w|['`?~.]\w)|[ou][+*](?=\w|['`?~.])|\bdd(?=[aeiouy])", re.I)
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"^[(\[“\"]*(?:https?:|www\.|[#@])|[\w-]+\.(?:vn|com|net|org)\b|@", re.I)
# Signs or digits inside a word, or a capital after a small letter: 'yNùùữô', '?u45ắ'.
_INSIDE = re.compile(r"[^\W\d_][^\w\s’'.,/+–—-]+[^\W_]|[^\W\d_]\d+[^\W\d_]|[a-zà-ỹ][A-ZÀ-Ỹ]")
_LONGEST_WORD = 30  # letters: documents' numbers and compounds of hyphens are shorter
_CIPHER_SHARE = 0.5  # of the letters: formulas, products and codes make up less of a paragraph
_FEWEST_LETTERS = 60
_JUDGED = 5000  # letters of a paragraph: a cipher shows from its beginning
_UNBROKEN = re.compile(r"\S{31}")
_BASE64 = re.compile(r"[A-Za-z0-9+/=_-]{120,}")


def pre_unicode_set(text: str) -> str | None:
    """Return 'TCVN3', 'VNI' or 'VIQR' for text in that set, None for other text."""
    if has_vietnamese_letters(text):
        return None
    for name, signs, share in (("TCVN3", _TCVN3, 50), ("VNI", _VNI, 12), ("VIQR", _VIQR, 20)):
        count = sum(1 for _ in signs.finditer(text))
        # German and Swedish have some of VNI's letters, but not three kinds of them so often.
        is_other_language = name == "VNI" and len(set(_VNI_ONLY.findall(text.lower()))) < 3
        if count >= _FEWEST_SIGNS and count * share > len(text) and not is_other_language:
            return name
    return None


def is_cipher(text: str) -> bool:
    """Return True if most of a paragraph is no words: signs and digits inside them, or no end of them."""
    text = text[:_JUDGED]
    if len(text) < _FEWEST_LETTERS or (len(_INSIDE.findall(text)) * 40 < len(text) and not _UNBROKEN.search(text)):
        return False
    letters = garbled = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if _ADDRESS.search(word[:200]):
            continue
        letters += len(word)
        if _BASE64.search(word) or (len(word) > _LONGEST_WORD and _is_dense(word)) or len(_INSIDE.findall(word)) >= 2:
            garbled += len(word)
    return letters >= _FEWEST_LETTERS and garbled >= _CIPHER_SHARE * letters


def _is_dense(word: str) -> bool:
    """Return True if a long word is no row of words with hyphens or full stops between them."""
    return len(_INSIDE.findall(word)) * 20 >= len(word) or max(map(len, re.split(r"[-–—./,…]", word))) > _LONGEST_WORD
