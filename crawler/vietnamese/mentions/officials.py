"""Mentions of officials: an office with its organ, and the name of the person who holds or held it.

An official here is who holds an office of the party, the state (schools, hospitals and other public institutions among
it), the front and the mass organisations, the armed forces, or the courts; foreign ones as well. Heads of companies,
banks, cooperatives and clubs are none, nor is who has only a rank, a degree or a profession. An office without a name,
and a name without an office, is no mention.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.vietnamese.mentions.gazetteer import names_alone
from crawler.vietnamese.mentions.holders import DASHES, Item, pairs
from crawler.vietnamese.mentions.names import (
    LONGEST,
    Name,
    after_address,
    capitals_end,
    foreign_end,
    name_at,
    name_end,
    names_a_thing,
)
from crawler.vietnamese.mentions.offices import Office, office_at
from crawler.vietnamese.mentions.organ_words import known_organs
from crawler.vietnamese.mentions.organs import Organ, organ_at
from crawler.vietnamese.mentions.words import PARAGRAPH_END, Phrases, Word, in_paragraphs, words

_DELEGATION = Phrases(["Đoàn ĐBQH", "Đoàn đại biểu Quốc hội", "ĐBQH", "Tổ đại biểu", "Tổ ĐBQH"])


@dataclass(frozen=True)
class OfficialMention:
    """One office of one person, as printed.

    `start` and `end` are the places of `text` in the paragraph: from office to name or from name to office, with what
    stands between. `kind` is party, state, front, army or court; `former` the word that says the office is past.
    """

    office: str
    organ: str | None
    name: str
    honorific: str | None
    former: str | None
    kind: str
    text: str
    start: int
    end: int


def find(text: str) -> list[OfficialMention]:
    """Return the officials that the text names, in its order; `text[m.start:m.end] == m.text` for each."""
    text = in_paragraphs(text)
    tokens = words(text)
    items = list(_items(tokens))
    held = dict.fromkeys(pairs(text, tokens, items))
    found = [_mention(text, tokens, items[i].office, items[j].name) for i, j in held]
    found += _deputies(text, tokens, items)
    return sorted(found, key=lambda m: (m.start, m.end, m.office))


def _items(tokens: Sequence[Word]) -> Iterator[Item]:
    at = 0
    foreigner = after_office = before_name = False
    while at < len(tokens):
        office = office_at(tokens, at)
        if office:
            yield Item(at, office.end, office=office)
            at, foreigner, after_office, before_name = office.end, office.abroad, True, office.before_name
            continue
        name = _foreign(tokens, at) if foreigner and not name_end(tokens, at) else None
        if name is None and (after_office or not names_a_thing(tokens, at)):
            name = name_at(tokens, at)
        if name and name.is_addressed and office_at(tokens, name.start):
            name = None
        if name is None and before_name and (end := capitals_end(tokens, at)) > at:
            name = Name(at, at, end)
        name = name or _before_office(tokens, at)
        foreigner = after_office = before_name = False
        if name:
            name = _short_of_office(tokens, name)
            yield Item(at, name.end, name=name)
            at = name.end
            continue
        yield Item(at, at + 1, key=tokens[at].key)
        at += 1


def _before_office(tokens: Sequence[Word], at: int) -> Name | None:
    """Return a name without a known surname that an office follows: 'Ngọc Lan Em, Phó Bí thư Đoàn'."""
    opens = at == 0 or tokens[at - 1].key in (":", ";", ",", "và", "cùng", PARAGRAPH_END)
    if not opens or not tokens[at].is_capital or not tokens[at].is_letters or tokens[at].is_abbreviation:
        return None
    end = capitals_end(tokens, at)
    binds = end + 1 < len(tokens) and tokens[end].key in (",", "(", *DASHES) and office_at(tokens, end + 1)
    if not 2 <= end - at <= LONGEST or not binds or known_organs().at(tokens, at) or names_alone().at(tokens, at):
        return None
    return Name(at, at, end)


def _foreign(tokens: Sequence[Word], at: int) -> Name | None:
    begin = after_address(tokens, at)
    end = foreign_end(tokens, begin)
    return Name(at, begin, end) if end else None


def _short_of_office(tokens: Sequence[Word], name: Name) -> Name:
    """End a name where the words of an office begin: 'ông Nguyễn Văn A Chủ tịch UBND xã'."""
    for at in range(name.start + 2, name.end):
        if office_at(tokens, at):
            return Name(name.opening, name.start, at)
    return name


def _mention(text: str, tokens: Sequence[Word], office: Office | None, name: Name | None) -> OfficialMention:
    assert office is not None
    assert name is not None
    parted = tokens[office.title_end - 1].text == ","  # 'Trưởng ban Quân lực, Phòng Tham mưu'
    title = tokens[office.title_start].start, tokens[office.title_end - 1 - parted].end
    organ = (tokens[office.title_end].start, tokens[office.end - 1].end) if office.end > office.title_end else None
    start = min(tokens[office.start].start, tokens[name.opening].start)
    end = max(tokens[office.end - 1].end, tokens[name.end - 1].end)
    return OfficialMention(
        office=text[slice(*title)],
        organ=text[slice(*organ)] if organ else None,
        name=text[tokens[name.start].start : tokens[name.end - 1].end],
        honorific=text[tokens[name.opening].start : tokens[name.start].start].strip() or None,
        former=office.former,
        kind=office.kind,
        text=text[start:end],
        start=start,
        end=end,
    )


def _delegation(tokens: Sequence[Word], at: int) -> Organ | None:
    """Return the delegation that stands here: 'Đoàn ĐBQH tỉnh Bắc Giang', 'đoàn Huế'."""
    if _DELEGATION.at(tokens, at):
        return organ_at(tokens, at)
    place = names_alone().at(tokens, at + 1) if tokens[at].key == "đoàn" else 0
    return Organ(at, at + 1 + place, before_name=False) if place else None


def _deputies(text: str, tokens: Sequence[Word], items: list[Item]) -> Iterator[OfficialMention]:
    """Yield the members of assemblies whose delegation follows: 'đại biểu Trần Văn B (Đoàn ĐBQH tỉnh Bắc Giang)'."""
    for at in range(2, len(items) - 2):
        name = items[at].name
        said = (items[at - 2].key, items[at - 1].key) == ("đại", "biểu")
        if not name or not said or items[at + 1].key not in (",", "(", *DASHES):
            continue
        start = items[at + 2].start
        organ = _delegation(tokens, start)
        if not organ:
            continue
        opening, end = tokens[items[at - 2].start].start, tokens[organ.end - 1].end
        yield OfficialMention(
            office=text[opening : tokens[items[at - 1].start].end],
            organ=text[tokens[organ.start].start : end],
            name=text[tokens[name.start].start : tokens[name.end - 1].end],
            honorific=text[tokens[name.opening].start : tokens[name.start].start].strip() or None,
            former=None,
            kind="state",
            text=text[opening:end],
            start=opening,
            end=end,
        )
