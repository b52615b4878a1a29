"""Text that nobody can read, wrong charsets, dates that cannot be, and pages that only lead elsewhere."""

from datetime import timedelta

import pytest
from invented_pages import FETCHED, fck, page

from crawler.article import ArticleRead, NotAnArticle, Unreadable
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites.contract import read
from crawler.vietnamese.garbled import is_cipher, pre_unicode_set

URL = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
GOOD = "Bà con ấp Xa cùng sửa lại tuyến kênh trước mùa mưa năm nay, theo kế hoạch của hợp tác xã."
VNI = "Tænh uûy, Hoäi ñoàng nhaân daân tænh vöøa toå chöùc hoäi nghò trieån khai nhieäm vuï naêm môùi."
VIQR = "Ti?nh u?y, Ho^.i ddo^`ng nha^n da^n ti?nh vu+`a to^? chu+'c ho^.i nghi. trie^?n khai nhie^.m vu. na(m mo+'i."
TCVN3 = "Héi ®ång nh©n d©n tØnh võa tæ chøc héi nghÞ triÓn khai nhiÖm vô n¨m míi, ®¹i biÓu dù ®«ng ®ñ."
CIPHER = "2cắ5yNùùữôŨớèếNyô8#v?ắc&Rắ5ũắEu.5ắù;NắyđờắẤèu45ắếợNắ?u45ắ?ườkắếmờắ?aRSắE,?ắ&ố?ắ&NờắẤèơế"
BASE64 = "VGluaCB1eSBob2kgZG9uZyBuaGFuIGRhbiB0aW5oIHZ1YSB0byBjaHVjIGhvaSBuZ2hpIHRyaWVuIGtoYWk" * 3


def result(html: str | bytes, **more: object) -> object:
    saved = (
        page(html, URL, **more) if isinstance(html, str) else SavedPage(body=html, url=URL, fetched_at=FETCHED, **more)
    )
    return read(saved, outlet_by_key("baoangiang")).result


@pytest.mark.parametrize(("text", "name"), [(VNI, "VNI"), (VIQR, "VIQR"), (TCVN3, "TCVN3")])
def test_a_text_for_an_old_font_is_unreadable_and_one_paragraph_of_it_a_problem(text: str, name: str) -> None:
    assert pre_unicode_set(text) == name
    whole = result(fck(body=f"<p>{text}</p><p>{text}</p>"))
    assert isinstance(whole, Unreadable)
    assert name in whole.reason
    part = result(fck(body=f"<p>{GOOD}</p><p>{text}</p><p>{GOOD}</p>"))
    assert isinstance(part, ArticleRead)
    assert [(p.code, p.detail) for p in part.problems if p.field == "body"] == [("unreadable", f"1 of 3: {name}")]


@pytest.mark.parametrize("text", [CIPHER, BASE64])
def test_a_cipher_is_no_body_and_one_paragraph_of_it_a_problem(text: str) -> None:
    whole, part = result(fck(body=f"<p>{text}</p>")), result(fck(body=f"<p>{GOOD * 4}</p><p>{text[:90] * 2}</p>"))
    assert isinstance(whole, ArticleRead)
    assert isinstance(part, ArticleRead)
    assert whole.article.body == []
    for found in (whole, part):
        assert ("body", "unreadable") in [(p.field, p.code) for p in found.problems]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "Die Größe der Länder überrascht; äußerst schön, wie die Wälder über Flüsse grüßen und Bäume blühen.",
        "Các giống lúa OM5451, ST25, IR50404 và phân NPK 20-20-15 được bán ở TP.HCM, Đ.A.T và K'Ho, H2O, CO2.",
        "Quyết định số 1234/QĐ-UBND-HC-KTN ngày 12/5/2026; xem https://baoangiang.com.vn/x?id=1a2b3c4d5e6f7a8b9c",
        "Le développement économique a été présenté à l’assemblée par les délégués, très intéressés cette année.",
    ],
)
def test_readable_text_is_neither(text: str) -> None:
    assert pre_unicode_set(text) is None
    assert not is_cipher(text)


def test_windows_1258_declared_as_utf_8_is_read() -> None:
    import unicodedata

    html = fck(body=f"<p>{GOOD}</p>")
    tones = unicodedata.normalize("NFD", html)
    for letters, letter in (("a\u0306", "ă"), ("a\u0302", "â"), ("e\u0302", "ê"), ("o\u0302", "ô"), ("o\u031b", "ơ")):
        for mark in ("", "\u0323"):
            tones = tones.replace(letters[0] + mark + letters[1], letter + mark)
    tones = tones.replace("u\u031b", "ư")
    found = result(tones.encode("cp1258", "replace"), headers={"Content-Type": "text/html; charset=utf-8"})
    assert isinstance(found, ArticleRead)
    assert found.article.body[0].text == GOOD


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "windows-1252"])
def test_one_cut_letter_makes_a_problem_and_no_other_charset(charset: str) -> None:
    html = fck(body=f"<p>{GOOD}</p>").encode().replace("tuyến".encode(), "tuyến".encode()[:4] + b"n")
    found = result(html, headers={"Content-Type": f"text/html; charset={charset}"})
    assert isinstance(found, ArticleRead)
    assert found.article.body[0].text == GOOD.replace("tuyến", "tuy\ufffdn")
    assert ("body", "broken_letters") in [(p.field, p.code) for p in found.problems]


@pytest.mark.parametrize("days", [30, 365 * 36])
def test_a_date_after_the_fetch_is_a_problem_and_no_date(days: int) -> None:
    later = (FETCHED + timedelta(days=days)).strftime("%d/%m/%Y - %H:%M")
    alone = result(fck(f"<p>{GOOD}</p>", date=later))
    assert isinstance(alone, ArticleRead)
    assert alone.article.published_at is None
    assert ("published_at", "after_the_fetch") in [(p.field, p.code) for p in alone.problems]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (
            '<html><head><meta http-equiv="refresh" content="0;url=/moi-a999.html"></head><body></body></html>',
            "redirected",
        ),
        ("<html><head><META HTTP-EQUIV='Refresh' CONTENT='0; URL=/moi-a999.html'></head></html>", "redirected"),
        ('<html><body><script>window.location.href = "/moi-a999.html";</script></body></html>', "redirected"),
        ("<html><body><script>location.replace('/moi-a999.html')</script>Đang chuyển…</body></html>", "redirected"),
        (f"<html><body><script>document.cookie='a=1';location.href='{URL}'</script></body></html>", "challenge"),
        ("<html><body><script>document.cookie='a=1';location.reload();</script></body></html>", "challenge"),
        ("<html><script>var s={};sucuri_cloudproxy_js='';location.reload()</script></html>", "challenge"),
    ],
)
def test_a_page_that_only_leads_elsewhere(html: str, kind: str) -> None:
    found = result(html)
    assert isinstance(found, NotAnArticle)
    assert found.kind.startswith(kind)


SUCURI = (
    "<html><title>You are being redirected...</title><noscript>Javascript is required.</noscript>"
    "<script>var s={},r=eval,sucuri_cloudproxy_js='',S='bG9jYXRpb24=';r(S)</script></html>"
)


@pytest.mark.parametrize(
    ("url", "key"), [(URL, "baoangiang"), ("https://huengaynay.vn/xa-hoi/sua-kenh-158386.html", "huengaynay")]
)
def test_a_guards_page_is_a_challenge_in_every_family(url: str, key: str) -> None:
    found = read(page(SUCURI, url), outlet_by_key(key)).result
    assert isinstance(found, NotAnArticle)
    assert found.kind == "challenge_page"


JSONLD = (
    '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-08-20T20:00:00+07:00",'
    '"dateModified":"2026-08-20T20:00:00+07:00"}</script>'
)


@pytest.mark.parametrize(
    "printed",
    ["20/08/2026 20:00 (cập nhật: 22/08/2026 08:00)", "Cập nhật lần cuối: 22/08/2026 08:00 | Đăng: 20/08/2026 20:00"],
)
def test_a_printed_update_counts_where_structured_data_copies_the_publication(printed: str) -> None:
    found = result(fck(f"<p>{GOOD}</p>", date=printed, head=JSONLD))
    assert isinstance(found, ArticleRead)
    assert found.article.published_at == "2026-08-20T20:00:00+07:00"
    assert found.article.modified_at == "2026-08-22T08:00:00+07:00"


def test_a_typing_error_in_print_leaves_the_plausible_witness() -> None:
    found = result(fck(f"<p>{GOOD}</p>", date="20/08/2062 20:00", head=JSONLD))
    assert isinstance(found, ArticleRead)
    assert found.article.published_at == "2026-08-20T20:00:00+07:00"
    assert "after_the_fetch" in [p.code for p in found.problems]


def test_an_article_that_reloads_itself_is_an_article() -> None:
    html = fck(f"<p>{GOOD}</p>").replace("</head>", '<meta http-equiv="refresh" content="900"></head>')
    assert isinstance(result(html), ArticleRead)


@pytest.mark.parametrize(("missing", "whole"), [(0, True), (100, False)])
def test_a_page_without_closing_tags_is_whole_if_it_is_as_long_as_declared(missing: int, whole: bool) -> None:
    html = fck(body=f"<p>{GOOD}</p>").replace("</body>", "").replace("</html>", "")
    found = result(html, headers={"Content-Length": str(len(html.encode()) + missing)})
    assert isinstance(found, ArticleRead) is whole
