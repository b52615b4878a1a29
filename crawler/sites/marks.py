"""Marks: how a paper signs its texts before their first word, 'GLO - …', 'TTH.VN - …', '(CMO) …'."""

import re
from collections.abc import Set
from functools import lru_cache

import msgspec

from crawler.article import Byline
from crawler.outlets import Outlet
from crawler.vietnamese.syllables import is_syllable
from crawler.vietnamese.text import clean, fold

_NOT_PLACE = re.compile(
    r"\b(?:Báo|Tạp chí|Đài|Phát thanh|Truyền hình|và|điện tử|online|tỉnh|thành phố|TP\.)(?!\w)|[-–—,&().]", re.I
)
_DASH = "[-–—―−‒‐\u2011]"
_BORDER = "[-–—―−‒‐\u2011:|•›»~_]"
_OPEN, _CLOSE = r"[(\[（{*]+\s*", r"\s*,?[)\]）}*]+"
_SENTENCE = r"(?=[A-ZÀ-ỸĐ\d“\"‘'(])"
_PRESS = "(?:[Đđ]iện tử|ĐIỆN TỬ|[Oo]nline|ONLINE)"
# Papers that were joined with a broadcaster: 'Báo và phát thanh, truyền hình …', 'Báo và PTTH …', 'BÁO VÀ PT-TH …'
_BROADCASTER = (
    r"(?:(?:,| [Vv]à| VÀ| &)? ?(?:[Đđ]ài |ĐÀI )?"
    r"(?:[Pp]hát thanh(?:,| và| -| &) [Tt]ruyền hình|PHÁT THANH(?:,| VÀ| -| &) TRUYỀN HÌNH|PT ?[-,&]? ?TH))"
)
_DOMAIN = r"(?:[Ww]{3}\.)?(?:[A-Za-z][A-Za-z-]{2,30}\.(?:com\.|org\.|gov\.)?vn|[A-Z-]{3,30}\.(?:COM\.|ORG\.)?VN)"
_BRACKETED_WORD = r"[A-ZÀ-ỸĐ][\w.+/-]{1,24}"
_BRACKETED = r"[A-ZÀ-ỸĐ][\w.+/-]*(?: [\w.+/-]+){0,3}"
# Marks that the catalogue need not name: agencies and papers from which others copy, and the forms that papers make.
_AGENCY = (
    r"(?:TTXVN(?:/Vietnam ?\+)?|VOV(?:\d|\.VN|\.vn)?|VGP(?: News)?|SGGP|QĐND|CAND|SKĐS|GD&TĐ|TTTĐ|LĐTĐ|ĐCSVN|NLĐ|HNM|"
    r"Vietnam ?\+|VietnamPlus|VietNamNet|VnExpress|VnEconomy|Znews|VTC News)"
)
# 'Lao động - Thương binh và Xã hội': these are papers in brackets only.
_PAPER = r"(?:Dân [Tt]rí|Tuổi [Tt]rẻ|Thanh [Nn]iên|Tiền [Pp]hong|Lao [Đđ]ộng|Nhân [Dd]ân)"
# Words in capitals that are no papers, though they look like 'BTO', 'HPĐT' or 'BAG'.
_NO_PAPER = (
    r"(?!(?:WHO|WTO|ISO|CEO|CFO|COO|NATO|FAO|ILO|UFO|NGO|PPO|[SBP]?GDĐT|KHĐT|BOT|BT|BS|BCH|BHXH|BHYT|BHTN|BTC|BTV|BQL|"
    r"BGK|BGH|BXH|BĐS|BCT|BYT|BCA|BQP|BTL|BV|BIDV|BMW)\b)"
)
_ONLINE = rf"{_NO_PAPER}(?:[A-ZĐ]{{1,4}}O|[A-ZĐ]{{1,4}}ĐT|B[A-ZĐ]{{1,3}})"
_NAMED = rf"[A-ZĐ]\w*(?: [A-ZÀ-ỸĐ]\w*){{0,3}} {_PRESS}"
_OTHER_MARK = re.compile(
    rf"(?:{_ONLINE}|{_AGENCY}|{_NAMED}|{_DOMAIN})\s*\.?\s*{_BORDER}\s+{_SENTENCE}"
    rf"|{_OPEN}(?:{_ONLINE}|{_AGENCY}|{_PAPER}|{_NAMED}|{_DOMAIN}){_CLOSE}[\s.]*{_BORDER}*\s*{_SENTENCE}"
    rf"|\([A-ZĐ]{{2,8}}\)\s*{_DASH}\s*{_SENTENCE}"
)
_ACCOUNT = re.compile(
    rf"(?:admin\w*|quản trị(?: viên)?|qtv|webmaster|editor|user\d*|by|"
    rf"(?:báo )?[\w ]+ {_PRESS}|{_DOMAIN}|bao[a-z]{{4,20}}(?:\.\w+)*)",
    re.I,
)
_SHORTEST_BARE = 3  # letters: 'TTH', 'ĐBP'; two letters before a dash may be any organ


@lru_cache(maxsize=128)
def marks_of(outlet_names: tuple[str, ...], catalogued: tuple[str, ...]) -> list[str]:
    """Return a paper's marks: the catalogue's, and the forms that papers make of their initials.

    Seen: GLO, CMO, QNO (online), BTNO (Báo … Online), HPĐT (điện tử), TTH.VN, and bare TTH and ĐBP.
    """
    marks = dict.fromkeys(form for mark in catalogued for form in (mark, f"{mark}.VN", f"{mark}.vn"))
    for name in outlet_names:
        initials = "".join(word[0].upper() for word in _NOT_PLACE.sub(" ", name).split())
        if len(initials) >= 2:
            marks |= dict.fromkeys(
                f"{start}{initials}{end}" for start in ("", "B") for end in ("O", "ĐT", ".VN", ".vn", "O.VN", "O.vn")
            )
            marks |= dict.fromkeys(m for m in (initials, f"B{initials}") if len(m) >= _SHORTEST_BARE)
    return list(marks)


def names_of(outlet: Outlet) -> tuple[str, ...]:
    """Return the names from which a paper makes its marks: its own, of today and before."""
    return (outlet.name, *outlet.former_names)


@lru_cache(maxsize=128)
def _own_mark(marks: tuple[str, ...], names: tuple[str, ...]) -> re.Pattern[str]:
    paper = _alternatives(marks)
    bare_names = _alternatives(tuple(form for name in names for form in _in_both_cases(_bare_name(name))))
    whole_names = _alternatives(tuple(form for n in names if _bare_name(n) == n for form in _in_both_cases(n)))
    # 'An Giang - …' is where the news comes from, 'Báo An Giang - …' and 'An Giang Online - …' are the paper.
    name = (
        rf"(?:(?:Báo|BÁO){_BROADCASTER}? (?:{bare_names})(?: {_PRESS})?|(?:{bare_names}) {_PRESS}"
        rf"|(?:{whole_names})(?=\W+{_SENTENCE}))"
    )
    before = rf"(?:(?:Báo )?(?:{bare_names})\s*{_BORDER}?\s*)?"
    in_brackets = rf"(?:(?i:{paper})|{name}|{_DOMAIN})"
    return re.compile(
        rf"{before}{_OPEN}{in_brackets}(?:\s?[-–/,;]\s?{in_brackets})?{_CLOSE}[\s.]*{_BORDER}*\s*"
        rf"|(?:{paper})\s*\.?\s*{_BORDER}+\s*|(?:{name}\s*\.?\s*{_BORDER}+|{_DOMAIN}\s*{_BORDER})\s*{_SENTENCE}"
    )


def _bare_name(name: str) -> str:
    """Return a paper's name without 'Báo' and its broadcaster: 'Cần Thơ', 'Huế ngày nay'."""
    return re.sub(rf"^Báo{_BROADCASTER}? ", "", name)


def _in_both_cases(name: str) -> tuple[str, str]:
    return name, name.upper()


def without_own_mark(text: str, marks: list[str], names: tuple[str, ...]) -> str:
    """Return a text without the paper's own marks before it, each as often as it is there: '(BTNO) - (BTNO)- …'."""
    pattern, end = _own_mark(tuple(marks), names), 0
    while match := pattern.match(text, end):
        end = match.end()
    return text[end:] or text


def without_other_mark(text: str) -> str:
    """Return a paragraph without the mark of another paper or agency: 'TTXVN - …', '(Dân trí) - …', 'TPO - …'."""
    match = _OTHER_MARK.match(text)
    return text[match.end() :] if match else text


def strip_mark(lead: str, marks: list[str]) -> str:
    """Return a lead without the paper's mark or a bare dash before it: '(CTO) - ', 'ĐNO - ', '(HPĐT)- ', ' - '."""
    text = clean(lead)
    if mark := _mark_pattern(tuple(marks)).match(text):
        return text[mark.end() :].lstrip(" -–—")
    return re.sub(rf"^{_DASH}\s*(?=\S)", "", without_other_mark(text))


def is_marked(text: str, marks: list[str]) -> bool:
    """Return True if a paragraph begins with a mark that makes it a lead: the paper's, or one word in brackets."""
    return bool(_lead_mark_pattern(tuple(marks)).match(clean(text)))


@lru_cache(maxsize=128)  # one pattern for each outlet
def _mark_pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    paper = _alternatives(marks)
    return re.compile(
        rf"{_OPEN}(?:{paper}|{_BRACKETED}){_CLOSE}[\s.]*{_BORDER}+\s*|(?:{paper})\s*{_BORDER}\s*|{_OPEN}(?:{paper}){_CLOSE}\s*"
    )


@lru_cache(maxsize=128)
def _lead_mark_pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    paper = _alternatives(marks)
    return re.compile(
        rf"(?:\(\s*(?:{paper}|{_BRACKETED_WORD})\s*\)[\s.]*[-–—:]|(?:{paper})\s*[-–—:]|\(\s*(?:{paper})\s*\))"
    )


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def person_of(byline: Byline, marks: list[str]) -> Byline | None:
    """Return the person of a byline, without the paper's mark beside the name; None for a mark or an account alone."""
    own = _letters_of(tuple(marks))
    words = [word for word in byline.name.split() if _letters(word) not in own]
    name = " ".join(words).strip(" -–—,|/•©")
    if not name or _letters(name) in own or _ACCOUNT.fullmatch(name):
        return None
    # 'TPO' was read as the name 'Tpo'; a name of one syllable may end in o as well.
    is_other_mark = (
        re.fullmatch("[A-ZĐ]{2,4}(?:O|ĐT)", name.upper()) and name.upper() in byline.raw and not is_syllable(name)
    )
    return None if is_other_mark else msgspec.structs.replace(byline, name=name)


def without_press(name: str) -> str:
    """Return a paper's name without 'điện tử' or 'online', wherever that stands in it."""
    return clean(re.sub(rf"\b{_PRESS}\b", "", name))


def is_own_mark(name: str, marks: list[str], hosts: tuple[str, ...]) -> bool:
    """Return True for a name that is one of the paper's marks or addresses, in whatever case: 'Hto', 'Baohatinh.vn'."""
    return _letters(name) in _letters_of((*marks, *hosts))


@lru_cache(maxsize=128)
def _letters_of(marks: tuple[str, ...]) -> Set[str]:
    return {_letters(mark) for mark in marks}


def _letters(name: str) -> str:
    return fold(name).replace(" ", "")
