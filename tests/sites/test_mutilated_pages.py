"""Pages cut off, cut apart and garbled by chance: each gives an outcome, none stops the reader or keeps it busy."""

import random
import resource

import pytest
from invented_families import PAGES
from invented_pages import FETCHED, fck, onecms

from crawler.article import Unreadable
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read
from crawler.sites.families import FAMILIES

SEEDS = 100
MOST_KIB = 100 << 10  # beyond what the process took before: twenty times the largest damaged page's tree
ROTTEN = [
    b"<",
    b">",
    b"</div>",
    b"<table><tr>",
    b"</table>",
    b"<p",
    b"\x00",
    b"\xff\xfe",
    b"&#xD800;",
    b"<!--",
    b"]]>",
    b'{"@type":"NewsArticle","author":[[]],"image":{"url":3}}',
    b"<script>",
    b"\xf0\x9f",
    b"</html>",
]
TARGETS = {name: (p.key, p.url, p.html.encode()) for name, p in PAGES.items() if " of " not in name} | {
    "fck": (
        "baoangiang",
        "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html",
        fck("<p>Một đoạn.</p>").encode(),
    ),
    "onecms": ("baodanang", "https://baodanang.vn/le-hoi-dua-ghe-4001.html", onecms("<p>Một đoạn.</p>").encode()),
}


def mutilated(body: bytes, chance: random.Random) -> bytes:
    """Damage a page in one to four places, or cut it off."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        here, there = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        deed = chance.randrange(5)
        if deed == 0:
            del data[here:there]
        elif deed == 1:
            data[here:here] = chance.choice(ROTTEN)
        elif deed == 2:
            data[here:here] = data[here:there] * chance.randint(1, 3)
        elif deed == 3 and here < len(data):
            data[here] = chance.randrange(256)
        else:
            del data[there:]
    return bytes(data)


@pytest.mark.timeout(120)  # a page of these takes 3 to 30 ms
@pytest.mark.parametrize("family", TARGETS)
def test_each_mutilated_page_has_an_outcome_in_bounded_time_and_memory(family: str) -> None:
    key, url, body = TARGETS[family]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    paper = outlet_by_key(key)
    crashes = []
    for seed in range(SEEDS):
        damaged = mutilated(body, random.Random(f"{family}/{seed}"))
        found = read(SavedPage(damaged, url, FETCHED), paper).result
        if isinstance(found, Unreadable):
            crashes.append((seed, found.reason))
    assert crashes == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KIB


def test_every_family_is_mutilated() -> None:
    mutilated = {FAMILIES[outlet_by_key(key).family].name for key, _, _ in TARGETS.values()}
    missing = sorted(
        {family.name for family in FAMILIES.values()} - mutilated - {"learned"}
    )  # tests/learner: it has no pages of its own
    assert not missing, f"no page of {missing} is cut and broken here: add its invented page to TARGETS of this file"
