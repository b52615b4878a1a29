"""Exclusions: addresses that look like an article's and are none, told apart by folder, first word, or one by one."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit

from crawler.learner.address_forms import segments_of
from crawler.learner.id_patterns import literal

# Folders of what no article is in any content system, as people name them in Việt Nam: tags, topics, authors, printed
# issues. A visit of sixty pages need not meet one of them, and their numbers look like those of articles.
_RESERVED = (
    *("tag", "tags", "tu-khoa", "chu-de", "su-kien", "dong-su-kien", "topic", "topics", "tac-gia", "author", "authors"),
    *("tim-kiem", "search", "bao-in", "doc-bao-in", "bao-giay", "e-paper", "epaper", "rss", "sitemap", "sitemaps"),
    # Editions in another language count their articles for themselves: one number, two articles.
    *("en", "english", "khmer", "km", "kh", "zh", "cn", "chinese", "fr", "ru", "lo", "lao", "ja", "jp", "ko", "kr"),
)
_RESERVED_WORDS = ("doc-bao-in", "bao-in", "bao-giay", "e-paper", "epaper")  # with which a file's name begins
_FOLDER = re.compile(r"^/[^/?]+/")
_FILE = re.compile(r"/[^/?]+-(?=[^/?-]*(?:[?#]|$))")
_MOST_SINGLE = 12  # contact, imprint and the like: a rule with more exceptions is no rule


def matching(pattern: str, excluded: Iterable[str], targets: Iterable[str]) -> list[str]:
    """Return the targets that a pattern takes for articles' under these exclusions."""
    rule, others = re.compile(pattern), [re.compile(each) for each in excluded]
    return [t for t in targets if rule.search(t) and not any(other.search(t) for other in others)]


def exclusions(
    pattern: str, articles: Sequence[str], others: Sequence[str], seen: Collection[str] | None = None
) -> list[str] | None:
    """Return patterns that keep `others` out and no article; None where too many of those stand alone.

    `seen` are those of `others` (default: all) that are kept out by themselves if they share nothing.
    """
    patterns: list[str] = []
    while remaining := matching(pattern, patterns, others):
        # A part of the path need not match the whole address, with its query: what excludes nothing never ends.
        shared = Counter(each for target in remaining for each in set(_shared_parts(target)) if re.search(each, target))
        usable = [(n, p) for p, n in shared.items() if n > 1 and not any(re.search(p, a) for a in articles)]
        if not usable:
            alone = [rf"^{literal(target)}(?:[?&]|$)" for target in remaining if seen is None or target in seen]
            if len(alone) > _MOST_SINGLE or any(re.search(p, a) for p in alone for a in articles):
                return None
            return patterns + alone
        patterns.append(max(usable, key=lambda each: (each[0], len(each[1]), each[1]))[1])
    return patterns


def reserved(pattern: str, articles: Sequence[str]) -> list[str]:
    """Return patterns that keep out folders and names of what is no article, where a rule would take them.

    A paper may have a section called so: what an article's address has stays.
    """
    rule, patterns = re.compile(pattern), []
    folders = [w for w in _RESERVED if any(rule.search(_FOLDER.sub(f"/{w}/", a)) for a in articles)]
    folders = [w for w in folders if not any(f"/{w}/" in a for a in articles)]
    if folders:
        patterns.append(rf"^/(?:{'|'.join(folders)})/")
    names = [w for w in _RESERVED_WORDS if any(rule.search(_FILE.sub(f"/{w}-1-", a)) for a in articles)]
    names = [w for w in names if not any(f"/{w}-" in a for a in articles)]
    if names:
        patterns.append(rf"/(?:{'|'.join(names)})-[^/?]*$")
    return patterns


def _shared_parts(target: str) -> Iterable[str]:
    """Yield patterns of what an address may share with others of its kind: a folder, the first or second word."""
    path = urlsplit(target).path
    segments, _ = segments_of(path)
    raw = path.strip("/").split("/")
    if len(raw) > 1:
        yield f"^/{literal(raw[0])}/"
        if len(raw) > 2:
            yield f"^/(?:[^/?]+/)*{literal(raw[-2])}/"
    words = segments[-1].split("-")
    if len(words) > 1 and words[0].isalpha():
        yield f"/{literal(words[0])}-[^/?]*$"
    if match := re.search(r"-([a-z]+)\d+$", segments[-1]):
        yield rf"-{match[1]}\d+(?:\.[a-z]+)?/?(?:\?|$)"
    if key := re.match(r"([^=&]+)=", urlsplit(target).query):
        yield rf"\?{literal(key[1])}="
