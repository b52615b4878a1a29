"""The normal form of an address, so that one page is not fetched under ten spellings."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

# Query parameters that only track readers; no paper of the catalogue uses these names for its content.
_TRACKING_PARAMETER = re.compile(
    r"utm_\w+|zalo_\w+|zarsrc|gidzl|(?:fb|g|d|ms|y|tw|tt)clid|g(?:ad_source|braid)|wbraid|igsh(?:id)?|mc_[ce]id|_g[al]"
)
_SLASHES_AT_THE_ROOT = re.compile(r"^/{2,}")  # of a template that joins "/" and a path
_UNUSABLE = re.compile(r"[\x00-\x20\x7f\\]")
# urljoin returns such an address unchanged, but in 5 µs.
_ABSOLUTE_URL = re.compile(r"https?://[a-z0-9.-]+/[\w/.%~+,:@!$&'()*=-]*", re.A)
LONGEST_URL = 2000  # longer ones are traps (calendars, echoing filters), and no index takes them


class BadAddress(ValueError):
    """The text is not an http(s) address that this project would request."""


def absolute_url(base_url: str, address: str) -> str:
    """Return an address from a page as an absolute one; most are absolute already. Raises ValueError."""
    return address if _ABSOLUTE_URL.fullmatch(address) else urljoin(base_url, address)


@lru_cache(maxsize=8)  # for one page: its own address is normalised five times, at 10 µs each
def normal_url(url: str) -> str:
    """Return the address with https, lower-case host without 'www.' and closing dot, no tracker, no fragment.

    Raises BadAddress for other schemes, missing hosts, user names, ports and control characters.
    """
    url = url.strip()
    if len(url) > LONGEST_URL or _UNUSABLE.search(url):
        raise BadAddress(f"not a usable address: {url[:120]!r}")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(f"not a usable address: {url[:120]!r} ({error})") from None
    if parts.scheme not in ("http", "https") or not host:
        raise BadAddress(f"not an http(s) address: {url[:120]!r}")
    if parts.username or parts.password or port not in (None, 80, 443):
        raise BadAddress(f"an address with a login or an unusual port: {url[:120]!r}")
    parameters = parse_qsl(parts.query, keep_blank_values=True) if parts.query else []
    query = urlencode([(k, v) for k, v in parameters if not _TRACKING_PARAMETER.fullmatch(k)])
    path = _SLASHES_AT_THE_ROOT.sub("/", parts.path) or "/"
    return urlunsplit(("https", host.removesuffix(".").removeprefix("www."), path, query, ""))
