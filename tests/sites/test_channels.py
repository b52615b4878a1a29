"""A captured channel is known by its address, whichever page of it."""

import pytest

from crawler.outlets import outlet
from crawler.sites import channel_of


@pytest.mark.parametrize(
    ("key", "url", "name"),
    [
        ("baoangiang", "https://baoangiang.com.vn/chinh-tri-xa-hoi/?p=7&d=", "chinh-tri-xa-hoi"),
        ("baoangiang", "http://www.baoangiang.com.vn/", "home"),
        ("baoangiang", "https://baoangiang.com.vn/chinh-tri-xa-hoi/", None),
        ("baoangiang", "https://baoangiang.com.vn/ly-do-a367201.html", None),
        ("baonghean", "https://baonghean.vn/rss/thoi-su", "rss-thoi-su"),
        ("baonghean", "javascript:void(0)", None),
    ],
)
def test_channel_of(key: str, url: str, name: str | None) -> None:
    found = channel_of(url, outlet(key))
    assert (found and found.name) == name
