"""The text of a twin: invented words in the forms of the original; what the page repeats, the twin repeats."""

import html
import re
import unicodedata
from collections.abc import Iterator

from crawler.contributor.twins.chance import CHANCE, Numbers, Words
from crawler.contributor.twins.forms import SHORT_LINE, Form, Forms
from crawler.contributor.twins.repeats import Repeats, Token
from crawler.vietnamese.garbled import is_cipher
from crawler.vietnamese.text import has_vietnamese_letters

LINE_BREAK = "\x1e"  # between the pieces of a line, in place of <br>
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_APART = re.compile(r"[,;:()\[\]/|•»>\x1e]|\s[-–—]\s|[-–—]\s|\s[-–—]")
_SENTENCE_END = re.compile(r"[.!?…:\x1e]")
_SHORT_UNIT = 8  # words
_CAPITALS_OF_TEXT = 0.08  # of the words inside a sentence
_OPENING_WORDS = 3  # of a line, whose capitals tell a mark or a name from a sentence


class Text:
    """The text of one twin; in a `garbled` page, letters of what is not Vietnamese are drawn one by one."""

    def __init__(self, words: Words, numbers: Numbers, forms: Forms, *, garbled: bool) -> None:
        self._words, self._numbers, self._forms, self._garbled = words, numbers, forms, garbled
        self._repeats = Repeats()

    def twin(self, text: str, *, in_head: bool = False) -> str:
        """Return the twin of one text; entities are decoded, nothing is escaped."""
        return self.twins([text], in_head=in_head)[0]

    def twins(self, pieces: list[str], *, in_head: bool = False) -> list[str]:
        """Return the twins of the pieces of one line, between which the page has marks but no border of a block."""
        plain = [unicodedata.normalize("NFC", piece) for piece in pieces]
        unit = "".join(plain)
        forms = [*self._forms_of(unit, plain, in_head=in_head)]
        if is_cipher(unit) or (self._garbled and not has_vietnamese_letters(unit)):
            tokens = [Token(m.start(), m.end(), m[0], 0, 0, self._noise(m[0])) for m in _TOKEN.finditer(unit)]
            forms = []
        else:
            tokens = self._invented(unit, plain, forms)
        twins = _printed(plain, tokens, forms)
        return [t if p == o else unicodedata.normalize("NFD", t) for t, p, o in zip(twins, plain, pieces, strict=True)]

    def _forms_of(self, unit: str, pieces: list[str], *, in_head: bool) -> Iterator[Form]:
        """Yield the forms of a unit in order: of a piece as a whole, as a link's text is, or of its lines."""
        forms: list[Form] = []
        start = 0
        for piece in pieces:
            if whole := self._forms.of_whole(piece):
                forms.append(Form(start, start + len(piece), whole.text))
            start += len(piece)
        start = 0
        for line in unit.split(LINE_BREAK):
            of_line = self._forms.of_line(line, in_head=in_head)
            forms += (Form(form.start + start, form.end + start, form.text) for form in of_line)
            start += len(line) + 1
        end = 0
        for form in sorted(forms, key=lambda each: (each.start, -each.end)):
            if form.start >= end and _is_printable(form, unit, pieces):
                yield form
                end = form.end

    def _noise(self, token: str) -> str:
        return self._numbers.draw(token) if token.isdigit() else self._words.draw_like(token)

    def _invented(self, unit: str, pieces: list[str], forms: list[Form]) -> list[Token]:
        tokens = _tokens(unit, pieces, forms)
        is_short = len(" ".join(unit.split())) <= SHORT_LINE
        self._repeats.copy(tokens, is_short=is_short)
        self._draw(tokens, unit, pieces)
        for before, token in zip([None, *tokens], tokens, strict=False):
            if not token.text.isdigit() and not token.is_copy:
                token.twin = _in_case(token, before, unit, is_short=is_short)
        self._repeats.remember(tokens, is_short=is_short)
        return tokens

    def _draw(self, tokens: list[Token], unit: str, pieces: list[str]) -> None:
        """Draw the other words: as long together as the original's, in another order of lengths."""
        accented = not unit.isascii()
        new = [token for token in tokens if not token.twin]
        words = [token for token in new if not token.text.isdigit()]
        lengths = [len(token.text) for token in words if len(token.text) > 1]
        CHANCE.shuffle(lengths)
        if len(words) < _SHORT_UNIT:
            lengths = [max(2, length + CHANCE.choice((-1, 0, 1))) for length in lengths]
        ends = _piece_ends(pieces)
        for token in new:
            if token.text.isdigit():
                token.twin = self._numbers.draw(token.text)
            elif len(token.text) == 1:
                token.twin = self._words.draw_like(token.text) if token.text.isascii() else "ơ"
                lengths = lengths or [2]
            elif _is_initials(token.text):
                token.twin = self._words.draw_like(token.text)
            else:
                length = lengths.pop() if lengths else len(token.text)
                # The reader asks whether a word before a full stop has four letters: 'TP.' goes on.
                if unit[token.end : token.end + 1] in (".", ",") and token.end + 1 in ends:
                    length = max(length, 4) if len(token.text) >= 4 else min(length, 3)
                token.twin = self._words.draw(length, accented=accented)


def unescaped(text: str) -> str:
    """Decode entities, at most three times: '&amp;#224;' takes two."""
    for _ in range(3):
        decoded = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if decoded == text:
            break
        text = decoded
    return text


def escaped(twin: str, original: str, *, quote: bool = False) -> str:
    """Escape a twin for HTML as its original was: letters as numbers where the original wrote some so."""
    text = html.escape(twin, quote=quote)
    if any(html.unescape(entity).isalpha() for entity in _ENTITY.findall(original)):
        text = "".join(c if c.isascii() or not c.isalpha() else f"&#{ord(c)};" for c in text)
    return text.replace("\xa0", "&nbsp;") if "&nbsp;" in original else text


def _tokens(unit: str, pieces: list[str], forms: list[Form]) -> list[Token]:
    """Return the words and numbers outside the forms; no token lies in two pieces."""
    tokens: list[Token] = []
    start = group = 0
    borders = iter([*forms, None])
    form = next(borders)
    for number, piece in enumerate(pieces):
        for match in _TOKEN.finditer(piece):
            begin, end = start + match.start(), start + match.end()
            while form is not None and form.end <= begin:
                form, group = next(borders), group + 1
            if form is not None and form.start < end:
                continue
            if tokens and _APART.search(unit[tokens[-1].end : begin]):
                group += 1
            tokens.append(Token(begin, end, match[0], number, group))
        start += len(piece)
        group += 1
    return tokens


def _printed(pieces: list[str], tokens: list[Token], forms: list[Form]) -> list[str]:
    """Put the twins into the pieces; a form that lies in several pieces stays as it is in each."""
    changes = sorted(
        [(t.start, t.end, t.twin) for t in tokens] + [(f.start, f.end, f.text) for f in forms], key=lambda c: c[:2]
    )
    twins, start = [], 0
    for piece in pieces:
        printed, position = [], start
        for begin, end, twin in changes:
            if begin >= start and end <= start + len(piece) and begin >= position:
                printed += [piece[position - start : begin - start], twin]
                position = end
        twins.append("".join(printed) + piece[position - start :])
        start += len(piece)
    return twins


def _is_printable(form: Form, unit: str, pieces: list[str]) -> bool:
    """Return True if a form stays as it is, or stands in one piece: only there another wording can be printed."""
    if unit[form.start : form.end] == form.text:
        return True
    start = 0
    for piece in pieces:
        if start <= form.start and form.end <= start + len(piece):
            return True
        start += len(piece)
    return False


def _piece_ends(pieces: list[str]) -> set[int]:
    ends, position = set(), 0
    for piece in pieces:
        position += len(piece)
        ends |= {position - (len(piece) - len(piece.rstrip())), position}
    return ends


def _is_initials(word: str) -> bool:
    return word.isupper() and word.isascii() and not re.search("[AEIOUY]", word)


def _in_case(token: Token, before: Token | None, unit: str, *, is_short: bool) -> str:
    """Return the twin's word in capitals as the original's; inside a long text capitals fall by chance."""
    word, twin = token.text, token.twin.casefold()
    if word.isupper() and len(word) > 1:
        return twin.upper()
    opens = before is None or bool(_SENTENCE_END.search(unit[before.end : token.start]))
    is_opening = len(unit[: token.start].split()) < _OPENING_WORDS
    capital = word[0].isupper()
    if not (is_short or opens or is_opening):
        capital = CHANCE.random() < _CAPITALS_OF_TEXT
    return twin[:1].upper() + twin[1:] if capital else twin
