"""Which month a sitemap and its entries belong to."""

import gzip
from datetime import UTC, datetime

import pytest

from crawler.article import Announced
from crawler.outlets import catalogue
from crawler.page import SavedPage
from crawler.sites import (
    BackfillSitemap,
    backfill_sitemaps,
    backfillable_channels,
    month_announced,
    month_in_address,
    month_in_name,
)

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("/sitemaps/news-2015-3.xml", "2015-03"),
        ("/sitemaps/news-2015-12.xml", "2015-12"),
        ("/sitemap-201503.xml.gz", "2015-03"),
        ("/sitemap-2015-03-17.xml", "2015-03"),
        ("/2015-03/sitemap.xml", None),
        ("/post-sitemap12.xml", None),
        ("/sitemap-2015.xml", None),
        ("/sitemap-2015-13.xml", None),
        ("/sitemap-1201503.xml", None),
    ],
)
def test_a_file_name_tells_its_month_or_nothing(name: str, month: str | None) -> None:
    assert month_in_name(f"https://www.sggp.org.vn{name}") == month


def test_the_addresses_of_epi_tell_the_month_and_a_slug_does_not() -> None:
    assert month_in_address("https://baodaklak.vn/kinh-te/202304/gia-ca-phe-tang-1a2b3c4/") == "2023-04"
    assert month_in_address("https://baoangiang.com.vn/ket-qua-2015-03-a1.html") is None


def test_an_entry_has_the_month_of_its_date_before_that_of_its_sitemap_and_of_its_last_change() -> None:
    url, published, changed = "https://sggp.org.vn/tin-post1.html", "2015-02-28T18:00:00Z", "2020-05-05"
    assert month_announced(Announced(url, None, published, changed), "2015-02") == "2015-03"
    assert month_announced(Announced(url, None, None, changed), "2015-02") == "2015-02"
    assert month_announced(Announced(url, None, None, changed), None) == "2020-05"
    assert month_announced(Announced(url), None) is None


def test_an_index_names_its_sitemaps_zipped_or_not_and_another_page_none() -> None:
    one = "<sitemap><loc>https://a.vn/s-2015-1.xml</loc><lastmod>2016-02-01</lastmod></sitemap>"
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{one}</sitemapindex>'.encode()
    for body in (index, gzip.compress(index)):
        assert backfill_sitemaps(SavedPage(body=body, url="https://a.vn/sitemap.xml", fetched_at=NOW)) == [
            BackfillSitemap("https://a.vn/s-2015-1.xml", "2015-01", "2016-02")
        ]
    assert backfill_sitemaps(SavedPage(body=b"<urlset></urlset>", url="https://a.vn/sitemap.xml", fetched_at=NOW)) == []


def test_feeds_and_single_pages_do_not_go_back() -> None:
    back = {key: [c.name for c in backfillable_channels(o)] for key, o in catalogue().items()}
    assert back["sggp"] == ["sitemap"]
    assert back["baoangiang"] == ["chinh-tri-xa-hoi"]
    assert back["baocamau"] == []
