"""Text that nobody can read, wrong charsets, dates that cannot be, and pages that only lead elsewhere."""

import codecs
import json
import quopri
import unicodedata
from datetime import timedelta
from random import Random
from urllib.parse import quote

import pytest
from invented_families import EPI
from invented_pages import FETCHED, fck, page

from crawler.article import ArticleRead, NotAnArticle, Unreadable
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites.contract import read
from crawler.vietnamese.garbled import is_cipher, pre_unicode_set
from crawler.vietnamese.text import clean

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


# The longest run of invented news that every set below can hold.
LONGER = f"{GOOD} Người dân được hỗ trợ giống lúa mới, phân bón và kỹ thuật chăm sóc trước khi lũ về."
# The small letters of VISCII beyond ASCII and Latin-1, in the order of the letters below.
VISCII_BYTES = dict(
    zip(
        "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹăđĩũơưĐ",
        [
            *[0xD5, 0xE4, 0xA4, 0xA5, 0xA6, 0xE7, 0xA7, 0xA1, 0xA2, 0xC6, 0xC7, 0xA3, 0xA9, 0xEB, 0xA8, 0xAA, 0xAB],
            *[0xAC, 0xAD, 0xAE, 0xEF, 0xB8, 0xF7, 0xF6, 0xAF, 0xB0, 0xB1, 0xB2, 0xB5, 0xBE, 0xB6, 0xB7, 0xDE, 0xFE],
            *[
                0xF8,
                0xFC,
                0xD1,
                0xD7,
                0xD8,
                0xE6,
                0xF1,
                0xCF,
                0xDC,
                0xD6,
                0xDB,
                0xE5,
                0xF0,
                0xEE,
                0xFB,
                0xBD,
                0xDF,
                0xD0,
            ],
        ],
        strict=True,
    )
)


@pytest.mark.parametrize("charset", ["cp1252", "latin-1", "cp1258"])
def test_one_byte_sets_are_told_by_the_shape_of_the_syllables(charset: str) -> None:
    shown = bytes(VISCII_BYTES.get(letter, ord(letter)) for letter in LONGER).decode(charset, "replace")
    assert pre_unicode_set(clean(shown)) == "one-byte Vietnamese"


CHARSETS = ["cp1252", "latin-1", "cp1258", "cp1250", "cp1251", "cp1254", "mac_roman", "cp437"]
OTHER_CHARSETS = [
    "cp1253",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp874",
    "koi8_r",
    "cp866",
    "cp850",
    "gbk",
    "shift_jis",
    "big5",
]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_utf_8_read_as_another_charset_is_no_text(charset: str, times: int, form: str) -> None:
    text = unicodedata.normalize(form, LONGER)
    for _ in range(times):
        text = text.encode().decode(charset, "ignore")
    assert is_cipher(clean(text)) or (pre_unicode_set(clean(text)) or "").startswith("UTF-8 read as ")


@pytest.mark.parametrize("charset", OTHER_CHARSETS)
def test_utf_8_read_as_a_set_of_another_country_is_no_text(charset: str) -> None:
    text = clean(LONGER.encode().decode(charset, "replace"))
    assert is_cipher(text) or (pre_unicode_set(text) or "").startswith("UTF-8 read as ")


@pytest.mark.parametrize("charset", CHARSETS[:-1])
@pytest.mark.parametrize("text", [VNI, TCVN3], ids=["VNI", "TCVN3"])
def test_an_old_set_is_told_whatever_charset_its_bytes_were_taken_for(text: str, charset: str) -> None:
    shown = clean(text.encode("cp1252").decode(charset, "ignore"))
    assert pre_unicode_set(shown) or is_cipher(shown)


@pytest.mark.parametrize(
    "text",
    [
        LONGER.encode("latin-1", "replace").decode("latin-1"),
        LONGER.encode("ascii", "replace").decode(),
        json.dumps(LONGER)[1:-1],
        quote(LONGER, safe=" ,."),
        "".join(letter if letter.isascii() else f"%u{ord(letter):04X}" for letter in LONGER),
        quopri.encodestring(LONGER.encode()).decode(),
        LONGER.encode("utf-7").decode(),
        LONGER.encode("ascii", "replace").decode().replace("?", "\u25a1"),
        LONGER.encode("ascii", "xmlcharrefreplace").decode().replace("&#", "#"),
        *[LONGER.encode(charset, "ignore").decode(charset) for charset in ("ascii", "latin-1", "cp1258")],
        LONGER.encode().hex(" "),
        " ".join(f"{byte:08b}" for byte in LONGER.encode()),
        "Baf con aaps Xa cungf suwar laij tuyeens keenh truwowcs muaf muwa nawm nay, theo kees hoachj cuar howpj tacs",
        "Ba2 con a6p1 Xa cu2ng su7a3 lai5 tuye6n1 ke6nh tru7o7c1 mu2a mu7a na8m nay, theo ke6 hoach5 cu3a ho7p5 ta1c",
    ],
)
def test_letters_lost_or_written_as_numbers_are_told(text: str) -> None:
    assert pre_unicode_set(clean(text)) or is_cipher(clean(text))


@pytest.mark.parametrize("field", ["headline", "lead", "caption"])
def test_a_garbled_line_beside_a_good_body_is_a_problem(field: str) -> None:
    under = VNI if field == "caption" else ""
    caption = f"<table><tr><td><img src='/a.jpg'></td></tr><tr><td><i>{under}</i></td></tr></table>"
    found = result(fck(f"<p>{GOOD}</p>{caption}<p>{GOOD} Hết.</p>", **({field: VNI} if field != "caption" else {})))
    assert isinstance(found, ArticleRead)
    name = "images" if field == "caption" else field
    assert (name, "unreadable", "VNI") in [(p.field, p.code, p.detail) for p in found.problems]


def test_letters_of_a_fonts_own_are_a_problem_and_a_bullet_is_none() -> None:
    for text, told in (("B\ue041\ue042 con ấp Xa sửa kênh.", True), ("\uf0b7 Bà con ấp Xa sửa kênh.", False)):
        found = result(fck(f"<p>{text}</p><p>{GOOD}</p>"))
        assert isinstance(found, ArticleRead)
        assert (("body", "broken_letters") in [(p.field, p.code) for p in found.problems]) is told


def test_letters_escaped_twice_are_read() -> None:
    body = "".join(
        f"<p>{text.encode('ascii', 'xmlcharrefreplace').decode().replace('&', '&amp;')}</p>" for text in (GOOD, LONGER)
    )
    found = result(fck(body, headline="Họp &amp;quot;nước sạch&amp;quot;"))
    assert isinstance(found, ArticleRead)
    assert [block.text for block in found.article.body] == [GOOD, LONGER]
    assert found.article.headline == 'Họp "nước sạch"'


@pytest.mark.parametrize("seed", range(6))
def test_letters_exchanged_for_letters_are_a_cipher(seed: int) -> None:
    letters = sorted({letter for letter in LONGER.lower() if letter.isalpha()})
    other_letters = Random(seed).sample(letters, len(letters))
    pairs = dict(zip(letters, other_letters, strict=True))
    pairs |= {letter.upper(): other.upper() for letter, other in pairs.items()}
    assert is_cipher("".join(pairs.get(letter, letter) for letter in LONGER))
    assert not is_cipher(LONGER)


def test_only_the_letters_of_ascii_exchanged_are_a_cipher_too() -> None:
    assert is_cipher(codecs.encode(LONGER, "rot13"))


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
        "Ký sự về Ƀuôn Ama Thuôt: Hrơi anai, ƀing kơnuk kơna tơring glông hăng plah wah dôm bôn sang hmâo.",
        "Hruê anei, mnuih ƀuôn sang ƀuôn Xa mkrah êlan êa, čiăng djăp êa kơ lăn lŏ, klei kčĕ Ƀuôn, Knŭk kna mđing.",
        "Sao anh về? Ai gọi anh? Bao giờ đi?Có ai không?Hay là thôi? Mẹ hỏi thế: “Con ăn gì?”, còn cha thì cười.",
        "Tegnap reggel a falu lakói a szövetkezettel közösen javították ki a csatornát az esős évszak előtt, mondták.",
        "Diện tích 120m², 90km², 15ha; nhiệt độ 35°C, độ mặn 4‰; giá ½ năm trước, 12.000đ/kg, 5%, 20%, 3,5%, 50% hộ.",
        "Сегодня утром жители деревни вместе с бойцами чинили плотину перед началом сезона дождей в этом году.",
        "今年雨季来临之前，乡里的农民和合作社一起修复了通往村庄的水渠，保证了三百多公顷稻田的灌溉用水，大家都很高兴。",
        "올해 장마가 시작되기 전에 마을 주민들은 협동조합과 함께 논으로 이어지는 수로를 고쳤다고 관계자가 밝혔다.",
        "នៅព្រឹកនេះប្រជាជននៅក្នុងភូមិបានជួសជុលប្រឡាយទឹកមុនរដូវវស្សាឆ្នាំនេះតាមផែនការរបស់សហករណ៍កសិកម្ម។",
        "Tiên sa « đêm » và « ngày »; « hôm qua », « hôm nay », « ngày mai » : les mots que l’on apprend d’abord ici.",
        "Hộ A: 5 kg, 3 m, 20 km, 4 l, 12 g, 10 đ; hộ B: 6 kg, 2 m; đ/c trưởng ấp ghi: q. Mới, p. Tân An.",
        "27 48 92 13 55 80 27 48 92 13 55 80 27 48 92 13 55 80 27 48 92 13 55 80; 27 48 92 13 55 80 27 48 92 13 55",
        "The crew took a look at the new school, saw how the food was, and now all who see the moon too know how.",
        "Chieu nay, tai nha van hoa xa, ba con hop ban viec sua kenh va lam duong giao thong nong thon moi o cac ap.",
        "Le développement économique a été présenté à l’assemblée par les délégués, très intéressés cette année.",
    ],
)
def test_readable_text_is_neither(text: str) -> None:
    assert pre_unicode_set(text) is None
    assert not is_cipher(text)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "windows-1258", "us-ascii"])
def test_windows_1258_is_read_whatever_it_is_declared_as(charset: str) -> None:
    html = fck(body=f"<p>{GOOD}</p>")
    tones = unicodedata.normalize("NFD", html)
    for letters, letter in (("a\u0306", "ă"), ("a\u0302", "â"), ("e\u0302", "ê"), ("o\u0302", "ô"), ("o\u031b", "ơ")):
        for mark in ("", "\u0323"):
            tones = tones.replace(letters[0] + mark + letters[1], letter + mark)
    tones = tones.replace("u\u031b", "ư")
    found = result(tones.encode("cp1258", "replace"), headers={"Content-Type": f"text/html; charset={charset}"})
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


@pytest.mark.parametrize("printed", ["20/08/2206 20:00", "Thứ Hai, 20/08/2026 20:00", "31/02/2026 20:00", "20/8/2o26"])
@pytest.mark.parametrize("head", ["", JSONLD])
def test_a_printed_date_that_cannot_be_is_a_problem_beside_any_witness(printed: str, head: str) -> None:
    found = result(fck(f"<p>{GOOD}</p>", date=printed, head=head))
    assert isinstance(found, ArticleRead)
    assert found.article.published_at == ("2026-08-20T20:00:00+07:00" if head else None)
    assert ("published_at", "misprinted") in [(p.field, p.code) for p in found.problems]


def test_an_update_after_the_fetch_is_a_problem_and_no_date() -> None:
    found = result(fck(f"<p>{GOOD}</p>", date="20/08/2026 20:00 (cập nhật: 22/08/2062 08:00)"))
    assert isinstance(found, ArticleRead)
    assert (found.article.published_at, found.article.modified_at) == ("2026-08-20T20:00:00+07:00", None)
    assert ("modified_at", "after_the_fetch") in [(p.field, p.code) for p in found.problems]


@pytest.mark.parametrize("first", ["Sửa lúc 08:15, 07/03/2026", "Bổ sung: 08:15 | 07/03/2026", "CN: 07/03/2026 08:15"])
def test_an_update_in_a_place_of_its_own_is_no_publication(first: str) -> None:
    old = '<time class="time">10:17, 05/03/2026</time>'
    assert old in EPI.html
    html = EPI.html.replace(old, f'<time class="time">{first}</time>{old}')
    found = read(page(html, EPI.url), outlet_by_key(EPI.key)).result
    assert isinstance(found, ArticleRead)
    assert found.article.published_at == "2026-03-05T10:17:00+07:00"
    assert found.article.modified_at == "2026-03-07T08:15:00+07:00"


def test_an_article_that_reloads_itself_is_an_article() -> None:
    html = fck(f"<p>{GOOD}</p>").replace("</head>", '<meta http-equiv="refresh" content="900"></head>')
    assert isinstance(result(html), ArticleRead)


@pytest.mark.parametrize(("missing", "whole"), [(0, True), (100, False)])
def test_a_page_without_closing_tags_is_whole_if_it_is_as_long_as_declared(missing: int, whole: bool) -> None:
    html = fck(body=f"<p>{GOOD}</p>").replace("</body>", "").replace("</html>", "")
    found = result(html, headers={"Content-Length": str(len(html.encode()) + missing)})
    assert isinstance(found, ArticleRead) is whole
