"""What a channel's address tells of it: its kind, the name it goes by, and how much of it a night reads."""

import re
from urllib.parse import urlsplit

from crawler.outlets.outlet import ChannelKind

# Pages of a listing that numbers them: a night stops at the first without news, so this bounds a first night.
PAGES_OF_A_NIGHT = 20
_FEED = re.compile(r"(?:^|/)rss(?:/|$)|\.rss$")
_ENDING = re.compile(r"\.(?:html?|aspx|rss|xml)$")
# Parts of a feed's path that name no section: /rss/subcate/suc-khoe/, /rss/news/chinh-tri.rss, /xa-hoi/index.rss
_NO_SECTION = frozenset({"rss", "home", "news", "cate", "subcate", "index", "tin-moi-nhat"})


def channel_kind(url: str) -> ChannelKind:
    """Tell a feed, a sitemap or a listing by the path; a JSON listing says more than an address."""
    path = urlsplit(url).path.casefold()
    if _FEED.search(path):
        return "rss"
    return "sitemap" if "sitemap" in path or path.endswith((".xml", ".xml.gz")) else "listing"


def channel_name(url: str, kind: ChannelKind, home: str) -> str:
    """Name a channel by the words of its path: 'rss-thoi-su', 'van-hoa-tap-but', 'home' for the front page."""
    parts = urlsplit(url)
    words = _ENDING.sub("", parts.path.strip("/").casefold()).split("/")
    if kind == "rss":
        label = (parts.hostname or "").removeprefix("www.").removesuffix(home).strip(".")
        beside = [label] if label and label != parts.hostname else []
        return "-".join(["rss", *beside, *(word for word in words if word not in _NO_SECTION)])
    named = [word for word in words if word]
    return "-".join([word for word in named if word != "tin-tuc"] or named) or "home"  # 'news' of a section


def pages_of_a_night(url: str) -> int:
    """Return how many pages a night reads at most where nothing else is said."""
    return PAGES_OF_A_NIGHT if "{page}" in url else 1
