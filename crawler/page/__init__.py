"""The saved page: its bytes, address, time and headers, and the text, tree and head that are read from them."""

from crawler.page.saved_page import PageTooDeep, SavedPage

__all__ = ["PageTooDeep", "SavedPage"]
