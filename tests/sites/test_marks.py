"""The paper's marks before a text and under it, macros of a CMS, names in the head."""

import pytest
from invented_families import BODY, ZCE
from invented_pages import page

from crawler.article import Article, Byline
from crawler.outlets import outlet_by_key
from crawler.sites.contract import read
from crawler.sites.marks import marks_of, names_of, person_of, without_other_mark, without_own_mark

SENTENCE = "Sau hai năm nuôi thử, các hộ đã quen con nước."


def stripped(text: str, key: str) -> str:
    outlet = outlet_by_key(key)
    return without_own_mark(text, marks_of(names_of(outlet), tuple(outlet.marks)), names_of(outlet))


@pytest.mark.parametrize(
    ("mark", "key"),
    [
        ("TTH - ", "huengaynay"),
        ("TTH.VN - ", "huengaynay"),
        ("(BTNO) - (BTNO)- ", "baotayninh"),
        ("Báo Cà Mau (CMO) ", "baocamau"),
        ("(CMO) ", "baocamau"),
        ("CMO- ", "baocamau"),
        ("GLO-", "baogialai"),
        ("Baocamau.vn - ", "baocamau"),
        ("baocamau.vn – ", "baocamau"),
        ("(BAOCAMAU.VN) ", "baocamau"),
        ("Báo Cà Mau - ", "baocamau"),
        ("(Báo Cà Mau điện tử) ", "baocamau"),
        ("Cà Mau Online — ", "baocamau"),
        ("[CMO] ", "baocamau"),
        ("CMO.- ", "baocamau"),
        ("CMO − ", "baocamau"),
        ("CMO| ", "baocamau"),
        ("ĐBP - ", "baodienbienphu"),
        ("ĐBP- ", "baodienbienphu"),
        ("BĐO - ", "baobinhdinh"),
        ("BÁO NGHỆ AN - ", "baonghean"),
        ("Báo và PTTH Nghệ An – ", "baonghean"),
        ("(BÁO VÀ PHÁT THANH, TRUYỀN HÌNH CẦN THƠ) - ", "baocantho"),
        ("Huế ngày nay - ", "huengaynay"),
        ("(Hà Nội Mới) ", "hanoimoi"),
        ("CMO \u2011 ", "baocamau"),
        ("（CMO）~ ", "baocamau"),
        ("((cmo)) - ", "baocamau"),
        ("*CMO* • ", "baocamau"),
        ("(CMO - Báo Cà Mau) - ", "baocamau"),
    ],
)
def test_the_papers_own_mark_goes(mark: str, key: str) -> None:
    assert stripped(mark + SENTENCE, key) == SENTENCE


@pytest.mark.parametrize(
    "mark",
    [
        *[
            "TTXVN - ",
            "(TTXVN) ",
            "(TTXVN/Vietnam+) - ",
            "VOV.VN - ",
            "(Dân trí) - ",
            "(VTC News) - ",
            "TPO – ",
            "(CAO) ",
        ],
        *[
            "QĐND Online – ",
            "Nhân Dân điện tử - ",
            "(Chinhphu.vn) - ",
            "SKĐS - ",
            "GD&TĐ - ",
            "(BĐT) - ",
            "(KTSG Online) – ",
        ],
    ],
)
def test_another_papers_mark_goes(mark: str) -> None:
    assert without_other_mark(mark + SENTENCE) == SENTENCE


WORDS = [
    *[
        "TP.HCM - ",
        "EVN - ",
        "UBND - ",
        "GDP: ",
        "- ",
        "Cà Mau - ",
        "(Cà Mau) - ",
        "WHO - ",
        "CEO - ",
        "BHXH - ",
        "HAGL - ",
    ],
    *[
        "Báo Cà Mau - cơ quan của Đảng bộ tỉnh - ",
        "Lao động - ",
        "Sáng 9-6 - ",
        "(1) - ",
        "I - ",
        "(Tiếp theo) - ",
        "Bộ GDĐT - ",
        "UNESCO - ",
        "Covid-19 - ",
    ],
]


@pytest.mark.parametrize("words", WORDS)
def test_words_before_a_dash_stay(words: str) -> None:
    assert without_other_mark(words + SENTENCE) == words + SENTENCE
    for key in ("huengaynay", "baocamau", "baotayninh", "baogialai"):
        assert stripped(words + SENTENCE, key) == words + SENTENCE


@pytest.mark.parametrize("mark", ["(HTO) - ", "<b>HTO\u00a0–</b>\u00a0", "Baohatinh.vn - ", "<b>Báo Hà Tĩnh</b> - "])
@pytest.mark.parametrize("place", [0, 1])
def test_a_mark_goes_from_the_first_and_the_second_paragraph_behind_a_lead(mark: str, place: int) -> None:
    html = ZCE.html.replace(f"<div>{BODY[place]}", f"<div>{mark}{BODY[place]}")
    assert html != ZCE.html
    article = read(page(html, ZCE.url), outlet_by_key(ZCE.key)).result.article
    assert [block.text for block in article.body] == BODY


def person(name: str, raw: str = "") -> str | None:
    outlet = outlet_by_key("baogialai")
    found = person_of(Byline(name, ["text"], raw or name), marks_of(names_of(outlet), tuple(outlet.marks)))
    return found.name if found else None


@pytest.mark.parametrize(
    "name", ["Glo", "GLO", "glo", "BGLO", "G.L.O", "Gia Lai Online", "Baogialai", "TPO", "Admin", "Quản trị viên"]
)
def test_a_mark_or_an_account_is_no_person(name: str) -> None:
    assert person(name) is None


@pytest.mark.parametrize(
    "own", ["Nguồn: HTO", "Theo HTO", "baohatinh.vn", "HTO.VN", "Báo điện tử Hà Tĩnh", "© HTO", "QTV"]
)
def test_the_paper_itself_is_neither_writer_nor_source(own: str) -> None:
    article = read(page(ZCE.html.replace(">Hoài Lâm<", f">{own}<"), ZCE.url), outlet_by_key(ZCE.key)).result.article
    assert (article.bylines, article.source_credit) == ([], None)


def test_a_person_beside_a_mark_is_the_person_alone() -> None:
    assert person("PV Glo", "PV GLO") == "PV"
    assert person("Minh Anh GLO") == "Minh Anh"
    assert (person("Gia Long"), person("Bảo"), person("Hao", "HAO"), person("BBT")) == ("Gia Long", "Bảo", "Hao", "BBT")


def quang_ninh(end: str) -> Article:
    html = (
        "<html><head><title>Lớp học</title></head><body><div class='content-article'><h1 class='name'>Lớp học</h1>"
        f"<div id='content-detail'><p>{SENTENCE}</p><p>Năm nay trường có điện.</p>{end}</div></div></body></html>"
    )
    url = "https://baoquangninh.vn/lop-hoc-tren-dao-2494787.html"
    return read(page(html, url), outlet_by_key("baoquangninh")).result.article


@pytest.mark.parametrize(
    "macro", ["[links()]", "[links(left)]", "<b>[links()]</b>", "{{related}}", '[gallery ids="1,2"]', "[/caption]"]
)
def test_a_macro_is_no_text_and_hides_no_signature(macro: str) -> None:
    article = quang_ninh(f"<p style='text-align:right'><b>Nguyễn Lan</b></p><p>{macro}</p>")
    assert [block.text for block in article.body] == [SENTENCE, "Năm nay trường có điện."]
    assert [byline.name for byline in article.bylines] == ["Nguyễn Lan"]


def test_brackets_of_a_writer_stay() -> None:
    article = quang_ninh("<p>Ông nói: “Họ [bà con] đã quen [nước lợ] rồi”, theo tài liệu [1].</p>")
    assert article.body[-1].text == "Ông nói: “Họ [bà con] đã quen [nước lợ] rồi”, theo tài liệu [1]."


GRAPH = '{"@graph":[{"@type":"%s","headline":"Sửa kênh","author":%s},{"@type":"Person","@id":"#a","name":"Lê Thảo"}]}'


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (GRAPH % ("NewsArticle", '{"@id":"#a"}'), ["Lê Thảo"]),
        (GRAPH % ("LiveBlogPosting", '[{"@id":"#a"}]'), ["Lê Thảo"]),
        (GRAPH % ("https://schema.org/NewsArticle", '"Lê Thảo, Trần Nam"'), ["Lê Thảo", "Trần Nam"]),
        ("Lê Thảo; Trần Nam", ["Lê Thảo", "Trần Nam"]),
        ("Lê Thảo", ["Lê Thảo"]),
        ("admin", []),
        ("Huế ngày nay", []),
    ],
)
def test_names_in_the_head_of_a_page_of_an_unknown_system(head: str, names: list[str]) -> None:
    data = f"<script type='application/ld+json'>{head}</script>" if head.startswith("{") else ""
    meta = "" if data else f"<meta name='author' content='{head}'>"
    html = (
        f"<html><head><title>Sửa kênh</title>{meta}{data}</head><body><h1>Sửa kênh</h1><div class='bai'>"
        f"<p>{SENTENCE * 5}</p><p>{SENTENCE * 4} Nước về tới ruộng xa nhất.</p></div></body></html>"
    )
    url = "https://huengaynay.vn/xa-hoi/sua-kenh-158386.html"
    article = read(page(html, url), outlet_by_key("huengaynay")).result.article
    assert [byline.name for byline in article.bylines] == names
