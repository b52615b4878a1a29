"""The addresses of a twin: hosts of the paper and endings stay, every other word and number of a path is replaced."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from crawler.article import Identity
from crawler.contributor.twins.calendar import Calendar
from crawler.contributor.twins.chance import CHANCE, Numbers, Words
from crawler.outlets import BadAddress, Outlet, identify, outlet_by_url

# Words by which the readers, and the outcomes of an address, tell what it leads to.
_VOCABULARY = """
print rss html htm aspx bbg xml jpg jpeg png gif webp svg mp4 event su kien tag tags ptag tim kiem an pham xem bao in
epaper static templates emoji icon grey gray blank spacer loading lazy transparent http https www
"""
KEPT_WORDS = frozenset(_VOCABULARY.split())
_KEPT_PAIRS = re.compile(r"(?:su-kien|tim-kiem|an-pham|xem-bao|bao-in)(?=/|$)")
_PAIRED_WORDS = frozenset({"su", "kien", "tim", "kiem", "an", "pham", "xem", "bao", "in"})
# Hosts that say what a link or a picture is: a promotion, a counter.
_KEPT_HOSTS = re.compile(
    r"(?:[\w-]+\.)*(?:news\.google\.com|facebook\.com|zalo\.me|tiktok\.com|youtube\.com|google-analytics\.com|"
    r"doubleclick\.net|schema\.org|w3\.org)"
)
_PIECE = re.compile(r"(?<![A-Za-z0-9])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}(?![A-Za-z0-9])|[^\W\d_]+|\d+")
_PARAMETERS = frozenset({"id", "p", "page", "mabb"})
_LITERAL = re.compile(r"[A-Za-z]+")
_GROUP_NAME = re.compile(r"\(\?P<\w+>|\\[a-zA-Z]|\[[^\]]*\]")
_TRIES = 20
_SAFE = "/%@:,+~!$&'()*;="


class Addresses:
    """The addresses of one twin: one segment of a path always becomes the same other one."""

    def __init__(self, outlet: Outlet, words: Words, numbers: Numbers, calendar: Calendar) -> None:
        self._outlet, self._words, self._numbers, self._calendar = outlet, words, numbers, calendar
        self._kept = KEPT_WORDS - _PAIRED_WORDS | words_of_rules(outlet)
        self._has_hexadecimal_ids = any("[0-9a-f]" in p for space in outlet.id_spaces for p in space.patterns)
        self._segments: dict[str, str] = {}
        self._hosts: dict[str, str] = {}

    def twin(self, address: str) -> str:
        """Return the address with other words and numbers in it; an article's stays one of the same id space."""
        address = address.strip()
        scheme = address.partition(":")[0].lower()
        if scheme in ("javascript", "data"):
            return "javascript:void(0)" if scheme == "javascript" else "data:,"
        if scheme in ("mailto", "tel", "sms", "callto"):
            return f"{scheme}:"
        try:
            parts = urlsplit(address)
            host = self._host(parts.hostname) if parts.netloc else ""
        except ValueError:
            return "#"
        path = "/".join(self._segment(segment) for segment in parts.path.split("/"))
        twin = urlunsplit((parts.scheme if host else "", host, path, self._query(parts.query), ""))
        return twin or ("#" if address else "")

    def article(self, url: str) -> str:
        """Return the twin of the page's own address; several are tried until one has the id space of the original."""
        space = _id_space(url, self._outlet)
        twin = self.twin(url)
        for _ in range(_TRIES):
            if _id_space(twin, self._outlet) == space:
                break
            for segment in urlsplit(url).path.split("/"):
                self._segments.pop(segment, None)
            twin = self.twin(url)
        return twin

    def words_of(self, name: str) -> str:
        """Return a name with other words and numbers in it."""
        return _PIECE.sub(self._piece, name)

    def _host(self, host: str | None) -> str:
        host = (host or "").lower()
        bare = host.removeprefix("www.")
        known = bare in {each.host for each in self._outlet.hosts} or _KEPT_HOSTS.fullmatch(bare)
        if not known and _is_of_catalogue(bare):
            known = True
        if known or not host:
            return host
        return self._hosts.setdefault(bare, f"{self._words.draw(6, accented=False)}.example")

    def _segment(self, segment: str) -> str:
        if segment not in self._segments:
            kept = _KEPT_PAIRS.fullmatch(segment)
            plain = segment if kept else _PIECE.sub(self._piece, unquote(segment))
            self._segments[segment] = quote(plain, _SAFE)
        return self._segments[segment]

    def _piece(self, match: re.Match[str]) -> str:
        piece, text = match[0], match.string
        if not piece.isdigit() and not piece.isalpha():
            if self._has_hexadecimal_ids:
                return self._hexadecimal(len(piece))
            return re.sub(r"\d+|[a-f]+", self._piece, piece)
        if piece.isdigit():
            return self._calendar.compact(piece) or self._numbers.draw(piece)
        if len(piece) == 1 or piece.lower() in self._kept:
            return piece
        if match.end() < len(text) and text[match.end()].isdigit() and len(piece) <= 2:
            return self._words.draw_like(piece)
        return self._words.draw(CHANCE.randint(2, 6), accented=False)

    def _hexadecimal(self, length: int) -> str:
        """Return hexadecimal digits, letters and numbers mixed, without a long number."""
        drawn = CHANCE.choice("abcdef") + "".join(CHANCE.choice("0123456789abcdef") for _ in range(length - 2)) + "7"
        return re.sub(r"\d{4,}", lambda digits: "b" * len(digits[0]), drawn[:-1]) + drawn[-1]

    def _query(self, query: str) -> str:
        kept = [(name, value) for name, value in parse_qsl(query) if name.lower() in _PARAMETERS]
        return urlencode([(name, _PIECE.sub(self._piece, value)) for name, value in kept])


def words_of_rules(outlet: Outlet) -> frozenset[str]:
    """Return the words that the paper's rules look for in a path: 'post' of '-post{id}.html'."""
    patterns = [*outlet.not_articles, *(pattern for space in outlet.id_spaces for pattern in space.patterns)]
    return frozenset(word.lower() for p in patterns for word in _LITERAL.findall(_GROUP_NAME.sub(" ", p)))


def _id_space(url: str, outlet: Outlet) -> str | None:
    identity: Identity | None = None
    try:
        identity = identify(url, outlet)
    except BadAddress:
        return None
    return identity.id_space if identity else None


def _is_of_catalogue(host: str) -> bool:
    try:
        return bool(host) and outlet_by_url(f"https://{host}/") is not None
    except BadAddress:
        return False
