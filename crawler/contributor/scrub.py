"""Scrubbed twins of pages: markup, digits and labels stay, every other word is replaced by one of the same shape.

A twin can be shared and committed: it contains nobody's text, and has the same difficulties for a parser. One word
always becomes the same other word, so what a page repeats (a lead in the body, its address) stays a repetition.
"""

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from crawler.outlets import Outlet
from crawler.vietnamese.text import is_capitals


def _split_words(text: str) -> list[str]:
    return text.split()


_PIECE = re.compile(
    r"(<!--.*?-->|<script\b[^>]*>.*?</script\s*>|<style\b.*?</style\s*>"
    r"|<[!/?a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>)",
    re.S | re.I,
)
_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script\s*>)", re.S | re.I)
_ATTRIBUTE = re.compile(r"(?P<head>\s(?P<name>[\w:-]+)\s*=\s*)(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.S)
_META_NAME = re.compile(r"\b(?:name|property|itemprop)\s*=\s*[\"']([^\"']+)", re.I)
_TEXT_ATTRIBUTES = frozenset(
    {"alt", "title", "placeholder", "aria-label", "label", "summary", "data-title", "data-caption"}
)
_TEXT_META = re.compile(r"title|description|keywords|section|tag\b|author|copyright|site_name|alt|abstract", re.I)
_JSON_STRING = re.compile(r'"(?P<value>(?:[^"\\]|\\.)*)"(?P<colon>\s*:)?', re.S)
_OUTPUT = re.compile(r'(\boutputData\s*=\s*)("(?:[^"\\]|\\.)*")', re.S)
_TEMPLATE = re.compile(r"(\.html\(\s*`)((?:[^`\\]|\\.)*)(`)", re.S)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,10});")
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_PATH_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,}(?![A-Za-z0-9=])")
_URL = re.compile(r"^(?:https?:)?//|^/(?!/)|^\.{0,2}/")
# Labels that parsers use: who wrote, whose picture, when, what a box is.
_LABELS = re.compile(
    r"(?<!\w)(?:(?:Tin|Bài|Ảnh|Bài viết|Hình|Hình ảnh|Video|Clip|Nguồn|Nguồn ảnh|Thực hiện|Đồ họa|Photo|Text)"
    r"(?=\s*(?:[:：]|,\s*(?:ảnh|bài|hình)|\s+và\s+ảnh))|(?:ảnh|bài|hình)(?=\s*:)|Theo(?=\s+[A-ZĐ(])|và|"
    r"Ảnh(?=\s+minh)|minh h(?:ọa|oạ)|(?:Thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|Chủ nhật)|"
    r"(?:ngày|tháng|năm|lúc)(?=\s*\d)|GMT|Cập nhật|Trang chủ|Trang nhất|Tin liên quan|Bài liên quan|Xem thêm|Đọc thêm|"
    r"Cùng chuyên mục|Từ khóa|Tags?|Bút danh|(?:lược|biên) dịch|tổng hợp|Infographics?|Multimedia|"
    r"Phóng sự ảnh|Truyền hình|TTXVN|VnExpress|VOV|VTV|VGP|Vietnam\+|VietnamPlus|Báo Tin tức|Báo Chính phủ|Reuters|AFP|"
    r"Medical News Today|Tuổi Trẻ|Thanh Niên|Nhân Dân|Tiền Phong|Dân trí|SGGP|Internet)(?!\w)",
    re.I,
)
_SLUG_WORDS_KEPT = frozenset(
    _split_words("""
    print rss html htm aspx bbg xml jpg jpeg png gif webp svg en fr ru cn khmer news english tin bai tuc bg viewer web
    details image images upload uploads file files thumb thumbnail medium assets media www static index
""")
)
_ONSETS = _split_words("b c d g h k l m n r s t v x ch gi kh nh ph th tr ng ngh")
_PLAIN_RIMES = _split_words("a e o u i an en on in am em om ao au ai oi ui eo anh inh ong ung ang oan ieu uong iem")
_TONED_RIMES = _split_words("á ở ú ạ ấn ọn ứt ảm ệm ào ấu ội ưu éo ạnh ình ống ừng ặng oàn iều ường iếm ượng uyện")


def scrub_page(page: str, outlet: Outlet) -> str:
    """Return the twin of a page's HTML."""
    split_labels = _label_splitter(outlet)
    return "".join(_scrub_piece(piece, split_labels) for piece in _PIECE.split(page))


def scrub_text(text: str, outlet: Outlet) -> str:
    """Return the twin of a text from a page."""
    return _scrub_text(text, _label_splitter(outlet))


def scrub_url(url: str) -> str:
    """Return the address with other words in its path: host, numbers, ids and endings stay."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "#"
    path, query = (_PATH_WORD.sub(_twin_slug_word, unquote(part)) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc, quote(path, "/%@:,+~!$&'()*;="), query, ""))


def _twin_slug_word(match: re.Match[str]) -> str:
    word = match[0]
    return word if word.lower() in _SLUG_WORDS_KEPT else _twin_word(word)


def _label_splitter(outlet: Outlet) -> Callable[[str], Iterable[tuple[bool, str]]]:
    """Return a function that splits a text into parts, True for labels and the paper's names, False for all others."""
    names = sorted({outlet.name, *outlet.former_names, *outlet.marks, *outlet.site_tags}, key=len, reverse=True)
    name_pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)", re.I)

    def split(text: str) -> Iterable[tuple[bool, str]]:
        end = 0
        for match in sorted(
            [*name_pattern.finditer(text), *_LABELS.finditer(text)], key=lambda m: (m.start(), -m.end())
        ):
            if match.start() >= end:
                yield False, text[end : match.start()]
                yield True, match[0]
                end = match.end()
        yield False, text[end:]

    return split


_Splitter = Callable[[str], Iterable[tuple[bool, str]]]


def _scrub_piece(piece: str, split_labels: _Splitter) -> str:
    if piece.startswith("<!--"):
        return "<!-- -->"
    if script := _SCRIPT.fullmatch(piece):
        return script[1] + _scrub_script(script[1], script[2], split_labels) + script[3]
    if piece[:6].lower() == "<style":
        return piece
    if _PIECE.fullmatch(piece):
        return _scrub_tag(piece, split_labels)
    return _scrub_text(piece, split_labels)


def _scrub_tag(tag: str, split_labels: _Splitter) -> str:
    meta = _META_NAME.search(tag)
    is_text_meta = tag[:5].lower() == "<meta" and bool(meta and _TEXT_META.search(meta[1]))

    def scrub_attribute(match: re.Match[str]) -> str:
        name, value = match["name"].lower(), match["value"]
        if _URL.match(value.strip()):
            value = " ".join(scrub_url(part) if _URL.match(part) else part for part in value.strip().split(" "))
        elif (
            name in _TEXT_ATTRIBUTES or (name == "content" and is_text_meta) or not (value.isascii() or name == "style")
        ):
            value = _scrub_text(value, split_labels).replace(match["quote"], "")
        return f"{match['head']}{match['quote']}{value}{match['quote']}"

    return _ATTRIBUTE.sub(scrub_attribute, tag)


def _scrub_script(opening: str, text: str, split_labels: _Splitter) -> str:
    """Scrub structured data and a body in a script; empty every other script."""
    if "ld+json" in opening.lower():
        return _scrub_jsonld(text, split_labels)
    if match := _OUTPUT.search(text):
        inner = html.unescape(str(json.loads(match[2], strict=False)))
        twin = "".join(_scrub_piece(p, split_labels) for p in _PIECE.split(inner))
        return match[1] + json.dumps(html.escape(twin, quote=False), ensure_ascii=False) + ";"
    if match := _TEMPLATE.search(text):
        twin = "".join(_scrub_piece(p, split_labels) for p in _PIECE.split(match[2]))
        return f"$('#content'){match[1]}{twin}{match[3]});"
    return ""


def _scrub_jsonld(text: str, split_labels: _Splitter) -> str:
    """Scrub each string that is a value; keys, types, dates and what is not JSON stay."""
    key = ""

    def scrub_string(match: re.Match[str]) -> str:
        nonlocal key
        if match["colon"]:
            key = match["value"]
            return match[0]
        return match[0] if key in ("@type", "@context") else f'"{_scrub_json_value(match["value"], split_labels)}"'

    return _JSON_STRING.sub(scrub_string, text)


def _scrub_json_value(value: str, split_labels: _Splitter) -> str:
    if re.match(r"https?:|/", value.replace("\\/", "/")):
        return scrub_url(value.replace("\\/", "/"))
    if "\\u" not in value:
        return _scrub_text(value, split_labels)
    try:
        return json.dumps(_scrub_text(str(json.loads(f'"{value}"', strict=False)), split_labels))[1:-1]
    except ValueError:
        return ""


def _scrub_text(text: str, split_labels: _Splitter) -> str:
    has_encoded_letters = False

    def decode_letter(match: re.Match[str]) -> str:
        nonlocal has_encoded_letters
        plain = html.unescape(match[0])
        has_encoded_letters = has_encoded_letters or plain.isalpha()
        return plain if plain.isalpha() else match[0]

    plain = _ENTITY.sub(decode_letter, text)
    twin = "".join(part if is_kept else _scrub_words(part) for is_kept, part in split_labels(plain))
    if not has_encoded_letters:
        return twin
    return "".join(c if c.isascii() or not c.isalpha() else f"&#{ord(c)};" for c in twin)


def _scrub_words(text: str) -> str:
    pieces = _ENTITY.split(text)
    entities = _ENTITY.findall(text)
    twins = [_WORD.sub(lambda match: _twin_word(match[0]), piece) for piece in pieces]
    return "".join(a + b for a, b in zip(twins, [*entities, ""], strict=True))


def _twin_word(word: str) -> str:
    """Return the word's replacement: of the same length and case, with accents if the word has some."""
    composed = unicodedata.normalize("NFC", word)
    if len(composed) == 1 or (is_capitals(composed) and composed.isascii() and not re.search("[AEIOUY]", composed)):
        return word
    letters = _twin_letters(composed.casefold(), len(composed), composed.isascii())
    twin = "".join(o.upper() if w.isupper() else o for o, w in zip(letters, composed, strict=True))
    return twin if composed == word else unicodedata.normalize("NFD", twin)


@cache
def _syllables_of_length(length: int, plain: bool) -> tuple[str, ...]:
    rimes = _PLAIN_RIMES if plain else _TONED_RIMES
    return tuple(sorted({o + r for o in ("", *_ONSETS) for r in rimes if len(o + r) == length}))


@cache
def _twin_letters(word: str, length: int, plain: bool) -> str:
    number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    letters = ""
    while len(letters) < length:
        missing = length - len(letters)
        size = missing if missing <= 5 else 3 + number % 2
        syllables = _syllables_of_length(size, plain or bool(letters)) or _syllables_of_length(size, True)
        letters += syllables[number % len(syllables)]
        number //= 7
    return letters
