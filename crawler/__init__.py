"""Báo Tỉnh: a queryable record of Việt Nam's provincial press.

    import crawler
    article = crawler.parse(page, "https://baoangiang.com.vn/…-a367201.html")   # page: bytes or str, as it was saved
    crawler.identify(url), crawler.catalogue(), crawler.mentions(text), crawler.read_page(page, url)

Nothing is imported before the first use.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.api import Mentions, NotParsed, catalogue, identify, mentions, parse, read_page

__all__ = ["Mentions", "NotParsed", "catalogue", "identify", "mentions", "parse", "read_page"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from crawler import api  # noqa: PLC0415 - lazily: most processes of the package want one room, not all

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
