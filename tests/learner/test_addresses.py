"""Id rules learned from addresses: what is distinct, stable and no menu; where nothing is sure, null and the reason."""

import random
import re
from collections.abc import Callable, Iterable

import pytest

from crawler.learner.address_forms import Form
from crawler.learner.address_sorts import AddressSorts
from crawler.learner.addresses import PATHS, LearnedRules, learn_id_rules
from crawler.learner.id_patterns import id_pattern

HOST = "baothu.example"
WORDS = "lang nghe cho que song nui bien dao truong hoc benh vien cau duong mua vu lua tom ca rung bien gioi".split()  # noqa: SIM905 - words, not items
SECTIONS = ("kinh-te", "van-hoa", "the-thao", "giao-duc")
MENU = ["/kinh-te/", "/van-hoa.html", "/lien-he-3.html", "/tin-tuc/thoi-su", "/?cat=4", "/gioi-thieu-12.htm"]


def slug(n: int) -> str:
    return "-".join(random.Random(n).sample(WORDS, 6))


def hexadecimal(n: int, size: int) -> str:
    return f"{random.Random(n).getrandbits(4 * size):0{size}x}"


def letters(n: int) -> str:
    rng = random.Random(n)
    return "".join(rng.choices("ABCDEFGHabcdefgh0123456789", k=8)) + "Q"


def uuid(n: int) -> str:
    digits = hexadecimal(n, 32)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


FORMS: dict[str, Callable[[int], tuple[str, str]]] = {
    "letters before": lambda n: (f"/{slug(n)}-ar{994000 + n}.html", str(994000 + n)),
    "post": lambda n: (f"/{slug(n)}-post{31000 + n}.html", str(31000 + n)),
    "d": lambda n: (f"/{SECTIONS[n % 4]}/{slug(n)}-d{2040 + n}.html", str(2040 + n)),
    "own ending": lambda n: (f"/{SECTIONS[n % 4]}/{slug(n)}-{77000 + n}.ldo", str(77000 + n)),
    "another ending": lambda n: (f"/{SECTIONS[n % 4]}/{slug(n)}/{59000 + n}.bcb", str(59000 + n)),
    "query": lambda n: (f"/viewer.aspx?macm={n % 7}&mabb={222000 + n}", str(222000 + n)),
    "Joomla": lambda n: (f"/index.php?id={5000 + n}%3A{slug(n)}&catid={n % 9 + 10}", str(5000 + n)),
    "middle": lambda n: (f"/news/{n % 9}/{61000 + n}/{slug(n)}/", str(61000 + n)),
    "first": lambda n: (f"/tin/{61000 + n}-{slug(n)}", str(61000 + n)),
    "date folder": lambda n: (f"/{SECTIONS[n % 4]}/2026{n % 9 + 1:02}/{slug(n)}-{1048000 + n}/", str(1048000 + n)),
    "hash": lambda n: (f"/{SECTIONS[n % 4]}/2026{n % 9 + 1:02}/{slug(n)}-{hexadecimal(n, 7)}/", hexadecimal(n, 7)),
    "token": lambda n: (f"/{SECTIONS[n % 4]}/{slug(n)}-{letters(n)}.html", letters(n)),
    "uuid": lambda n: (f"/bai-viet/{slug(n)}-{uuid(n)}", uuid(n)),
    "time": lambda n: (f"/{slug(n)}-2026112409{n:02}00{n:03}.htm", f"2026112409{n:02}00{n:03}"),
    "section behind": lambda n: (f"/{slug(n)}-{48000 + n}-{n % 8 + 10}.html", str(48000 + n)),
    "section in the word": lambda n: (f"/{slug(n)}_t{n % 8 + 10}n{48000 + n}", str(48000 + n)),
    "folder of sections": lambda n: (
        f"/diendan/{49000 + n}p{n % 5 + 20}c151/{slug(n)}.htm",
        f"{49000 + n}p{n % 5 + 20}c151",
    ),
}


def sorts(targets: Iterable[str], others: Iterable[str] = MENU, **more: object) -> AddressSorts:
    return AddressSorts(sure=[*targets], others=dict.fromkeys(others, "menu"), **more)  # type: ignore[arg-type]


def learned(form: str, others: Iterable[str] = MENU) -> LearnedRules:
    return learn_id_rules(sorts((FORMS[form](n)[0] for n in range(40)), others), HOST)


@pytest.mark.parametrize("form", FORMS)
def test_the_id_is_read_in_addresses_that_were_not_seen_and_menus_have_none(form: str) -> None:
    rules = learned(form)
    unseen = [FORMS[form](n) for n in range(41, 60)]
    assert [(rules.native_id(target) or ("", None))[1] for target, _ in unseen] == [native for _, native in unseen]
    assert [target for target in MENU if rules.is_article(target)] == []


@pytest.mark.parametrize("form", ["letters before", "own ending", "middle", "first", "hash", "uuid", "section behind"])
def test_another_slug_and_another_section_are_the_same_article(form: str) -> None:
    rules, (target, native) = learned(form), FORMS[form](50)
    edited = target.replace(slug(50), slug(50) + "-goc-nhin-moi").replace("/the-thao/", "/van-hoa/")
    assert edited != target
    assert rules.native_id(edited) == rules.native_id(target) == ("", native)


def test_what_looks_like_an_article_and_is_none_is_kept_out_by_its_folder_or_one_by_one() -> None:
    tags = [f"/tag/{slug(n)}-{1000 + n}.html" for n in range(4)]
    alone = "/bao-gia-quang-cao-17000.html"
    rules = learn_id_rules(
        sorts([f"/{SECTIONS[n % 4]}/{slug(n)}-{48000 + n}.html" for n in range(40)], [*MENU, *tags, alone]), HOST
    )
    assert rules.rules
    assert [t for t in (*tags, alone, f"/tag/{slug(77)}-9999.html") if rules.is_article(t)] == []
    assert rules.is_article(f"/xa-hoi/{slug(78)}-49000.html")


def test_slugs_alone_are_no_id_that_is_sure_so_the_path_is_taken_and_menus_are_not() -> None:
    rules = learn_id_rules(sorts([f"/{SECTIONS[n % 4]}/{slug(n)}" for n in range(40)]), HOST)
    assert rules.rules == []
    assert "no part of the addresses is an id" in (rules.reason or "")
    assert rules.native_id(f"/xa-hoi/{slug(50)}") == ("", f"xa-hoi/{slug(50)}")
    assert [target for target in MENU if rules.is_article(target)] == []


def test_a_part_that_two_articles_share_is_refused_with_both_named() -> None:
    rules = learn_id_rules(sorts([f"/{n % 6 + 100}/{slug(n)}.html" for n in range(40)]), HOST)
    assert rules.rules == []
    assert any("pairs of articles one id" in reason for reason in rules.refused)


def test_a_part_that_changes_between_link_and_canonical_address_is_refused() -> None:
    targets = [f"/{slug(n)}-{48000 + n}-{hexadecimal(n, 8)}.html" for n in range(20)]
    canonical = [f"/{slug(n)}-{48000 + n}-{hexadecimal(n + 500, 8)}.html" for n in range(20)]
    rules = learn_id_rules(sorts([*targets, *canonical], same=[*zip(targets, canonical, strict=True)]), HOST)
    assert [rules.native_id(t) for t in targets] == [("", str(48000 + n)) for n in range(20)]
    assert [rules.native_id(t) for t in canonical] == [("", str(48000 + n)) for n in range(20)]


def test_two_sequences_with_letters_of_their_own_do_not_mix_and_old_addresses_are_known_too() -> None:
    articles = [f"/{slug(n)}-post{100 + n}000.html" for n in range(20)]
    videos = [f"/{slug(n + 40)}-video{100 + n}000.html" for n in range(20)]
    former = [f"/{n % 5}/{3000 + n}/{slug(n + 80)}/" for n in range(12)]
    rules = learn_id_rules(sorts([*articles, *videos, *former]), HOST)
    ids = [rules.native_id(target) for target in (*articles, *videos, *former)]
    assert None not in ids
    assert len(set(ids)) == 52


def test_a_date_is_no_id_and_few_addresses_are_no_rule() -> None:
    dated = [f"/{slug(n)}-{n % 28 + 1:02}112026.html" for n in range(28)]
    assert learn_id_rules(sorts(dated), HOST).rules == []
    few = learn_id_rules(sorts([f"/{slug(n)}-{48000 + n}.html" for n in range(3)]), HOST)
    assert (few.rules, few.reason) == ([], "3 addresses of articles are too few: a rule needs 5")


def test_the_end_of_one_slug_that_is_as_long_as_an_id_brings_no_dash_into_the_pattern() -> None:
    ids = [f"post{n}" for n in range(10229911, 10229921)]
    slug_end = "tram-tag1756"
    targets = [f"/ben-duyen-voi-rung-{each}.html" for each in (*ids, slug_end)]
    pattern = id_pattern(Form("token", 1, "last", separator="-", ending=".html", size=12), targets, [*ids, slug_end])
    assert [bool(re.search(pattern, target)) for target in targets] == [True] * 10 + [False]
    assert not re.search(pattern, "/the-thao/10230002/xa-bo-y-vo-dich-giai-viet-da-goc-nhin-moi.html")


def test_ids_before_a_relaunch_stay_where_the_new_addresses_have_none() -> None:
    former = [f"/tin/{n % 9 + 10}/{61000 + n}/{slug(n)}.html" for n in range(12)]
    today = [f"/2026/{n % 9 + 1:02}/{slug(n + 100)}/" for n in range(40)]
    rules = learn_id_rules(sorts([*today, *former]), HOST)
    assert rules.native_id(former[3]) == ("", "61003")
    assert rules.native_id(today[3]) == (PATHS, f"2026/04/{slug(103)}")
    assert [target for target in MENU if rules.is_article(target)] == []


def test_a_folder_that_is_a_number_takes_no_name() -> None:
    rules = learn_id_rules(sorts([f"/{n % 9 + 10}/{61000 + n}/{slug(n)}/" for n in range(20)]), HOST)
    assert rules.native_id(f"/15/{62000}/{slug(70)}/") == ("", "62000")
    assert not rules.is_article("/chuyen-muc/61000/kinh-te.html")


def test_a_key_that_a_box_adds_makes_no_second_article() -> None:
    targets = [f"/xem-bai/{61000 + n}.html" for n in range(20)]
    rules = learn_id_rules(sorts([*targets, *(f"{target}?rel=docnhieu" for target in targets)]), HOST)
    assert rules.native_id("/xem-bai/62000.html?rel=docnhieu") == ("", "62000")


def test_learning_ends_where_a_rule_does_not_read_its_own_addresses() -> None:
    """As of ids whose padding stands between them and the ending of the file."""
    rules = learn_id_rules(sorts(f"/{slug(n)}-bai{letters(n)}==.html" for n in range(40)), HOST)
    assert [target for target in MENU if rules.is_article(target)] == []
    assert rules.refused
