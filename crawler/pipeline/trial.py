"""A paper on trial learns its channels: a few candidates a night, kept where they announce articles, else dropped."""

from collections.abc import Iterator
from itertools import islice

import psycopg

from crawler.archive import Archive
from crawler.learner.archived_pages import newest_pages
from crawler.learner.channels import learn_channels
from crawler.learner.menus import further_pages, menu_sections
from crawler.learner.paper import learn_paper
from crawler.learner.saved_files import sort_files
from crawler.outlets import Channel, Outlet, identify
from crawler.outlets.trial_channels import learned_channel, with_learned_channels
from crawler.page import SavedPage
from crawler.sites.channels import channel_of

CANDIDATES_A_NIGHT = 5  # each is a request or two beside some 200 articles
MOST_TRIES = 2  # nights of a candidate that announces nothing: the site may have been down once
SEEKING_NIGHTS = 7  # what a paper's pages show is tried by then; later only where a channel of the entry is silent
# The newest of the archive: some 40 channels and sections and as many articles are learned from in seconds.
_MOST_SEEN, _MOST_OF_A_KIND = 600, 40


def with_taught_channels(conn: psycopg.Connection, archive: Archive, outlet: Outlet, *, seeks: bool) -> Outlet:
    """Return a paper with the channels that its own nights taught and, if it `seeks`, tonight's candidates."""
    reads = {name: (items, nights) for name, items, nights in conn.execute(_READS, [outlet.key])}
    kept = [name for name, (items, nights) in reads.items() if items or nights < MOST_TRIES]
    stated = [reads[c.name] for c in outlet.channels if c.name in reads and c.status != "guessed"]
    is_needed = all(nights < SEEKING_NIGHTS for _, nights in stated) or any(not items for items, _ in stated)
    candidates = (channel.name for channel in _candidates(archive, outlet)) if seeks and is_needed else iter(())
    new = islice((name for name in candidates if name not in reads), CANDIDATES_A_NIGHT)
    return with_learned_channels(outlet, [*kept, *new])


def _candidates(archive: Archive, outlet: Outlet) -> Iterator[Channel]:
    """Yield channels that the entry does not state: the usual addresses, what pages taught, the front page's menu."""
    site = f"https://{outlet.home_host}"
    paper = learn_paper(sort_files(_newest_of_each_kind(archive, outlet)))
    channels = [
        learned_channel("listing", f"{site}/"),
        learned_channel("sitemap", f"{site}/sitemap.xml"),
        *(learned_channel(channel.kind, channel.url) for channel in learn_channels(paper)),
        *(learned_channel("listing", url) for url in (*further_pages(paper), *menu_sections(paper))),
    ]
    yield from (c for c in channels if channel_of(c.url.replace("{page}", "2"), outlet) is None)


def _newest_of_each_kind(archive: Archive, outlet: Outlet) -> list[SavedPage]:
    """Return the newest pages of articles, and those of channels, which a night asks first."""
    articles, others = list[SavedPage](), list[SavedPage]()
    for page in islice(newest_pages(reversed(archive.sealed(outlet.key)), outlet), _MOST_SEEN):
        kept = articles if identify(page.url, outlet) else others
        if len(kept) < _MOST_OF_A_KIND:
            kept.append(page)
    return [*others, *articles]


_READS = """
    SELECT DISTINCT ON (channel) channel, items, count(*) OVER (PARTITION BY channel)
    FROM ops.channel_read WHERE outlet_key = %s ORDER BY channel, read_at DESC"""
