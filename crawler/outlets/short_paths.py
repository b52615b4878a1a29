"""Short paths: XPaths in which 'div.title' names a class, as an entry writes them and a person reads them."""

import re
from functools import cache

_HAS_CLASS = "[contains(concat(' ',normalize-space(@class),' '),' {} ')]"
# A name after a dot, outside quotation marks; '.' before a slash is XPath's own.
_CLASS = re.compile(r"(\"[^\"]*\"|'[^']*')|(?<=[\w*\]])\.([A-Za-z_][\w-]*)")
_LONG_CLASS = re.compile(re.escape(_HAS_CLASS).replace(r"\{\}", r"([A-Za-z_][\w-]*)"))


@cache
def full_path(path: str) -> str:
    """Return the XPath of a short path: '//div.title' is every <div> that has the class 'title'."""
    return _CLASS.sub(lambda match: match[1] or _HAS_CLASS.format(match[2]), path)


def short_path(path: str) -> str:
    """Return an XPath in its short form."""
    return _LONG_CLASS.sub(r".\1", path)
