"""Proposal of a new outlet's entry from saved files: what they show is filled in, a person adds the rest."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from crawler.contributor.known_paper import entry_of_known, with_known_evidence
from crawler.contributor.proposed_channels import (
    address_in_entry,
    channel_entry,
    numbered_sections,
    proposed_channels,
    robots_note,
)
from crawler.contributor.proposed_rules import ProposedRules, proposed_rules, target_of
from crawler.contributor.recognise import is_article
from crawler.learner.channels import LearnedChannel
from crawler.learner.page_kinds import KnownPage
from crawler.learner.paper import LearnedPaper, learn_paper
from crawler.learner.saved_files import sort_files
from crawler.outlets import Outlet, family_rules, normal_url, registered_domain
from crawler.outlets.channel_words import channel_kind
from crawler.outlets.records import TO_FILL
from crawler.outlets.yaml_files import write_yaml
from crawler.page import SavedPage
from crawler.sites.families import families_of
from crawler.vietnamese.text import clean

_SAVED = "a saved page of the paper"
_MOST_EXAMPLES = 5  # real addresses a rule; each pattern needs one
_PAGES_FOR_FAMILY = 5
_MOST_REFUSED = 3
_LINE = 116  # letters, and the comment's sign


class NoArticle(ValueError):
    """None of the files is an article's page."""


class Proposal(NamedTuple):
    """The texts of KEY.yaml and evidence/KEY.yaml, the article to record, and what is doubtful or still to be said."""

    key: str
    entry: str
    evidence: str
    article: SavedPage
    doubts: list[str]
    to_say: list[str]


def propose(*pages: SavedPage, known: Outlet | None = None, proven_by: str | None = None) -> Proposal:
    """Propose a paper's entry, as short as its family allows; a person fills in province and name, and checks the rest.

    `pages` are one article or many and, if available, front page, feeds, sitemaps and robots.txt, recognised by
    content. `known` is the paper where the catalogue has it: what only a person can say is taken from there.
    `proven_by` is the source for that the reader of these pages is proven. Raises NoArticle if no page is an article's,
    NotRecognised if a file is nothing that a paper serves.
    """
    paper = learn_paper(sort_files(pages))
    articles = _articles(paper)
    if not articles:
        raise NoArticle("none of these is an article's page: the family and the id rule are read from one")
    return _Proposed(paper, articles, known, proven_by).proposal()


def _articles(paper: LearnedPaper) -> list[KnownPage]:
    """Return the articles' pages; of a few files also one that only its address, type or layout shows to be one."""
    return paper.articles or [p for p in paper.pages if p.kind != "listing" and is_article(p.page)]


@dataclass(frozen=True)
class _Proposed:
    """One proposal in the making."""

    paper: LearnedPaper
    articles: list[KnownPage]
    known: Outlet | None = None
    proven_by: str | None = None

    @property
    def key(self) -> str:
        """Return the paper's key in the catalogue."""
        return self.known.key if self.known else key_of_host(self.paper.host)

    def proposal(self) -> Proposal:
        """Write both texts."""
        article = self.articles[0].page
        host = urlsplit(article.url).hostname or ""
        site, key = f"https://{host}/", self.key
        families = self._families()
        family, name = (families or ["generic"])[0], self._name()
        rules = proposed_rules(self.paper, family, key, target_of(self.articles[0].address))
        own_rule = family_rules()[family].pattern()
        channels = proposed_channels(self.paper, site, rules.patterns or ([own_rule] if own_rule else []))
        sections = numbered_sections(channels)
        entry: dict[str, Any] = {
            "name": name,
            "province_code": TO_FILL,
            "former_province_codes": [TO_FILL],
            "family": family,
            "crawled": self.proven_by and True,
            "hosts": {host: "home"},
            **(entry_of_known(self.known, host) if self.known else {}),
            "id_spaces": rules.spaces and {space: {"patterns": p} for space, p in rules.spaces.items()},
            "not_articles": rules.not_articles,
            "sections": sections,
            "channels": {address_in_entry(c.url, site, sections): channel_entry(c) for c in channels},
            "robots_note": robots_note(self.paper, channels),
            "profile": self._profile(name) if family == "generic" else None,
        }
        filled = {n: v for n, v in entry.items() if v not in ({}, [], None) or (n == "id_spaces" and v == {})}
        evidence = self._evidence(entry, families, rules, channels)
        to_say = [n for n, v in filled.items() if v in (TO_FILL, [TO_FILL])]
        return Proposal(
            key, _comments(rules.doubts) + write_yaml(filled), write_yaml(evidence), article, rules.doubts, to_say
        )

    def _evidence(
        self, entry: dict[str, Any], families: Sequence[str], rules: ProposedRules, channels: list[LearnedChannel]
    ) -> dict[str, Any]:
        name = entry["name"]
        evidence: dict[str, Any] = {
            "outlet": self.key,
            "name": f"og:site_name of {_SAVED}" if name != TO_FILL else TO_FILL,
            "hosts": {(urlsplit(self.articles[0].address).hostname or ""): _SAVED},
            "article_urls": [{"url": url, "year": None, "source": source} for url, source in self._examples(rules)],
            "channels": {c.url: {"status": c.status, "source": c.source} for c in channels},
            "says": {
                "name": name,
                "status": "active",
                "province": TO_FILL,
                "unit_today": TO_FILL,
                "listing_pagination": next((c.url for c in channels if "{page}" in c.url), None),
                "date_format": None,
                "family": f"by the markup of {_SAVED}: {', '.join(families) or 'none that is known'}",
                "successor_of": [],
            },
            "learned": self._learned(rules),
        }
        facts = _facts(rules, channels, entry["robots_note"])
        if self.proven_by:
            facts["crawled"] = {"is": True, "source": self.proven_by}
        if facts:
            evidence["facts"] = facts
        return with_known_evidence(evidence, self.known.key) if self.known else evidence

    def _learned(self, rules: ProposedRules) -> dict[str, Any]:
        """Return for people what the files taught: pages by kind, the evidence of each id space, forms refused."""
        kinds = Counter(page.kind for page in self.paper.pages)
        learned = {
            "pages": dict(kinds.most_common()),
            "id_spaces": rules.reasons,
            "refused": self.paper.rules.refused[:_MOST_REFUSED],
            "doubtful": rules.doubts,
        }
        return {name: value for name, value in learned.items() if value}

    def _examples(self, rules: ProposedRules) -> list[tuple[str, str]]:
        """Return real addresses of articles: saved pages, and for each pattern one at least that a channel names."""
        urls = {page.page.url: _SAVED for page in self.articles[:_MOST_EXAMPLES]}
        for pattern in rules.patterns:
            if not any(re.search(pattern, target_of(normal_url(url))) for url in urls):
                targets = [t for t in self.paper.sorts.articles if re.search(pattern, t)]
                urls |= {
                    f"https://{self.paper.host}{t}": "named by a saved page or channel of the paper"
                    for t in targets[:1]
                }
        return list(urls.items())

    def _profile(self, name: str) -> dict[str, Any] | None:
        """Return where the articles keep each field, as an entry writes it; None where no layout was learned."""
        profile = self.paper.profile([name] if name != TO_FILL else [])
        return msgspec.to_builtins(profile) if profile.layouts else None

    def _families(self) -> list[str]:
        """Return the families by whose signature most of the articles' pages are recognised."""
        counts = Counter(name for page in self.articles[:_PAGES_FOR_FAMILY] for name in families_of(page.page))
        return [name for name, _ in counts.most_common()]

    def _name(self) -> str:
        pages = [*self.articles, *(p for p in self.paper.pages if p.signs.is_front)]
        names = Counter(text for p in pages if (text := clean(p.page.meta.get("og:site_name"), entities=True)))
        return names.most_common(1)[0][0] if names else TO_FILL


def _facts(rules: ProposedRules, channels: list[LearnedChannel], note: str | None) -> dict[str, Any]:
    """Return the statements of the entry that have no key of their own in the evidence, each with its source."""
    facts: dict[str, Any] = {}
    if note:
        facts["robots_note"] = {"is": note, "source": "a saved copy of robots.txt"}
    if rules.not_articles:
        source = "saved pages of the paper with such addresses are listings, contact pages and the like"
        facts["not_articles"] = {"is": rules.not_articles, "source": source}
    if any(channel_kind(c.url) != c.kind for c in channels):
        facts["channels.*.kind"] = {
            "is": sorted({c.kind for c in channels}),
            "source": "by the content of saved copies",
        }
    return facts


def _comments(doubts: list[str]) -> str:
    """Return each doubt as lines of a comment."""
    lines = (line for doubt in doubts for line in wrap(f"doubtful: {doubt}", _LINE, break_long_words=False))
    return "".join(f"# {line}\n" for line in lines)


def key_of_host(host: str) -> str:
    """Return the key of a paper: the first label of its registered domain."""
    return registered_domain(host.removeprefix("www.")).split(".")[0]
