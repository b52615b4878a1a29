"""What a paper's nights say against its entry of the catalogue: channels without articles, pages of another layout."""

from collections.abc import Callable, Iterator, Sequence

import psycopg

from crawler.outlets import Outlet
from crawler.outlets.trial_channels import LEARNED
from crawler.quality.other_layouts import other_layouts

_NIGHTS = 3  # of a channel without an article before its entry is called wrong


def entry_faults(conn: psycopg.Connection, outlet: Outlet, text_places: Callable[[], Sequence[str]]) -> Iterator[str]:
    """Yield what is wrong with the entry, each with what was learned in its stead.

    `text_places` is called where pages are of another layout, and says where their text stands.
    """
    reads = conn.execute(_CHANNELS, [outlet.key]).fetchall()
    announcing = [(name, items) for name, items, *_ in reads if name.startswith(f"{LEARNED} ") and items]
    instead = "; ".join(f"{name.removeprefix(f'{LEARNED} ')} announces {items}" for name, items in announcing)
    stated = {channel.name: channel for channel in outlet.channels}
    for name, items, nights, reason in reads:
        if name in stated and not items and nights >= _NIGHTS:
            url, why = stated[name].url, f" ({reason})" if reason else ""
            yield f"channel {url} announced nothing in {nights} nights{why}; learned: {instead or 'nothing yet'}"
    for (run,) in conn.execute(_LAST_RUN, [outlet.key]).fetchall():
        if layouts := other_layouts(conn, outlet.key, run):
            places = " or ".join(text_places()) or "nothing yet"
            yield from (f"family {outlet.family}: {layout}; learned: the text's place: {places}" for layout in layouts)


_CHANNELS = """
    SELECT DISTINCT ON (channel) channel, max(items) OVER (PARTITION BY channel), count(*) OVER (PARTITION BY channel),
        reason
    FROM ops.channel_read WHERE outlet_key = %s ORDER BY channel, read_at DESC"""

_LAST_RUN = """
    SELECT run_id FROM ops.channel_read WHERE outlet_key = %s ORDER BY read_at DESC LIMIT 1"""
