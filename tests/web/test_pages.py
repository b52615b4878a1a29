"""The reading room's pages: each answers in both languages, asks no other host, and shows hostile text as text."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import lxml.html
import psycopg
import pytest
from fastapi import Depends, HTTPException
from running_room import served
from sample_room import DOCUMENT, TRAVELS, article, endless, hostile

import crawler.web
from crawler.article.identity import article_id
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue
from crawler.resources import seed_table
from crawler.web.app import create_app
from crawler.web.language import choose_language, phrases
from crawler.web.province_map import province_map
from crawler.web.reader import Reader, TooBusy
from crawler.web.room import Room

FOLDER = Path(crawler.web.__file__).parent
EDITED = article_id(catalogue()["baoangiang"].id_spaces[-1].id_space, "500001")
ATTACK, ENDLESS = hostile().article_id, endless().article_id
PAGES = (
    "/",
    "/?q=lúa",
    "/?q=doc+hai&sort=best",
    "/?q=độc&province=Cà+Mau&since=2026-01-01",
    "/?month=2026-09&outlet=baocamau&section=economy",
    f"/?document={DOCUMENT}",
    "/facets",
    "/facets?q=độc",
    "/attention?q=lúa",
    "/attention?by=week&outlet=baocamau",
    f"/article/{EDITED}",
    f"/article/{EDITED}/changes",
    f"/article/{ATTACK}",
    f"/article/{ENDLESS}",
    f"/article/{article('baonghean', 901).article_id}",
    f"/article/{article('baonghean', TRAVELS).article_id}",
    f"/document?number={DOCUMENT}",
    "/official?name=lê văn minh",
    "/place/province/96",
    "/place/former_province/95",
    "/coverage?until=2026-10-02",
    "/paper/baocamau",
    "/paper/baonghean",
    "/paper/baocamau/courtesy",
    "/tonight",
    "/alerts",
    "/archive",
    "/courtesy?until=2026-11-30",
    "/runbook",
    "/api",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_both_languages_and_asks_no_other_host(visitor: httpx.Client, path: str) -> None:
    for language in ("vi", "en"):
        answer = visitor.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, answer.text[-500:]
        assert len(answer.content) < 300_000
        tree = lxml.html.fromstring(answer.content)
        assert tree.get("lang") == language
        assert len(tree.xpath("//h1")) == 1 or path.startswith("/runbook")
        for address in tree.xpath("//@src | //link/@href | //@hx-get | //form/@action"):
            assert not urlsplit(address).netloc, address
        for link in tree.xpath("//a[starts-with(@href, 'http')]"):
            assert "noreferrer" in link.get("rel", ""), link.get("href")
        assert not tree.xpath(
            "//img | //iframe | //style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]"
        )
        assert_nothing_runs(tree)


def assert_nothing_runs(tree: lxml.html.HtmlElement) -> None:
    """Find only the three scripts of the room, no drawing in the page but its map, and no address that runs."""
    assert all(address.startswith("/static/") for address in tree.xpath("//script/@src"))
    assert not tree.xpath("//svg[not(parent::figure[@class='map'])] | //a[starts-with(@href, 'javascript')]")


def test_hostile_text_is_shown_as_text_and_a_headline_of_3_mb_is_bounded(visitor: httpx.Client) -> None:
    tree = lxml.html.fromstring(visitor.get(f"/article/{ATTACK}").content)
    text = tree.text_content()
    assert text.count('<script>alert("x")</script>') >= 8
    # A mark of direction without its end would reach beyond its element, whatever isolates that.
    assert "[U+202E][U+2066]xin chào" in text
    assert not {"\u202e", "\u2066"} & {*text}
    assert "(3,000,000)" in lxml.html.fromstring(visitor.get(f"/article/{ENDLESS}").content).text_content()


def test_a_search_shows_hostile_text_with_its_hits_marked(visitor: httpx.Client) -> None:
    for sort in ("best", "newest"):
        tree = lxml.html.fromstring(visitor.get("/", params={"q": "độc hại", "sort": sort}).content)
        assert {"độc", "hại"} <= {mark.text for mark in tree.xpath("//mark")}
        assert "<svg onload=alert(1)>" in tree.text_content()


def test_policy_and_headers_stand_on_every_answer(visitor: httpx.Client) -> None:
    for path in ("/", "/nowhere", "/static/room.css", "/api/v1/articles", "/?since=never"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_only_reading_and_only_this_machines_names(visitor: httpx.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        assert visitor.request(method, "/").status_code == 405
        assert visitor.request(method, "/api/v1/articles").status_code == 405
    assert visitor.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_even_the_owners_login_only_reads(server: PostgresServer, home: Path) -> None:
    with Reader(lambda: server.url).connection() as conn, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        conn.execute("DELETE FROM news.article_record")


def test_an_edit_stands_between_two_moments_with_its_words_marked(visitor: httpx.Client) -> None:
    tree = lxml.html.fromstring(visitor.get(f"/article/{EDITED}/changes").content)
    assert [e.text.strip() for e in tree.xpath("//ins")][:1] == ["rất"]
    assert "2,1" in [e.text.strip() for e in tree.xpath("//del")]
    assert "21/11/2026 01:30" in tree.text_content()
    assert "22/11/2026 01:30" in tree.text_content()


def test_who_was_first_on_a_tie_is_not_said(visitor: httpx.Client) -> None:
    page = visitor.get(f"/article/{article('baonghean', 901).article_id}", params={"lang": "en"}).text
    assert "Who was first cannot be said: 2 papers" in page
    rows = visitor.get("/api/v1/copies", params={"article_id": article("baonghean", 901).article_id}).json()["items"]
    assert [row["may_be_first"] for row in rows] == [True, True]


def test_the_first_to_cite_a_document_is_named_by_the_printed_minute(visitor: httpx.Client) -> None:
    rows = visitor.get("/api/v1/document", params={"number": DOCUMENT}).json()["items"]
    assert len(rows) == 3
    assert [row["may_be_first"] for row in rows] == [True, False, False]


def test_the_map_has_every_province_of_today_once_and_says_how_many_places_lie_in_each(visitor: httpx.Client) -> None:
    travels = article("baonghean", TRAVELS).article_id
    tiles = province_map(visitor.get("/api/v1/provinces", params={"article_id": travels}).json()["items"]).tiles
    assert sorted(tile.code for tile in tiles) == sorted(row["code"] for row in seed_table("provinces"))
    assert len({(tile.x, tile.y) for tile in tiles}) == len(tiles)
    assert {tile.province: tile.places for tile in tiles if tile.places} == {"An Giang": 2, "Huế": 1}
    [several] = [
        p for p in visitor.get("/api/v1/places", params={"article_id": travels}).json()["items"] if len(p["codes"]) > 1
    ]
    assert sum(tile.possible for tile in tiles) == len(several["codes"])
    named = {tile.code for tile in tiles if tile.places or tile.possible}
    links = lxml.html.fromstring(visitor.get(f"/article/{travels}").content).xpath("//figure[@class='map']//a/@href")
    assert {*links} == {f"/place/province/{code}" for code in named}


def test_an_office_in_papers_of_two_provinces_is_two_offices(visitor: httpx.Client) -> None:
    rows = visitor.get("/api/v1/official", params={"name": "lê văn minh"}).json()["items"]
    assert [(r["office"], r["organ"], r["province"], r["articles"]) for r in rows] == [
        ("Chủ tịch", "UBND tỉnh", "Tỉnh Cà Mau", 3),
        ("Chủ tịch", "UBND tỉnh", "Tỉnh Nghệ An", 1),
    ]


def test_each_field_is_explained_by_words_of_the_archived_page(visitor: httpx.Client) -> None:
    tree = lxml.html.fromstring(visitor.get(f"/article/{EDITED}/evidence", params={"lang": "en"}).content)
    believed = tree.xpath("//li[@class='believed']//bdi/text()")
    assert "Nước lũ về rất sớm" in believed
    assert "20/11/2026 - 08:15" in believed


def test_a_part_of_a_page_comes_without_the_frame(visitor: httpx.Client) -> None:
    part = visitor.get("/facets", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "<nav" not in part


def test_coverage_shows_28_nights_of_every_living_paper(visitor: httpx.Client) -> None:
    tree = lxml.html.fromstring(visitor.get("/coverage?until=2026-10-02").content)
    living = [o for o in catalogue().values() if o.status == "active"]
    assert len(tree.xpath("//table//tbody/tr")) == len(living)
    assert len(tree.xpath("//table//tbody/tr[1]/td")) == 28
    [cell] = tree.xpath("//td[@class='amber']/a")
    assert cell.get("href") == "/paper/baocamau#night-2026-10-01"
    assert cell.text_content().endswith("38/40")
    assert len(tree.xpath("//td[@class='red']")) == 1


def test_tonight_is_the_run_whose_crawl_began_last(visitor: httpx.Client) -> None:
    [row] = visitor.get("/api/v1/tonight").json()["items"]
    assert (row["run_id"], row["verdict"], row["loaded"], row["due"]) == ("night-x", "amber", 38, 40)


def test_a_finding_leads_to_its_page_of_the_runbook(visitor: httpx.Client) -> None:
    tree = lxml.html.fromstring(visitor.get("/paper/baocamau").content)
    [link] = tree.xpath("//ul[contains(@class, 'findings')]//a/@href")
    path, _, code = link.partition("#")
    assert lxml.html.fromstring(visitor.get(path).content).xpath(f"//*[@id='{code}']")


def test_what_is_not_understood_is_an_error_with_what_to_do(visitor: httpx.Client) -> None:
    for path, status, word in (
        ("/?q=lúa&province=Nirgendwo", 400, "no province"),
        ("/?since=gestern", 422, "since"),
        ("/?place=ward", 422, "place"),
        ("/?after=x", 400, "after"),
        ("/?q=...", 400, "no word"),
        ("/?q=...&sort=newest", 404, "no word"),
        ("/article/5", 404, "never loaded"),
        ("/article/x", 422, "article_id"),
        ("/paper/nobody", 404, "no such paper"),
        ("/document?number=1/X", 404, "cites"),
        ("/nowhere", 404, "no such page"),
        ("/static/../app.py", 404, "no such page"),
    ):
        answer = visitor.get(path, headers={"Accept-Language": "en"})
        assert answer.status_code == status, path
        assert word in answer.text, path
        assert "Traceback" not in answer.text


def test_a_database_that_is_away_or_busy_is_said(home: Path) -> None:
    def busy() -> str:
        raise TooBusy

    away = Reader(lambda: "postgresql://nobody@127.0.0.1:1/x")
    for reader, word in ((away, "does not answer"), (Reader(busy), "Too many")):
        with served(create_app(Room(reader, home))) as client:
            answer = client.get("/", headers={"Accept-Language": "en"})
            assert answer.status_code == 503
            assert word in answer.text
            assert client.get("/api/v1/articles").json()["error"]


def test_a_login_without_full_text_sees_headlines_and_is_told_why(server: PostgresServer, home: Path) -> None:
    PostgresServer(server.home, analyst_text=False).start()
    try:
        with served(create_app(Room(Reader(lambda: server.analyst_url), home))) as client:
            page = client.get(f"/article/{EDITED}", headers={"Accept-Language": "en"}).text
            assert "does not read full text" in page
            assert "Bà con vùng đê" not in page
            assert client.get("/").status_code == 200
            assert client.get("/?q=lúa").status_code == 200
            assert client.get("/facets?q=lúa").status_code == 403
            evidence = client.get(f"/article/{EDITED}/evidence", headers={"Accept-Language": "en"}).text
            assert "cannot read archived pages" in evidence
    finally:
        PostgresServer(server.home).start()


def test_a_guard_stands_before_every_path(room: Room) -> None:
    def nobody() -> None:
        raise HTTPException(401)

    with served(create_app(room, dependencies=[Depends(nobody)])) as client:
        paths = [
            *PAGES,
            "/static/room.css",
            "/api/openapi.json",
            "/api/v1/articles.csv",
            "/healthz",
            "/nowhere",
            "/docs",
        ]
        for path in paths:
            assert client.get(path).status_code == 401, path
        for method in ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
            assert client.request(method, "/").status_code == 401, method


def test_the_languages_have_the_same_phrases_and_templates_use_no_other() -> None:
    assert phrases("vi").keys() == phrases("en").keys()
    for key, phrase in phrases("vi").items():
        assert set(re.findall(r"{(\w+)}", phrase)) == set(re.findall(r"{(\w+)}", phrases("en")[key])), key
    used = {
        key
        for file in (FOLDER / "templates").glob("*.html")
        for key in re.findall(r"""\bt\(["'](\w+)["'][,)]""", file.read_text("utf8"))
    }
    assert used <= phrases("en").keys()


def test_the_language_is_what_was_asked_for_then_the_last_then_the_browsers() -> None:
    assert choose_language("vi", "en", "en") == "vi"
    assert choose_language(None, "vi", "en") == "vi"
    assert choose_language(None, None, "vi-VN,vi;q=0.9,en;q=0.5") == "vi"
    assert choose_language("de", "x", "fr;q=oops") == "en"
