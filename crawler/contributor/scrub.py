"""The scrubbed twin of a page: its markup, digits and labels, with every other word replaced by one of its shape.

A twin can be shared and committed: nobody's text is in it, and a parser meets the same traps. One word always
becomes the same other word, so that what a page repeats (a lead in the body, its own address) stays a repetition.
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
# Labels that tell a parser something: who wrote, whose picture, when, what a box is.
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
    kept = _label_splitter(outlet)
    return "".join(_scrub_piece(piece, kept) for piece in _PIECE.split(page))


def scrub_text(text: str, outlet: Outlet) -> str:
    """Return the twin of a text that stands on a page."""
    return _scrub_text(text, _label_splitter(outlet))


def scrub_url(url: str) -> str:
    """Return the address with other words in its path: host, numbers, ids and endings stay."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "#"
    path, query = (_PATH_WORD.sub(_twin_slug_word, unquote(part)) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc, quote(path, "/%@:,+~!$&'()*;="), query, ""))


def _twin_slug_word(found: re.Match[str]) -> str:
    word = found[0]
    return word if word.lower() in _SLUG_WORDS_KEPT else _twin_word(word)


def _label_splitter(outlet: Outlet) -> Callable[[str], Iterable[tuple[bool, str]]]:
    """Make the splitter that tells labels and the paper's own words from all others."""
    own = sorted({outlet.name, *outlet.former_names, *outlet.marks, *outlet.site_tags}, key=len, reverse=True)
    names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, own)) + r")(?!\w)", re.I)

    def split(text: str) -> Iterable[tuple[bool, str]]:
        place = 0
        for found in sorted([*names.finditer(text), *_LABELS.finditer(text)], key=lambda m: (m.start(), -m.end())):
            if found.start() >= place:
                yield False, text[place : found.start()]
                yield True, found[0]
                place = found.end()
        yield False, text[place:]

    return split


_Splitter = Callable[[str], Iterable[tuple[bool, str]]]


def _scrub_piece(piece: str, kept: _Splitter) -> str:
    if piece.startswith("<!--"):
        return "<!-- -->"
    if script := _SCRIPT.fullmatch(piece):
        return script[1] + _scrub_script(script[1], script[2], kept) + script[3]
    if piece[:6].lower() == "<style":
        return piece
    if _PIECE.fullmatch(piece):
        return _scrub_tag(piece, kept)
    return _scrub_text(piece, kept)


def _scrub_tag(tag: str, kept: _Splitter) -> str:
    meta = _META_NAME.search(tag)
    spoken_meta = tag[:5].lower() == "<meta" and bool(meta and _TEXT_META.search(meta[1]))

    def attribute(found: re.Match[str]) -> str:
        name, value = found["name"].lower(), found["value"]
        if _URL.match(value.strip()):
            value = " ".join(scrub_url(part) if _URL.match(part) else part for part in value.strip().split(" "))
        elif (
            name in _TEXT_ATTRIBUTES or (name == "content" and spoken_meta) or not (value.isascii() or name == "style")
        ):
            value = _scrub_text(value, kept).replace(found["quote"], "")
        return f"{found['head']}{found['quote']}{value}{found['quote']}"

    return _ATTRIBUTE.sub(attribute, tag)


def _scrub_script(opening: str, text: str, kept: _Splitter) -> str:
    """Keep structured data and a body that a script holds; of all other scripts only their places stay."""
    if "ld+json" in opening.lower():
        return _scrub_jsonld(text, kept)
    if found := _OUTPUT.search(text):
        inner = html.unescape(str(json.loads(found[2], strict=False)))
        twin = "".join(_scrub_piece(p, kept) for p in _PIECE.split(inner))
        return found[1] + json.dumps(html.escape(twin, quote=False), ensure_ascii=False) + ";"
    if found := _TEMPLATE.search(text):
        return (
            "$('#content'"
            + ")"
            + found[1]
            + "".join(_scrub_piece(p, kept) for p in _PIECE.split(found[2]))
            + found[3]
            + ");"
        )
    return ""


def _scrub_jsonld(text: str, kept: _Splitter) -> str:
    """Scrub each string that is a value; keys, types, dates and what is no JSON stay."""
    key = ""

    def string(found: re.Match[str]) -> str:
        nonlocal key
        if found["colon"]:
            key = found["value"]
            return found[0]
        return found[0] if key in ("@type", "@context") else f'"{_scrub_json_value(found["value"], kept)}"'

    return _JSON_STRING.sub(string, text)


def _scrub_json_value(value: str, kept: _Splitter) -> str:
    if re.match(r"https?:|/", value.replace("\\/", "/")):
        return scrub_url(value.replace("\\/", "/"))
    if "\\u" not in value:
        return _scrub_text(value, kept)
    try:
        return json.dumps(_scrub_text(str(json.loads(f'"{value}"', strict=False)), kept))[1:-1]
    except ValueError:
        return ""


def _scrub_text(text: str, kept: _Splitter) -> str:
    coded = False

    def letter(found: re.Match[str]) -> str:
        nonlocal coded
        plain = html.unescape(found[0])
        coded = coded or plain.isalpha()
        return plain if plain.isalpha() else found[0]

    plain = _ENTITY.sub(letter, text)
    out = "".join(part if is_kept else _scrub_words(part) for is_kept, part in kept(plain))
    return "".join(c if c.isascii() or not c.isalpha() else f"&#{ord(c)};" for c in out) if coded else out


def _scrub_words(text: str) -> str:
    pieces = _ENTITY.split(text)
    entities = _ENTITY.findall(text)
    twins = [_WORD.sub(lambda found: _twin_word(found[0]), piece) for piece in pieces]
    return "".join(a + b for a, b in zip(twins, [*entities, ""], strict=True))


def _twin_word(word: str) -> str:
    """Return the other word: as long, in the same case, with accents where this one has some."""
    whole = unicodedata.normalize("NFC", word)
    if len(whole) == 1 or (is_capitals(whole) and whole.isascii() and not re.search("[AEIOUY]", whole)):
        return word
    found = _twin_letters(whole.casefold(), len(whole), whole.isascii())
    shaped = "".join(o.upper() if w.isupper() else o for o, w in zip(found, whole, strict=True))
    return shaped if whole == word else unicodedata.normalize("NFD", shaped)


@cache
def _syllables_of_length(length: int, plain: bool) -> tuple[str, ...]:
    rimes = _PLAIN_RIMES if plain else _TONED_RIMES
    return tuple(sorted({o + r for o in ("", *_ONSETS) for r in rimes if len(o + r) == length}))


@cache
def _twin_letters(word: str, length: int, plain: bool) -> str:
    number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    found = ""
    while len(found) < length:
        rest = length - len(found)
        take = rest if rest <= 5 else 3 + number % 2
        pool = _syllables_of_length(take, plain or bool(found)) or _syllables_of_length(take, True)
        found += pool[number % len(pool)]
        number //= 7
    return found
