import gzip
import json
import re
from html import unescape
from pathlib import Path

import httpx
import pytest
from lxml import html
from sample_dates import SEPTEMBER

from crawler.outlets import catalogue, identify
from crawler.sample_press import SamplePress, UnknownSwitch, serving

KEYS = sorted(key for key, o in catalogue().items() if o.status == "active")


@pytest.fixture
def press():
    return SamplePress(newest_at=SEPTEMBER)


@pytest.fixture
def get(press):
    with serving(press) as url, httpx.Client(base_url=url, timeout=10) as client:

        def ask(address, **headers):
            parts = httpx.URL(address)
            return client.get(parts.raw_path.decode(), headers={"host": parts.host, **headers})

        yield ask


@pytest.mark.parametrize("key", KEYS)
def test_every_channel_of_the_catalogue_answers_and_announces(get, press, key):
    urls = {s.url for s in press.truth(key)}
    found = set()
    for channel in catalogue()[key].channels:
        answer = get(channel.url.replace("{page}", "1"))
        assert answer.status_code == 200, channel.url
        if channel.follow:  # a menu names no article but the sections of some
            assert {s.section[0] for s in press.truth(key)} <= {e["menu_slug"] for e in answer.json()["data"]["list"]}
            continue
        announced = {u for u in re.findall(r"https://[^\s\"<]+", answer.text) if u in urls}
        assert announced, channel.url
        found |= announced
    assert found == urls


@pytest.mark.parametrize("key", KEYS)
def test_every_article_has_an_identity_a_real_weight_and_its_truth_on_the_page(get, press, key):
    articles = press.truth(key)
    assert len(articles) == 14
    assert len({identify(article.url) for article in articles} - {None}) == 14
    for article in articles:
        answer = get(article.url)
        assert answer.status_code == 200
        assert 60_000 <= len(answer.content) <= 120_000
        text = " ".join(html.fromstring(answer.content).text_content().split())
        text += unescape(answer.text)  # Quảng Ngãi's body stands in a script
        spoken = [article.headline, *article.captions, *(p.text for p in article.body if p.kind != "table")]
        assert [t for t in [*spoken, article.lead or "", article.byline or ""] if t not in text] == []
        for picture in article.pictures:
            assert get(picture.url).headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("key", KEYS)
def test_an_articles_page_shows_the_menus_and_all_other_articles_as_real_ones_do(press, key):
    told = press.truth(key)
    page = html.document_fromstring(press.answer(told[0].host, told[0].path).body)
    links = {a.get("href") for a in page.iter("a")}
    assert {s.url for s in told[1:]} <= links
    assert len(page.xpath("//a")) >= 79  # a quarter of the public benchmark's pages have fewer


def test_the_articles_vary_as_real_ones_do(press):
    articles = [s for key in KEYS for s in press.truth(key)]
    kinds = {p.kind for s in articles for p in s.body}
    assert kinds == {"paragraph", "subhead", "list_item", "table"}
    assert {p.form for s in articles for p in s.pictures} == {
        "table",
        "figure",
        "image_desc",
        "centred",
        "italic",
        "same_paragraph",
    }
    assert any(not s.lead for s in articles)
    assert any(not s.pictures for s in articles)
    assert any(len(s.pictures) >= 5 for s in articles)
    assert any(s.agency and not s.byline for s in articles)
    assert any(p.credit for s in articles for p in s.pictures)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    url = SamplePress().truth("baoangiang")[0]
    one, two = (SamplePress(seed=1).answer(url.host, url.path) for _ in range(2))
    assert one == two
    assert SamplePress(seed=2).truth("baoangiang")[0].body != url.body


def test_pages_of_a_section_follow_each_other_to_an_end(get, press):
    listing, seen = "https://baoangiang.com.vn/chinh-tri-xa-hoi/?p={}&d=", []
    for page in (1, 2, 3, 4):
        tree = html.fromstring(get(listing.format(page)).content)
        seen.append(
            tree.xpath("//ul[contains(@class,'cate-content-list')]//li[@class='item']//div[@class='b-content']/a/@href")
        )
    assert [len(p) for p in seen] == [6, 6, 2, 0]
    assert [url for page in seen for url in page] == [s.url for s in press.truth("baoangiang")]


def test_what_the_reader_has_is_not_sent_again(get, press):
    article = press.truth("baodanang")[3]
    first = get(article.url)
    assert get(article.url, **{"if-none-match": first.headers["etag"]}).status_code == 304
    assert get(article.url, **{"if-modified-since": first.headers["last-modified"]}).status_code == 304
    assert get(article.url, **{"if-none-match": '"other"'}).status_code == 200


def test_an_edit_changes_one_article_and_moves_its_lastmod(get, press):
    before = press.truth("baonghean")
    pages = {s.number: get(s.url).headers["etag"] for s in before}
    press.switch("baonghean", "changed", "2")
    after = press.truth("baonghean")
    assert [s.number for a, s in zip(before, after, strict=True) if a != s] == [before[2].number]
    assert [s.number for s in after if get(s.url).headers["etag"] != pages[s.number]] == [before[2].number]
    assert f"<lastmod>{after[2].modified_at.isoformat()}" in get("https://baonghean.vn/sitemap.xml").text
    assert after[2].modified_at > before[2].modified_at
    assert after[2].published_at == before[2].published_at
    press.switch("baonghean", "changed", None)
    assert press.truth("baonghean") == before


def test_a_new_slug_is_the_same_article_and_the_old_address_answers(get, press):
    old = press.truth("baocantho")[0]
    press.switch("baocantho", "slug")
    new = press.truth("baocantho")[0]
    assert new.url != old.url
    assert identify(new.url) == identify(old.url)
    assert get(old.url).content == get(new.url).content
    assert old.url not in get("https://baocantho.com.vn/").text


def test_hidden_articles_answer_and_no_channel_names_them(get, press):
    press.switch("baoangiang", "hidden", "3,5")
    three, five = (press.truth("baoangiang")[n] for n in (3, 5))
    for channel in catalogue()["baoangiang"].channels:
        for page in ("1", "2", "3"):
            text = get(channel.url.replace("{page}", page)).text
            assert three.url not in text
            assert five.url not in text
    assert [get(s.url).status_code for s in (three, five)] == [200, 200]
    assert len(press.truth("baoangiang")) == len(press.announced("baoangiang")) + 2


def test_new_and_deleted_articles(get, press):
    before = press.truth("baocamau")
    press.switch("baocamau", "new", "2")
    press.switch("baocamau", "deleted", "1")
    after = press.truth("baocamau")
    assert len(after) == 15
    assert get(before[1].url).status_code == 404
    home = get("https://baocamau.vn/").text
    assert before[1].url not in home
    assert all(s.url in home and get(s.url).status_code == 200 for s in after)


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("http_500", 500, "500"),
        ("soft_404", 200, "không tồn tại"),
        ("challenge", 403, "Just a moment"),
        ("gone", 404, "404"),
    ],
)
def test_faults_tell_what_they_are(get, press, name, status, told):
    newest = press.truth("baohaiphong")[0].url
    press.switch("baohaiphong", name)
    answer = get(newest)
    assert answer.status_code == status
    assert told in answer.text
    assert get(press.truth("baodanang")[0].url).status_code == 200


def test_redirects_home_and_in_a_loop(get, press):
    url = press.truth("baohaiphong")[0].url
    press.switch("baohaiphong", "home")
    assert get(url).headers["location"] == "https://baohaiphong.vn/"
    assert get("https://baohaiphong.vn/").status_code == 200
    press.switch("baohaiphong", "loop")
    assert get(url).headers["location"] == url


def test_a_cut_body_breaks_the_transfer_and_others_do_not(get, press):
    one, two = press.truth("baoangiang")[:2]
    press.switch("baoangiang", "truncated", "0")
    with pytest.raises(httpx.RemoteProtocolError):
        get(one.url)
    assert get(two.url).status_code == 200


def test_a_wrong_charset_is_only_in_the_header(get, press):
    article = press.truth("baoangiang")[0]
    right = get(article.url).content
    press.switch("baoangiang", "charset")
    answer = get(article.url)
    assert "iso-8859-1" in answer.headers["content-type"]
    assert answer.content == right


def test_robots(get, press):
    assert "Disallow: /tim-kiem" in get("https://baodanang.vn/robots.txt").text
    press.switch("baodanang", "robots_refusal")
    assert "Disallow: /\n" in get("https://baodanang.vn/robots.txt").text
    press.switch("baodanang", "robots_500")
    assert get("https://baodanang.vn/robots.txt").status_code == 503


def test_a_moved_domain_keeps_the_path(get, press):
    url = press.truth("baodanang")[0].url
    press.switch("baodanang", "moved")
    there = get(url).headers["location"]
    assert there == url.replace("baodanang.vn", "baoquangnam.vn")
    assert get(there).status_code == 200
    assert identify(there) == identify(url)


def test_slow_answers_overlap_in_the_log(press):
    press.switch("baoangiang", "slow", "0.3")
    with serving(press) as url:
        import threading

        ask = [
            threading.Thread(target=httpx.get, args=(url,), kwargs={"headers": {"host": "baoangiang.com.vn"}})
            for _ in range(2)
        ]
        [t.start() for t in ask]
        [t.join() for t in ask]
    assert sorted(e.in_flight for e in press.log) == [1, 2]
    assert len({e.connection for e in press.log}) == 2
    assert all(e.ended - e.started >= 0.3 for e in press.log)


def test_log_and_switches_over_http(press):
    with serving(press) as url:
        set_to = {"outlet": "baocamau", "switch": "http_500"}
        assert httpx.post(f"{url}/__press__/switch", json=set_to).json() == {"ok": True}
        assert httpx.get(f"{url}/?x=1", headers={"host": "baocamau.vn"}).status_code == 500
        assert httpx.post(f"{url}/__press__/switch", json=set_to | {"value": None}).is_success
        assert httpx.get(f"{url}/", headers={"host": "baocamau.vn"}).status_code == 200
        assert httpx.post(f"{url}/__press__/switch", json=set_to | {"switch": "?"}).status_code == 400
        log = httpx.get(f"{url}/__press__/log").json()
    assert [(e["path"], e["status"]) for e in log] == [("/?x=1", 500), ("/", 200)]
    assert {e["host"] for e in log} == {"baocamau.vn"}


def test_saved_pages_stand_at_their_own_address_and_on_their_home(tmp_path: Path):
    body = "<h1>Trang cũ</h1>".encode()
    for host in ("baoangiang.com.vn", "tobaokhac.vn"):
        (tmp_path / f"{host}.html").write_bytes(body)
        (tmp_path / f"{host}.json").write_text(json.dumps({"url": f"https://{host}/trang-cu-a12.html"}))
    press = SamplePress(tmp_path)
    for host in ("baoangiang.com.vn", "tobaokhac.vn"):
        assert press.answer(host, "/trang-cu-a12.html").body == body
        assert f"https://{host}/trang-cu-a12.html".encode() in press.answer(host, "/").body


def test_an_unknown_switch_is_refused(press):
    with pytest.raises(UnknownSwitch, match="soft_404"):
        press.switch("baoangiang", "no such")


def test_a_past_changes_nothing_that_a_night_reads_but_the_sitemap_and_the_listings_end(get, press):
    asked = ["https://www.sggp.org.vn/", "https://www.sggp.org.vn/rss/home.rss", press.truth("sggp")[3].url]
    before = [get(url).content for url in asked]
    press.switch("sggp", "past", "2")
    assert [get(url).content for url in asked] == before
    assert len(press.truth("sggp")) == 14
    index = get("https://www.sggp.org.vn/sitemap.xml").text
    assert re.findall(r"news-([\d-]+)\.xml", index) == ["2026-9", "2026-8", "2026-7"]
    named = [gzip.decompress(get(url).content).decode() for url in re.findall(r"<loc>(.*?)</loc>", index)[1:]]
    urls = [url for text in named for url in re.findall(r"<loc>(.*?)</loc>", text)]
    assert urls == [article.url for article in press.past("sggp")]
    assert all(get(url).status_code == 200 for url in urls)
