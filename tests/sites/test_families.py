"""What one invented page of each family says, a test a field; then the traps of each family."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from invented_families import (
    BODY,
    DCONTENT,
    EPI,
    FIGURE,
    GENERIC,
    LEAD,
    PAGES,
    PICTURE,
    QNC,
    QUANG_NGAI,
    RIGHT,
    SEALED,
    ZCE,
    Invented,
    dcontent,
    epi_text,
    ld,
    paragraphs,
    quangngai,
    shell,
)
from invented_pages import page

from crawler.article import Article, ArticleRead, LayoutChanged, Reading
from crawler.outlets import catalogue, outlet_by_key
from crawler.sites import read, read_channel
from crawler.sites.families import FAMILIES

FIELDS: dict[str, Callable[[Article], object]] = {
    "headline": lambda a: a.headline,
    "lead": lambda a: a.lead,
    "body": lambda a: tuple(b.text for b in a.body),
    "published_at": lambda a: a.published_at,
    "bylines": lambda a: tuple(b.name for b in a.bylines),
    "source": lambda a: a.source_credit and a.source_credit.agency,
    "section": lambda a: tuple(a.section),
    "tags": lambda a: tuple(a.tags),
    "captions": lambda a: tuple((i.caption, i.credit) for i in a.images),
}


def reading(invented: Invented) -> Reading:
    return read(page(invented.html, invented.url), outlet_by_key(invented.key))


def result(invented: Invented) -> ArticleRead:
    found = reading(invented).result
    assert isinstance(found, ArticleRead), found
    return found


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("family", PAGES)
def test_a_field_of_a_page(family: str, field: str) -> None:
    invented = PAGES[family]
    assert FIELDS[field](result(invented).article) == getattr(invented, field)


@pytest.mark.parametrize("family", PAGES)
def test_the_reading_names_its_parser_and_the_picture(family: str) -> None:
    invented = PAGES[family]
    assert reading(invented).parser == invented.parser
    assert [i.url for i in result(invented).article.images] == [f"https://{invented.url.split('/')[2]}{PICTURE}"]


@pytest.mark.parametrize("family", PAGES)
def test_no_text_of_the_page_is_lost_or_taken_twice(family: str) -> None:
    found = result(PAGES[family])
    assert (found.unclaimed, found.problems) == ([], [])


def test_every_family_of_the_catalogue_has_a_reader() -> None:
    named = {f for o in catalogue().values() for f in (o.family, *(s.family for s in o.id_spaces)) if f}
    unread = sorted(named - {*FAMILIES})
    assert not unread, (
        f"no reader for {unread}: write crawler/sites/families/NAME.py (docs/contributor.md), and list it"
    )


def test_every_reader_has_an_invented_page() -> None:
    read_on_a_page = {invented.parser.partition("/")[0] for invented in PAGES.values()}
    missing = sorted({family.name for family in FAMILIES.values()} - read_on_a_page - {"learned"})  # tests/learner
    assert not missing, (
        f"no invented page for {missing}: add one in its real markup to tests/sites/invented_families.py"
    )


# -- relaunched papers


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("baohungyen", "https://baohungyen.vn/kinh-te/202101/lang-nghe-dan-luoi-c4f1fcb/"),
        ("baodongthap", "https://www.baodongthap.vn/kinh-te/202510/lang-nghe-dan-luoi-1050912"),
        ("baolamdong", "https://baolamdong.vn/kinh-te/202405/lang-nghe-dan-luoi-b180e1a/"),
    ],
)
def test_a_page_from_before_a_relaunch_is_read_in_its_own_layout(key: str, url: str) -> None:
    old = replace(EPI, key=key, url=url)
    assert reading(old).parser == "epi/1"
    assert [b.text for b in result(old).article.body] == BODY


def test_an_old_address_that_answers_in_todays_layout_is_read_in_it() -> None:
    moved = replace(QNC, url="https://baotayninh.vn/lang-nghe-dan-luoi-a190711.html")
    assert reading(moved).parser == "qnc/1"
    assert result(moved).article.id_space == "baotayninh.fck"


# -- qnc


def test_a_page_whose_first_html_is_closed_at_once_has_its_head_and_its_links() -> None:
    broken = QNC.html.replace('<html lang="vi">', '<html lang="">\n\n</html>\n\n')
    broken = broken.replace("<head>", f"<head>{ld(dateModified='2026-03-06T08:00:00+07:00')}")
    broken = broken.replace("</header>", '<a href="/bai-khac-150002.html">Bài khác</a></header>')
    assert result(replace(QNC, html=broken)).article.modified_at == "2026-03-06T08:00:00+07:00"
    front = page(broken, "https://baotayninh.vn/")
    channel = next(c for c in outlet_by_key("baotayninh").channels if c.name == "home")
    announced = read_channel(front, outlet_by_key("baotayninh"), channel).announced
    assert [a.url for a in announced] == ["https://baotayninh.vn/bai-khac-150002.html"]


# -- epi


@pytest.mark.parametrize("opening", [f"<p><strong>{LEAD}</strong></p>", f"<p><b><span>{LEAD}</span></b></p>"])
def test_a_bold_opening_is_the_lead_where_none_stands_outside(opening: str) -> None:
    html = shell("", epi_text(opening + paragraphs(), lead=""))
    assert result(replace(EPI, html=html)).article.lead == LEAD


def test_an_opening_that_the_head_gives_as_description_is_the_lead() -> None:
    html = shell(
        f'<meta property="og:description" content="{LEAD} "/>', epi_text(f"<p>{LEAD}</p>{paragraphs()}", lead="")
    )
    found = result(replace(EPI, html=html)).article
    assert (found.lead, [b.text for b in found.body]) == (LEAD, BODY)


def test_a_plain_opening_is_text() -> None:
    found = result(replace(EPI, html=shell("", epi_text(paragraphs(), lead="")))).article
    assert (found.lead, [b.text for b in found.body]) == (None, BODY)


def test_a_byline_under_the_text_is_read_unless_it_is_the_templates_word() -> None:
    named = shell("", epi_text(paragraphs(), author="THU LAN"))
    assert [b.name for b in result(replace(EPI, html=named)).article.bylines] == ["Thu Lan"]
    nobody = shell("", epi_text(paragraphs()))
    assert result(replace(EPI, html=nobody)).article.bylines == []


# -- zce


def test_the_time_is_read_from_its_attribute_where_its_text_says_nothing() -> None:
    html = ZCE.html.replace(">05/03/2026 10:17<", ">Hôm qua<")
    assert result(replace(ZCE, html=html)).article.published_at == ZCE.published_at


# -- dcontent


@pytest.mark.parametrize("text", [f"<p>{SEALED}</p>", f"<script>var c = '{SEALED}';</script>"], ids=["text", "script"])
def test_an_encrypted_body_is_reported_and_the_rest_loads(text: str) -> None:
    found = result(replace(DCONTENT, html=dcontent(text)))
    assert (found.article.headline, found.article.lead) == (DCONTENT.headline, LEAD)
    assert found.article.published_at == DCONTENT.published_at
    assert found.article.body == []
    assert [(p.field, p.code) for p in found.problems] == [("body", "unreadable")]


def test_an_empty_body_without_a_cipher_is_a_changed_layout() -> None:
    assert isinstance(reading(replace(DCONTENT, html=dcontent(""))).result, LayoutChanged)


# -- quangngai


def test_a_body_in_a_template_string_is_read() -> None:
    text = (FIGURE + paragraphs() + RIGHT).replace("`", "\\`")
    found = result(replace(QUANG_NGAI, html=quangngai(f"$('#content').html(`{text}`);")))
    assert [b.text for b in found.article.body] == BODY
    assert found.evidence["body"].startswith("script")


def test_a_body_that_stands_in_the_page_is_read_there() -> None:
    html = QUANG_NGAI.html.replace('<div id="content"></div>', f'<div id="content">{paragraphs()}</div>')
    assert [b.text for b in result(replace(QUANG_NGAI, html=html)).article.body][:3] == BODY


@pytest.mark.parametrize("script", ["", 'outputData = "\\x";', "outputData = unknown;"])
def test_a_script_without_a_body_is_a_changed_layout(script: str) -> None:
    assert isinstance(reading(replace(QUANG_NGAI, html=quangngai(script))).result, LayoutChanged)


# -- generic


def test_an_account_and_the_paper_itself_are_no_writers() -> None:
    for name in ("longantv", "Huế ngày nay"):
        html = GENERIC.html.replace('"name": "Hoài Lâm"', f'"name": "{name}"')
        assert result(replace(GENERIC, html=html)).article.bylines == []


@pytest.mark.parametrize("address", ["http://[", "data:image/png;base64,x", "", "javascript:1"])
def test_an_address_that_is_none_is_no_picture(address: str) -> None:
    html = GENERIC.html.replace(f"https://huengaynay.vn{PICTURE}", address).replace(FIGURE, f'<img src="{address}">')
    assert result(replace(GENERIC, html=html)).article.images == []


def test_a_clock_on_the_page_is_no_date() -> None:
    html = GENERIC.html.replace('"datePublished": "2026-03-05T10:17:00+07:00"', '"x": 1')
    found = result(replace(GENERIC, html=html))
    assert found.article.published_at is None
    assert [p.code for p in found.problems] == ["missing"]
