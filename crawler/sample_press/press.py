"""The sample press's answers: outlets, saved pages, switches and the log, without any web framework."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from crawler.outlets import BadAddress, Outlet, identify
from crawler.sample_press import markup
from crawler.sample_press.channel_pages import ChannelPages
from crawler.sample_press.invented_article import ARTICLES_AN_OUTLET, InventedArticle, evening_before
from crawler.sample_press.lost_fields import credit_moved, garbled, undated, with_headlines, without_fields
from crawler.sample_press.newsroom import Newsroom, Paper, played_papers
from crawler.sample_press.reply import (
    Reply,
    fault_reply,
    not_found,
    ok,
    or_not_modified,
    picture_reply,
    strangers_reply,
)
from crawler.sample_press.request_log import LogEntry, RequestLog
from crawler.sample_press.saved_pages import SavedPages
from crawler.sample_press.strangers.hosts import StrangerHosts
from crawler.sample_press.switches import FAULT_ORDER, Switches, is_in_scope, names, positions

ROBOTS_TXT = b"User-agent: *\nDisallow: /tim-kiem\nDisallow: /search\nSitemap: https://%s/sitemap.xml\n"


class SamplePress:
    """Play every active outlet of the catalogue and a folder of saved pages (NAME.html beside NAME.json with "url").

    `newest_at` dates the newest article of every paper; by default the evening before, so that the papers live. `clock`
    dates the edits that switches make. `strangers` are seeds of invented papers, which answer on hosts of their own.
    """

    def __init__(
        self,
        saved_pages_folder: Path | None = None,
        seed: int = 1,
        newest_at: datetime | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        strangers: Sequence[int] = (),
    ) -> None:
        self.newest_at = newest_at or evening_before(clock())
        papers = played_papers()
        self._hosts = {host.host: paper for paper in papers.values() for host in paper.outlet.hosts}
        self._switches = Switches(papers, clock)
        self._newsroom = Newsroom(papers, self._switches, seed, self.newest_at)
        self._saved = SavedPages(saved_pages_folder)
        self._channels = ChannelPages(self._newsroom, self._saved)
        self._requests = RequestLog()
        self.strangers = StrangerHosts(strangers, self.newest_at)

    # -- switches

    def switch(self, outlet: str, name: str, value: str | None = "") -> None:
        """Turn a switch on; None turns it off. Raises UnknownSwitch."""
        if name == "night" and outlet in self.strangers.hosts:
            self.strangers.turn_to(outlet, int(value or 1) if value is not None else 0)
        else:
            self._switches.turn(outlet, name, value)

    def switch_by_text(self, text: str) -> None:
        """Turn on the switch that a command line names as OUTLET:NAME or OUTLET:NAME=VALUE. Raises UnknownSwitch."""
        outlet, _, name_and_value = text.partition(":")
        name, _, value = name_and_value.partition("=")
        self.switch(outlet, name, value)

    def clear(self, outlet: str | None = None) -> None:
        """Turn every switch off, of one outlet or of all."""
        self._switches.clear(outlet)

    # -- truth

    def truth(self, outlet: str) -> list[InventedArticle]:
        """Return the outlet's articles that can be fetched now, newest first, with switches applied."""
        return self._newsroom.truth(outlet)

    def announced(self, outlet: str) -> list[InventedArticle]:
        """Return the articles that the outlet's channels announce now, newest first."""
        return self._newsroom.announced(outlet)

    def past(self, outlet: str) -> list[InventedArticle]:
        """Return the articles of earlier months, newest first; none unless the switch `past` is on."""
        return self._newsroom.past(outlet)

    def saved(self) -> dict[str, bytes]:
        """Return the saved pages by their URL."""
        return self._saved.by_url()

    # -- answering

    def answer(self, host: str, path: str, query: str = "", headers: Mapping[str, str] | None = None) -> Reply:
        """Answer one GET or HEAD as the host would."""
        host = host.split(":", maxsplit=1)[0].lower().removeprefix("www.")
        if host in self.strangers:
            picture = picture_reply(path)
            return or_not_modified(picture or strangers_reply(*self.strangers.answer(host, path, query)), headers or {})
        paper = self._hosts.get(host)
        switches = self._switches.of(paper.key) if paper else {}
        reply = (
            self._robots(host, switches) if path == "/robots.txt" else self._page(host, paper, switches, path, query)
        )
        reply = replace(reply, delay=float(switches["slow"] or 2)) if "slow" in switches else reply
        return or_not_modified(reply, headers or {})

    def _robots(self, host: str, switches: Mapping[str, str]) -> Reply:
        if "robots_500" in switches:
            return Reply(503, b"Service Unavailable", {"content-type": "text/plain"})
        fault = "dead" if switches.get("dead") in ("", "all") else switches.get("robots", "")
        if fault in ("dead", "loop"):
            return fault_reply(fault, host, "/robots.txt")
        if fault:
            return Reply(int(fault), b"", {"content-type": "text/plain"})
        rules = b"User-agent: *\nDisallow: /\n" if "robots_refusal" in switches else ROBOTS_TXT % host.encode()
        return Reply(200, rules, {"content-type": "text/plain"})

    def _page(self, host: str, paper: Paper | None, switches: Mapping[str, str], path: str, query: str) -> Reply:
        if paper and "moved" in switches and host == paper.outlet.home_host:
            other = next((h.host for h in paper.outlet.hosts if h.role == "former"), None)
            if other:
                return Reply(301, b"", {"location": f"https://{other}{path}{'?' if query else ''}{query}"})
        picture = picture_reply(path)
        if picture:
            return picture
        kind, position = self._kind_and_position(paper, path)
        fault = next((n for n in FAULT_ORDER if n in switches and is_in_scope(n, switches[n], kind, position)), None)
        if fault:
            return fault_reply(fault, host, path)
        reply = self._unspoiled_page(host, paper, path, query, position)
        return _spoiled(reply, switches, kind, position)

    def _kind_and_position(self, paper: Paper | None, path: str) -> tuple[str, int | None]:
        """Return 'articles' or 'channels', and the position of an article's address."""
        if paper is None:
            return ("channels" if _article_number(path) is None else "articles"), None
        native_id = _native_id(path, paper.outlet)
        if native_id is None:
            return "channels", None
        past_articles = (
            (position, self._newsroom.article_at(paper.key, position))
            for position in self._newsroom.past_positions(paper.key)
        )
        for position, article in chain(self._newsroom.numbered(paper.key), past_articles):
            if _native_id(article.path, paper.outlet) == native_id:
                return "articles", position
        return "articles", None

    def _unspoiled_page(self, host: str, paper: Paper | None, path: str, query: str, position: int | None) -> Reply:
        if saved := self._saved.at(host, path, query):
            return ok(saved)
        if paper is None:
            return self._channels.front_page(host, None) if path == "/" and self._saved.on(host) else not_found()
        if position is not None:
            return self._article_page(paper, position)
        return self._channels.answer(host, paper, self._switches.of(paper.key), path, query)

    def _article_page(self, paper: Paper, position: int) -> Reply:
        switches = self._switches.of(paper.key)
        if position in positions(switches.get("deleted")) | positions(switches.get("gone")):
            return not_found()
        article = self._newsroom.article_at(paper.key, position)
        # Related articles are of the base set only: a new article must not change the bytes of the old ones.
        related = (4, 5, 6) if position in positions(switches.get("sidebar")) else (1, 2, 3)
        others = [
            self._newsroom.unswitched_article(paper.key, (position + n) % ARTICLES_AN_OUTLET)
            for n in range(1, ARTICLES_AN_OUTLET)
        ]
        lost = names(switches.get("without")) | ({"source_credit"} if "moved_credit" in switches else set())
        shown = without_fields(article, lost)
        if "box_in_text" in switches:
            shown = with_headlines(shown, others[:3])
        page = markup.article_page(shown, paper.outlet.name, [others[n - 1] for n in related], others)
        page = undated(page, article) if "published_at" in lost else page
        page = credit_moved(page, article) if "moved_credit" in switches else page
        return ok(garbled(page, article, names(switches.get("garbled"))), article.modified_at)

    # -- log

    @property
    def log(self) -> list[LogEntry]:
        """Return the requests so far."""
        return self._requests.entries

    def begin(self, host: str) -> tuple[str, int]:
        """Count the beginning of a request; return its politeness group and how many of the group are in flight."""
        host = host.split(":", maxsplit=1)[0].lower().removeprefix("www.")
        paper = self._hosts.get(host)
        group = paper.outlet.politeness_group if paper else host
        return group, self._requests.begin(group)

    def end(self, entry: LogEntry) -> None:
        """Count the end of a request and log it."""
        self._requests.end(entry)

    def log_json(self) -> str:
        """Return the log as a JSON list."""
        return self._requests.json()

    def clear_log(self) -> None:
        """Empty the log."""
        self._requests.clear()


def _native_id(path: str, outlet: Outlet) -> str | None:
    try:
        identity = identify(f"https://{outlet.home_host}{path}", outlet)
    except BadAddress:
        return None
    return identity.native_id if identity else None


def _article_number(path: str) -> int | None:
    tail = path.removesuffix(".html").rsplit("-", 1)[-1].removeprefix("/print/").lstrip("a")
    return int(tail) if path.endswith(".html") and tail.isdigit() else None


def _spoiled(reply: Reply, switches: Mapping[str, str], kind: str, position: int | None) -> Reply:
    if reply.status != 200:
        return reply
    if "charset" in switches and is_in_scope("charset", switches["charset"], kind, position):
        reply = replace(reply, headers=reply.headers | {"content-type": "text/html; charset=iso-8859-1"})
    cut = "truncated" in switches and is_in_scope("truncated", switches["truncated"], kind, position)
    return replace(reply, cut=True) if cut else reply
