"""Strangers over HTTP: each on hosts of its own beside the papers, night after night, with the truth in a file."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from crawler.sample_press import SamplePress, UnknownSwitch, serving
from crawler.sample_press.strangers import stranger_pages
from crawler.sample_press.strangers.hosts import StrangerHosts

SEEDS = (16, 27)


@pytest.fixture(scope="module")
def press() -> SamplePress:
    return SamplePress(strangers=SEEDS)


@pytest.fixture(scope="module")
def client(press: SamplePress) -> Iterator[httpx.Client]:
    with serving(press) as url, httpx.Client(base_url=url) as client:
        yield client


def get(client: httpx.Client, address: str) -> httpx.Response:
    """Ask the press for a real address, as the crawler's handler does."""
    url = httpx.URL(address)
    return client.get(url.raw_path.decode(), headers={"host": url.host})


def test_every_page_of_a_stranger_is_served(press: SamplePress, client: httpx.Client) -> None:
    site = press.strangers.site(press.strangers.hosts[0])
    for address in list(site.pages)[::7]:
        answer = get(client, address)
        assert (answer.status_code, answer.content) == (200, site.pages[address])
        is_xml = answer.content.startswith(b"<?xml")
        assert answer.headers["content-type"].startswith("application/xml") == is_xml


def test_what_a_stranger_has_not_is_not_found(press: SamplePress, client: httpx.Client) -> None:
    for host in press.strangers.hosts:
        assert get(client, f"https://{host}/bao-cao-{10**9}.html").status_code == 404
        assert get(client, f"https://{host}/__truth__").status_code == 404


def test_former_addresses_redirect(press: SamplePress, client: httpx.Client) -> None:
    sites = map(press.strangers.site, press.strangers.hosts)
    redirects = {address: target for site in sites for address, target in site.redirects.items()}
    assert redirects
    for address, target in redirects.items():
        answer = get(client, address)
        assert (answer.status_code, answer.headers["location"]) == (301, target)


def test_the_page_of_an_article_is_not_sent_twice(press: SamplePress, client: httpx.Client) -> None:
    url = httpx.URL(press.strangers.site(press.strangers.hosts[0]).truth.articles[0].url)
    first = get(client, str(url))
    again = client.get(url.raw_path.decode(), headers={"host": url.host, "if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_pictures_answer_on_their_own_host(press: SamplePress, client: httpx.Client) -> None:
    articles = (true for host in press.strangers.hosts for true in press.strangers.site(host).truth.articles)
    image = next(image for article in articles for image in article.images)
    assert get(client, image.url).headers["content-type"] == "image/jpeg"


def test_papers_of_the_catalogue_answer_beside_them(press: SamplePress, client: httpx.Client) -> None:
    assert press.truth("baocantho")[0].headline in get(client, press.truth("baocantho")[0].url).text


def test_nights_go_on_by_a_switch(press: SamplePress, client: httpx.Client) -> None:
    host = press.strangers.hosts[1]
    before = press.strangers.site(host).truth.articles
    press.switch_by_text(f"{host}:night=2")
    after = press.strangers.site(host).truth.articles
    assert {true.native_id for true in before} < {true.native_id for true in after}
    assert get(client, after[0].url).status_code == 200
    press.switch(host, "night", None)
    assert press.strangers.site(host).truth.articles == before
    assert get(client, after[0].url).status_code == 404


def test_the_switch_is_for_strangers_alone(press: SamplePress) -> None:
    with pytest.raises(UnknownSwitch):
        press.switch("baocantho", "night", "1")
    with pytest.raises(UnknownSwitch):
        press.switch(press.strangers.hosts[0], "gone", "1")


def test_the_truth_is_written_to_a_file(tmp_path: Path, press: SamplePress) -> None:
    hosts = StrangerHosts(SEEDS, press.newest_at, articles=5)
    hosts.write_truth(tmp_path / "truth.json")
    written = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    true = stranger_pages(SEEDS[1], 5, newest_at=press.newest_at).truth
    assert [each["host"] for each in written] == hosts.hosts
    assert written[1] == json.loads(true.to_json())
    assert written[1]["articles"][0]["headline"] == true.articles[0].headline
