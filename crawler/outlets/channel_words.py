"""Channels by their address: the kind, the name, and how many pages a night reads."""

import re
from urllib.parse import urlsplit

from crawler.outlets.outlet import ChannelKind

# Pages of a listing that numbers them: a night stops at the first without news, so this bounds a first night.
PAGES_OF_A_NIGHT = 20
_FEED_PATH = re.compile(r"(?:^|/)rss(?:/|$)|\.rss$")
_FILE_ENDING = re.compile(r"\.(?:html?|aspx|rss|xml)$")
# A page's number in a path: '/kinh-te/trang-{page}.html', '/kinh-te-p{page}'.
_PAGE = re.compile(r"[/_-]?(?:trang|page|p)?[/_-]?\{page\}")
# Parts of a feed's path that name no section: /rss/subcate/suc-khoe/, /rss/news/chinh-tri.rss, /xa-hoi/index.rss
_NO_SECTION = frozenset({"rss", "home", "news", "cate", "subcate", "index", "tin-moi-nhat"})


def channel_kind(url: str) -> ChannelKind:
    """Return rss, sitemap or listing, by the path; a JSON listing cannot be recognised by its address."""
    path = urlsplit(url).path.casefold()
    if _FEED_PATH.search(path):
        return "rss"
    return "sitemap" if "sitemap" in path or path.endswith((".xml", ".xml.gz")) else "listing"


def channel_name(url: str, kind: ChannelKind, home: str) -> str:
    """Name a channel by the words of its path: 'rss-thoi-su', 'van-hoa-tap-but', 'home' for the front page."""
    parts = urlsplit(url)
    words = _PAGE.sub("", _FILE_ENDING.sub("", parts.path.strip("/").casefold())).split("/")
    if kind == "rss":
        label = (parts.hostname or "").removeprefix("www.").removesuffix(home).strip(".")
        subdomain = [label] if label and label != parts.hostname else []
        return "-".join(["rss", *subdomain, *(word for word in words if word not in _NO_SECTION)])
    words = [word for word in words if word]
    return "-".join([word for word in words if word != "tin-tuc"] or words) or "home"  # 'news' of a section


def pages_of_a_night(url: str) -> int:
    """Return how many pages a night reads at most, where the entry does not give a number."""
    return PAGES_OF_A_NIGHT if "{page}" in url else 1
