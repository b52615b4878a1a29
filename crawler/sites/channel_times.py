"""Times as feeds and sitemaps write them: ISO 8601, RFC 822, zones in words, seconds since 1970, and by hand."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.vietnamese import dates

# Zones that RFC 822 does not know: feedparser takes "GMT+7" for GMT, and knows nothing of the other.
_ZONE_IN_WORDS = re.compile(
    r"\s*\(?(?:(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?|"
    r"(ICT|Asia/(?:Ho_Chi_Minh|Saigon|Bangkok)|Giờ Đông Dương|SE Asia Standard Time|Indochina Time))\)?$"
)
# What may follow a time that feedparser reads; it takes a zone that it does not know for GMT, seven hours late.
_KNOWN_ZONE = re.compile(
    r":\d\d\s*(?:\(?(?:GMT|UTC?|[ECMP][SD]T|[A-IK-Z]|[+-]\d\d:?\d\d)\)?(?:\s*\([\w ]+\)|\s+GMT)?)?$", re.I
)
_RFC_822 = re.compile(r"\w{3},|\d{1,2} \w{3} ")
_NAMED_ZONE = re.compile(r":\d\d\s*(?:GMT|UTC?|Z|[+-]\d{4})$", re.I)
_SINCE_1970 = re.compile(r"(\d{10})(?:\d{3})?")  # in seconds or in milliseconds


def channel_time(raw: str, read_by_feedparser: tuple[int, ...] | None = None) -> dates.Moment | None:
    """Return the moment that a feed or a sitemap names; None where it names none, or a zone that nobody knows."""
    raw = raw.strip()[:100]
    if stamp := _SINCE_1970.fullmatch(raw):
        return dates.iso(datetime.fromtimestamp(int(stamp[1]), UTC).isoformat())
    if moment := _in_zone_of_words(raw) or dates.iso(raw):
        return moment
    if read_by_feedparser and _RFC_822.match(raw):
        if not _KNOWN_ZONE.search(raw):
            return None
        year, month, day, hour, minute, second = read_by_feedparser
        return dates.iso(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+00:00")
    if _NAMED_ZONE.search(raw) and (moment := _rfc_822(raw)):
        return moment
    return dates.american(raw) if re.search(r"[AP]M\s*$", raw) else dates.printed(raw)


def _in_zone_of_words(raw: str) -> dates.Moment | None:
    """Return the time of a date whose zone is written in words, as '24 Nov 2026 10:00 GMT+7'; None for any other."""
    match = _ZONE_IN_WORDS.search(raw)
    if not match:
        return None
    offset = "+0700" if match[4] else f"{match[1]}{int(match[2]):02}{match[3] or '00'}"
    stamp = raw[: match.start()].strip()
    return dates.iso(f"{stamp}{offset}") or _rfc_822(f"{stamp} {offset}")


def _rfc_822(text: str) -> dates.Moment | None:
    try:
        return dates.iso(parsedate_to_datetime(text).isoformat())
    except (TypeError, ValueError, OverflowError):
        return None
