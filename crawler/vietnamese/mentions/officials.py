"""Mentions of officials: an office with its organ, and the name of the person who holds or held it.

An official here holds an office of the party, the state (with schools, hospitals and other public institutions), the
front and the mass organisations, the armed forces or the courts, in Việt Nam or abroad. Heads of companies, banks,
cooperatives and clubs are not officials, and neither is a person with only a rank, a degree or a profession. An office
without a name is not a mention, and neither is a name without an office.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.vietnamese.mentions.gazetteer import names_without_rank
from crawler.vietnamese.mentions.holders import DASHES, Item, office_holder_pairs
from crawler.vietnamese.mentions.names import (
    LONGEST_NAME,
    Name,
    capitals_end,
    foreign_name_end,
    honorific_end,
    is_name_of_thing,
    name_at,
    name_end,
)
from crawler.vietnamese.mentions.offices import Office, office_at
from crawler.vietnamese.mentions.organ_words import known_organs
from crawler.vietnamese.mentions.organs import Organ, organ_at
from crawler.vietnamese.mentions.words import PARAGRAPH_END, Phrases, Word, mark_paragraph_ends, words

_DELEGATION = Phrases(["Đoàn ĐBQH", "Đoàn đại biểu Quốc hội", "ĐBQH", "Tổ đại biểu", "Tổ ĐBQH"])


@dataclass(frozen=True)
class OfficialMention:
    """One office of one person, as printed.

    `text`, at letters [start, end), is from the office to the name or from the name to the office. `kind` is party,
    state, front, army or court; `former` is the word that says the office is past.
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
    """Return the officials that the text names, in text order; `text[m.start:m.end] == m.text` for each mention `m`."""
    text = mark_paragraph_ends(text)
    tokens = words(text)
    items = list(_walk_items(tokens))
    pairs = dict.fromkeys(office_holder_pairs(text, tokens, items))  # each once, in order
    mentions = [_official_mention(text, tokens, items[office].office, items[name].name) for office, name in pairs]
    mentions += _assembly_members(text, tokens, items)
    return sorted(mentions, key=lambda m: (m.start, m.end, m.office))


def _walk_items(tokens: Sequence[Word]) -> Iterator[Item]:
    """Yield the text as items: offices, names, and the words and signs between them."""
    at = 0
    expects_foreigner = after_office = before_name = False
    while at < len(tokens):
        office = office_at(tokens, at)
        if office:
            yield Item(at, office.end, office=office)
            at, after_office = office.end, True
            expects_foreigner, before_name = office.is_foreign, office.before_name
            continue
        name = _foreign_name(tokens, at) if expects_foreigner and not name_end(tokens, at) else None
        if name is None and (after_office or not is_name_of_thing(tokens, at)):
            name = name_at(tokens, at)
        if name and name.has_honorific and office_at(tokens, name.start):
            name = None
        if name is None and before_name and (end := capitals_end(tokens, at)) > at:
            name = Name(at, at, end)
        name = name or _name_before_office(tokens, at)
        expects_foreigner = after_office = before_name = False
        if name:
            name = _cut_at_office(tokens, name)
            yield Item(at, name.end, name=name)
            at = name.end
            continue
        yield Item(at, at + 1, key=tokens[at].key)
        at += 1


def _name_before_office(tokens: Sequence[Word], at: int) -> Name | None:
    """Return the name without a known surname, with an office after it, at `at`: 'Ngọc Lan Em, Phó Bí thư Đoàn'."""
    can_begin = at == 0 or tokens[at - 1].key in (":", ";", ",", "và", "cùng", PARAGRAPH_END)
    if not can_begin or not tokens[at].is_capital or not tokens[at].is_letters or tokens[at].is_abbreviation:
        return None
    end = capitals_end(tokens, at)
    before_office = end + 1 < len(tokens) and tokens[end].key in (",", "(", *DASHES) and office_at(tokens, end + 1)
    if not before_office or not 2 <= end - at <= LONGEST_NAME:
        return None
    is_other = known_organs().length_at(tokens, at) or names_without_rank().length_at(tokens, at)
    return None if is_other else Name(at, at, end)


def _foreign_name(tokens: Sequence[Word], at: int) -> Name | None:
    name_start = honorific_end(tokens, at)
    end = foreign_name_end(tokens, name_start)
    return Name(at, name_start, end) if end else None


def _cut_at_office(tokens: Sequence[Word], name: Name) -> Name:
    """Return the name without the words with which an office begins: 'ông Nguyễn Văn A | Chủ tịch UBND xã'."""
    for at in range(name.start + 2, name.end):
        if office_at(tokens, at):
            return Name(name.honorific_start, name.start, at)
    return name


def _official_mention(text: str, tokens: Sequence[Word], office: Office | None, name: Name | None) -> OfficialMention:
    assert office is not None
    assert name is not None
    has_comma = tokens[office.title_end - 1].text == ","  # 'Trưởng ban Quân lực, Phòng Tham mưu'
    title = tokens[office.title_start].start, tokens[office.title_end - 1 - has_comma].end
    organ = (tokens[office.title_end].start, tokens[office.end - 1].end) if office.end > office.title_end else None
    start = min(tokens[office.start].start, tokens[name.honorific_start].start)
    end = max(tokens[office.end - 1].end, tokens[name.end - 1].end)
    return OfficialMention(
        office=text[slice(*title)],
        organ=text[slice(*organ)] if organ else None,
        name=text[tokens[name.start].start : tokens[name.end - 1].end],
        honorific=text[tokens[name.honorific_start].start : tokens[name.start].start].strip() or None,
        former=office.former,
        kind=office.kind,
        text=text[start:end],
        start=start,
        end=end,
    )


def _delegation_at(tokens: Sequence[Word], at: int) -> Organ | None:
    """Return the delegation at word `at`: 'Đoàn ĐBQH tỉnh Bắc Giang', 'đoàn Huế'; None if there is none."""
    if _DELEGATION.length_at(tokens, at):
        return organ_at(tokens, at)
    place_length = names_without_rank().length_at(tokens, at + 1) if tokens[at].key == "đoàn" else 0
    return Organ(at, at + 1 + place_length, before_name=False) if place_length else None


def _assembly_members(text: str, tokens: Sequence[Word], items: list[Item]) -> Iterator[OfficialMention]:
    """Yield the members of assemblies with their delegation: 'đại biểu Trần Văn B (Đoàn ĐBQH tỉnh Bắc Giang)'."""
    for at in range(2, len(items) - 2):
        name = items[at].name
        after_title = (items[at - 2].key, items[at - 1].key) == ("đại", "biểu")
        if not name or not after_title or items[at + 1].key not in (",", "(", *DASHES):
            continue
        organ = _delegation_at(tokens, items[at + 2].start)
        if not organ:
            continue
        start, end = tokens[items[at - 2].start].start, tokens[organ.end - 1].end
        yield OfficialMention(
            office=text[start : tokens[items[at - 1].start].end],
            organ=text[tokens[organ.start].start : end],
            name=text[tokens[name.start].start : tokens[name.end - 1].end],
            honorific=text[tokens[name.honorific_start].start : tokens[name.start].start].strip() or None,
            former=None,
            kind="state",
            text=text[start:end],
            start=start,
            end=end,
        )
