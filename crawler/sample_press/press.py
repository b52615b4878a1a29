"""The sample press's answers: outlets, saved pages, switches and the log, without any web framework."""

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from itertools import chain
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from crawler.outlets import BadAddress, Channel, Outlet, catalogue, identify
from crawler.resources import seed_table
from crawler.sample_press import json_listings, markup
from crawler.sample_press.families import address_form
from crawler.sample_press.invented_article import (
    ARTICLES_AN_OUTLET,
    PAST_ARTICLES_A_MONTH,
    VIETNAM,
    InventedArticle,
    aged,
    edited,
    evening_before,
    invent,
    retitled,
    reworded,
    slug_of,
)
from crawler.sample_press.lost_fields import (
    FIELDS,
    GARBLED_FIELDS,
    credit_moved,
    garbled,
    undated,
    with_headlines,
    without_fields,
)
from crawler.sample_press.pictures import JPEG, PNG
from crawler.sample_press.strangers.hosts import StrangerHosts

PAGE_SIZE = 6
ROBOTS_TXT = b"User-agent: *\nDisallow: /tim-kiem\nDisallow: /search\nSitemap: https://%s/sitemap.xml\n"
HTML = "text/html; charset=utf-8"

# The meaning of each switch's VALUE; POSITIONS count articles from the newest, 0 ("0,3").
# SCOPE is "all", "articles", "channels" or POSITIONS.
SWITCHES = {
    "changed": "POSITIONS (default 0): edited now, lastmod moves to now",
    "reworded": "POSITIONS (default 0): one paragraph says more now, lastmod moves",
    "retitled": "POSITIONS (default 0): another headline under the same address, lastmod moves",
    "sidebar": "POSITIONS (default 0): other articles beside the same text, lastmod stays; papers of fck and onecms",
    "without": "FIELDS (" + ", ".join(FIELDS) + "): no article's page has them any more; own_body: every body is the "
    "paper's imprint; readable_body: a cipher",
    "garbled": "FIELDS (" + ", ".join(GARBLED_FIELDS) + "): every page prints something else, its head stays right",
    "moved_credit": "no value: the source credit stands under the article, in a box of a new name",
    "box_in_text": "no value: the headlines of three other articles stand as paragraphs of every article's text",
    "slug": "POSITIONS (default 0): a new slug, the old address answers too",
    "deleted": "POSITIONS (default 0): 404, and no channel announces them",
    "gone": "POSITIONS (default 0): 404, and channels still announce them",
    "hidden": "POSITIONS (default 0): their pages answer, and no channel announces them",
    "new": "how many new articles (default 1)",
    "http_500": "SCOPE (default all)",
    "slow": "seconds for every answer (default 2)",
    "truncated": "SCOPE (default articles): the connection ends in mid-body",
    "charset": "SCOPE (default articles): UTF-8 sent as iso-8859-1",
    "soft_404": "SCOPE (default articles): 200 with a page that says it is not there",
    "home": "SCOPE (default articles): 302 to the front page",
    "loop": "SCOPE (default articles): 302 to itself",
    "challenge": "SCOPE (default all): a bot challenge instead of the page",
    "robots_refusal": "no value: robots.txt refuses everything",
    "robots_500": "no value: robots.txt answers 503",
    "robots": "429, 404 (no rules) or loop (an endless redirect): what robots.txt answers",
    "dead": "SCOPE (default all): the connection closes without an answer",
    "frozen": "days (default 61): how long ago the newest article appeared",
    "past": "how many months before the others (default 6) have articles, PAST_ARTICLES_A_MONTH each: listings with "
    "numbered pages go on to them, and a sitemap of the catalogue becomes an index by month",
    "dead_channel": "NAMES of channels in the catalogue: 404",
    "moved": "no value: the home host answers 301 to its former or other host",
    "night": "how many nights after the first it is (default 1); for strangers alone, whose OUTLET is their host",
}
_DEFAULT_SCOPE_ALL = {"http_500", "challenge", "dead"}
_FAULT_ORDER = ("dead", "challenge", "http_500", "loop", "home", "soft_404")

_SECTIONS = (
    ("kinh-te", "Kinh tế"),
    ("van-hoa", "Văn hóa"),
    ("xa-hoi", "Xã hội"),
    ("suc-khoe", "Sức khỏe"),
)


class UnknownSwitch(Exception):
    """No outlet or switch has this name."""


@dataclass(frozen=True)
class LogEntry:
    """One request that the sample press received; `started` and `ended` are monotonic, `at` is wall time (UTC)."""

    started: float
    ended: float
    at: str
    host: str
    path: str
    status: int
    connection: str
    in_flight: int
    group: str
    user_agent: str
    number: int = -1


@dataclass(frozen=True)
class Reply:
    """One answer; `cut` sends half of the body under the whole body's length; status 0 closes the connection."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False


@dataclass(frozen=True)
class _Paper:
    """One outlet that the sample press plays."""

    outlet: Outlet
    image_host: str

    @property
    def key(self) -> str:
        return self.outlet.key


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
        self.seed = seed
        self._clock = clock
        self.newest_at = newest_at or evening_before(clock())
        self.log: list[LogEntry] = []
        self._lock = threading.Lock()
        self._in_flight: dict[str, int] = {}
        self._switches: dict[str, dict[str, str]] = {}
        self._switched_at: dict[tuple[str, str], datetime] = {}
        self._papers = {key: _Paper(o, _image_host(o)) for key, o in catalogue().items() if _is_played(o)}
        self._hosts = {h.host: p for p in self._papers.values() for h in p.outlet.hosts}
        self._saved = _saved_pages(saved_pages_folder)
        self.strangers = StrangerHosts(strangers, self.newest_at)

    # -- switches

    def switch(self, outlet: str, name: str, value: str | None = "") -> None:
        """Turn a switch on; None turns it off. Raises UnknownSwitch."""
        if name == "night" and outlet in self.strangers.hosts:
            self.strangers.turn_to(outlet, int(value or 1) if value is not None else 0)
            return
        if outlet not in self._papers or name not in SWITCHES or name == "night":
            raise UnknownSwitch(f"{outlet}:{name}: known are {', '.join(SWITCHES)} of {', '.join(self._papers)}")
        fields = {"without": FIELDS, "garbled": GARBLED_FIELDS}.get(name)
        if fields and value is not None and (unknown := {*value.split(",")} - {*fields}):
            raise UnknownSwitch(f"{outlet}:{name}={','.join(sorted(unknown))}: known are {', '.join(fields)}")
        with self._lock:
            switches = dict(self._switches.get(outlet, {}))
            switches.pop(name, None)
            if value is not None:
                switches[name] = value
                self._switched_at[outlet, name] = self._clock().astimezone(VIETNAM).replace(microsecond=0)
            self._switches[outlet] = switches

    def switch_by_text(self, text: str) -> None:
        """Turn on the switch that a command line names as OUTLET:NAME or OUTLET:NAME=VALUE. Raises UnknownSwitch."""
        outlet, _, name_and_value = text.partition(":")
        name, _, value = name_and_value.partition("=")
        self.switch(outlet, name, value)

    def clear(self, outlet: str | None = None) -> None:
        """Turn every switch off, of one outlet or of all."""
        with self._lock:
            for key in [outlet] if outlet else list(self._switches):
                self._switches.pop(key, None)

    # -- truth

    def truth(self, outlet: str) -> list[InventedArticle]:
        """Return the outlet's articles that can be fetched now, newest first, with switches applied."""
        switches = self._switches.get(outlet, {})
        removed = _positions(switches.get("deleted")) | _positions(switches.get("gone"))
        return [article for position, article in self._numbered(outlet) if position not in removed]

    def announced(self, outlet: str) -> list[InventedArticle]:
        """Return the articles that the outlet's channels announce now, newest first."""
        switches = self._switches.get(outlet, {})
        unannounced = _positions(switches.get("deleted")) | _positions(switches.get("hidden"))
        return [article for position, article in self._numbered(outlet) if position not in unannounced]

    def past(self, outlet: str) -> list[InventedArticle]:
        """Return the articles of earlier months, newest first; none unless the switch `past` is on."""
        return [self._article_at(outlet, position) for position in self._past_positions(outlet)]

    def saved(self) -> dict[str, bytes]:
        """Return the saved pages by their URL."""
        return {url: body for url, body in self._saved.values()}

    def _numbered(self, outlet: str) -> list[tuple[int, InventedArticle]]:
        """Return positions and articles: 0 is the newest of the base set, new ones have -1, -2 and so on."""
        switches = self._switches.get(outlet, {})
        new_count = int(switches["new"] or 1) if "new" in switches else 0
        return [(n, self._article_at(outlet, n)) for n in range(-new_count, ARTICLES_AN_OUTLET)]

    def _past_positions(self, outlet: str) -> range:
        switches = self._switches.get(outlet, {})
        count = int(switches["past"] or 6) * PAST_ARTICLES_A_MONTH if "past" in switches else 0
        return range(ARTICLES_AN_OUTLET, ARTICLES_AN_OUTLET + count)

    def _article_at(self, outlet: str, position: int) -> InventedArticle:
        switches = self._switches.get(outlet, {})
        article = self._unswitched_article(outlet, position)
        if position in _positions(switches.get("changed")):
            article = edited(article, self._switched_at[outlet, "changed"])
        for name, edit in (("reworded", reworded), ("retitled", retitled)):
            if position in _positions(switches.get(name)):
                article = edit(article, self._switched_at[outlet, name])
        if position in _positions(switches.get("slug")):
            article = replace(article, slug=slug_of(article.headline) + "-dia-chi-moi")
        return article

    def _unswitched_article(self, outlet: str, position: int) -> InventedArticle:
        paper = self._papers[outlet]
        article = invent(
            outlet=outlet,
            host=paper.outlet.home_host,
            family=paper.outlet.family,
            address=address_form(outlet, paper.outlet.family),
            images=paper.image_host,
            wards=_wards(paper.outlet.province_code),
            section=_SECTIONS[position % len(_SECTIONS)],
            position=position,
            seed=self.seed,
            newest_at=self._newest_at(outlet),
        )
        return (
            aged(article, position - ARTICLES_AN_OUTLET, self._newest_at(outlet))
            if position >= ARTICLES_AN_OUTLET
            else article
        )

    def _newest_at(self, outlet: str) -> datetime:
        switches = self._switches.get(outlet, {})
        return self.newest_at - timedelta(days=int(switches["frozen"] or 61) if "frozen" in switches else 0)

    # -- answering

    def answer(self, host: str, path: str, query: str = "", headers: Mapping[str, str] | None = None) -> Reply:
        """Answer one GET or HEAD as the host would."""
        host = host.split(":", maxsplit=1)[0].lower().removeprefix("www.")
        if host in self.strangers:
            picture = _picture_reply(path)
            return _or_not_modified(
                picture or _strangers_reply(*self.strangers.answer(host, path, query)), headers or {}
            )
        paper = self._hosts.get(host)
        switches = self._switches.get(paper.key, {}) if paper else {}
        reply = (
            self._robots(host, switches) if path == "/robots.txt" else self._page(host, paper, switches, path, query)
        )
        reply = replace(reply, delay=float(switches["slow"] or 2)) if "slow" in switches else reply
        return _or_not_modified(reply, headers or {})

    def _robots(self, host: str, switches: Mapping[str, str]) -> Reply:
        if "robots_500" in switches:
            return Reply(503, b"Service Unavailable", {"content-type": "text/plain"})
        fault = "dead" if switches.get("dead") in ("", "all") else switches.get("robots", "")
        if fault in ("dead", "loop"):
            return _fault_reply(fault, host, "/robots.txt")
        if fault:
            return Reply(int(fault), b"", {"content-type": "text/plain"})
        rules = b"User-agent: *\nDisallow: /\n" if "robots_refusal" in switches else ROBOTS_TXT % host.encode()
        return Reply(200, rules, {"content-type": "text/plain"})

    def _page(self, host: str, paper: _Paper | None, switches: Mapping[str, str], path: str, query: str) -> Reply:
        if paper and "moved" in switches and host == paper.outlet.home_host:
            other = next((h.host for h in paper.outlet.hosts if h.role == "former"), None)
            if other:
                return Reply(301, b"", {"location": f"https://{other}{path}{'?' if query else ''}{query}"})
        picture = _picture_reply(path)
        if picture:
            return picture
        kind, position = self._kind_and_position(paper, path)
        fault = next((n for n in _FAULT_ORDER if n in switches and _is_in_scope(n, switches[n], kind, position)), None)
        if fault:
            return _fault_reply(fault, host, path)
        reply = self._unspoiled_page(host, paper, path, query, position)
        return _spoiled(reply, switches, kind, position)

    def _kind_and_position(self, paper: _Paper | None, path: str) -> tuple[str, int | None]:
        """Return 'articles' or 'channels', and the position of an article's address."""
        if paper is None:
            return ("channels" if _article_number(path) is None else "articles"), None
        native_id = _native_id(path, paper.outlet)
        if native_id is None:
            return "channels", None
        past_articles = (
            (position, self._article_at(paper.key, position)) for position in self._past_positions(paper.key)
        )
        for position, article in chain(self._numbered(paper.key), past_articles):
            if _native_id(article.path, paper.outlet) == native_id:
                return "articles", position
        return "articles", None

    def _unspoiled_page(self, host: str, paper: _Paper | None, path: str, query: str, position: int | None) -> Reply:
        key = f"{host}{path}" + (f"?{query}" if query else "")
        if key in self._saved:
            return _ok(self._saved[key][1])
        if paper is None:
            return self._front_page(host, None, 1) if path == "/" and self._saved_pages_on(host) else _not_found()
        if position is not None:
            return self._article_page(paper, position)
        return self._channel(host, paper, path, query)

    def _article_page(self, paper: _Paper, position: int) -> Reply:
        switches = self._switches.get(paper.key, {})
        if position in _positions(switches.get("deleted")) | _positions(switches.get("gone")):
            return _not_found()
        article = self._article_at(paper.key, position)
        # Related articles are of the base set only: a new article must not change the bytes of the old ones.
        related = (4, 5, 6) if position in _positions(switches.get("sidebar")) else (1, 2, 3)
        others = [
            self._unswitched_article(paper.key, (position + n) % ARTICLES_AN_OUTLET)
            for n in range(1, ARTICLES_AN_OUTLET)
        ]
        lost = _names(switches.get("without")) | ({"source_credit"} if "moved_credit" in switches else set())
        shown = without_fields(article, lost)
        if "box_in_text" in switches:
            shown = with_headlines(shown, others[:3])
        page = markup.article_page(shown, paper.outlet.name, [others[n - 1] for n in related], others)
        page = undated(page, article) if "published_at" in lost else page
        page = credit_moved(page, article) if "moved_credit" in switches else page
        return _ok(garbled(page, article, _names(switches.get("garbled"))), article.modified_at)

    def _channel(self, host: str, paper: _Paper, path: str, query: str) -> Reply:
        dead_channels = self._switches.get(paper.key, {}).get("dead_channel", "").split(",")
        if any(c.name in dead_channels and _channel_path(c) == path.rstrip("/") for c in paper.outlet.channels):
            return _not_found()
        articles, past_articles = self.announced(paper.key), self.past(paper.key)
        if reply := self._machine_readable(host, paper, path, query, articles, past_articles):
            return reply
        if path == "/":
            return self._front_page(host, paper, 1)
        if _is_channel(paper.outlet, "listing", path):
            return self._section_page(host, paper, path, query, [*articles, *past_articles])
        in_section = [article for article in articles if article.section[0] == path.strip("/")]
        if path.strip("/") not in dict(_SECTIONS):
            return _not_found()
        return self._section_page(host, paper, path, query, in_section)

    def _machine_readable(  # noqa: PLR0917 - the arguments of `_channel`, and what it has computed
        self,
        host: str,
        paper: _Paper,
        path: str,
        query: str,
        articles: list[InventedArticle],
        past_articles: list[InventedArticle],
    ) -> Reply | None:
        if past_articles and _is_channel(paper.outlet, "sitemap", "/sitemap.xml") and path.startswith("/sitemap"):
            return self._past_sitemap(host, paper, path, [*articles, *past_articles])
        if path == "/sitemap.xml" or _is_channel(paper.outlet, "sitemap", path):
            return Reply(200, markup.sitemap(paper.outlet.name, articles), {"content-type": "application/xml"})
        if _is_channel(paper.outlet, "rss", path):
            return Reply(200, markup.rss(host, paper.outlet.name, articles), {"content-type": "application/rss+xml"})
        channel = _json_channel(paper.outlet, path)
        return self._json_listing(channel, path, query, articles, past_articles) if channel else None

    def _past_sitemap(self, host: str, paper: _Paper, path: str, articles: list[InventedArticle]) -> Reply:
        """Answer the index, or one month's sitemap, named and compressed as Sài Gòn Giải Phóng does it."""
        months = {f"/sitemaps/news-{s.published_at:%Y}-{s.published_at.month}.xml": s.published_at for s in articles}
        headers = {"content-type": "application/xml"}
        if path == "/sitemap.xml":
            return Reply(200, markup.sitemap_index([f"https://{host}{address}" for address in months]), headers)
        if path not in months:
            return _not_found()
        in_month = [s for s in articles if f"{s.published_at:%Y-%m}" == f"{months[path]:%Y-%m}"]
        return Reply(200, gzip.compress(markup.sitemap(paper.outlet.name, in_month)), headers)

    def _front_page(self, host: str, paper: _Paper | None, page: int) -> Reply:
        articles = self.announced(paper.key) if paper else []
        items = self._saved_pages_on(host) + [(s.url, s.headline) for s in articles]
        family, name = (paper.outlet.family, paper.outlet.name) if paper else ("fck", host)
        return _ok(
            markup.listing_page(
                host=host, family=family, name=name, items=items, sections=list(_SECTIONS), next_url=None
            )
        )

    def _section_page(self, host: str, paper: _Paper, path: str, query: str, articles: list[InventedArticle]) -> Reply:
        fck = paper.outlet.family == "fck"
        template = next(
            (c.url for c in paper.outlet.channels if "{page}" in c.url and _channel_path(c) == path.rstrip("/")), None
        )
        page_query = f"?{urlsplit(template).query}" if template else "?p={page}&d=" if fck else "?page={page}"
        page_parameter = next((k for k, v in parse_qs(page_query[1:]).items() if v == ["{page}"]), "page")
        page_text = parse_qs(query).get(page_parameter, ["1"])[0]
        page = int(page_text) if page_text.isdigit() else 1
        items = self._saved_pages_on(host) + [(s.url, s.headline) for s in articles]
        items_on_page = items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        next_url = (
            f"https://{host}{path}{page_query.replace('{page}', str(page + 1))}"
            if len(items) > page * PAGE_SIZE
            else None
        )
        return _ok(
            markup.listing_page(
                host=host,
                family=paper.outlet.family,
                name=paper.outlet.name,
                items=items_on_page,
                sections=list(_SECTIONS),
                next_url=next_url,
            )
        )

    def _json_listing(
        self,
        channel: Channel,
        path: str,
        query: str,
        articles: list[InventedArticle],
        past_articles: list[InventedArticle],
    ) -> Reply:
        """Answer a menu, one of its sections, or a page of a list of every article, those of earlier months last."""
        parameters = {name: values[0] for name, values in parse_qs(query).items()}
        if channel.follow and path == urlsplit(channel.url).path:
            body = json_listings.menu(channel, _SECTIONS)
        elif channel.follow:
            body = json_listings.listing(channel, [s for s in articles if s.section[0] in parameters.values()])
        else:
            first = (int(parameters.get("page", "1")) - 1) * PAGE_SIZE
            body = json_listings.listing(channel, [*articles, *past_articles][first : first + PAGE_SIZE])
        return Reply(200, body, {"content-type": "application/json"})

    def _saved_pages_on(self, host: str) -> list[tuple[str, str]]:
        return [(url, "Trang đã lưu") for at, (url, _) in self._saved.items() if at.split("/")[0] == host]

    # -- log

    def begin(self, host: str) -> tuple[str, int]:
        """Count the beginning of a request; return its politeness group and how many of the group are in flight."""
        host = host.split(":", maxsplit=1)[0].lower().removeprefix("www.")
        paper = self._hosts.get(host)
        group = paper.outlet.politeness_group if paper else host
        with self._lock:
            self._in_flight[group] = self._in_flight.get(group, 0) + 1
            return group, self._in_flight[group]

    def end(self, entry: LogEntry) -> None:
        """Count the end of a request and log it."""
        with self._lock:
            self._in_flight[entry.group] -= 1
            self.log.append(replace(entry, number=len(self.log)))

    def log_json(self) -> str:
        """Return the log as a JSON list."""
        with self._lock:
            return json.dumps([asdict(e) for e in self.log], ensure_ascii=False)

    def clear_log(self) -> None:
        """Empty the log."""
        with self._lock:
            self.log.clear()


def _names(value: str | None) -> set[str]:
    return {name for name in (value or "").split(",") if name}


def _is_played(outlet: Outlet) -> bool:
    return outlet.status == "active" and outlet.family in markup.PLAYED


def _native_id(path: str, outlet: Outlet) -> str | None:
    try:
        identity = identify(f"https://{outlet.home_host}{path}", outlet)
    except BadAddress:
        return None
    return identity.native_id if identity else None


@cache
def _wards(province: str) -> list[str]:
    """Return the wards of a province as texts print them, kind first: phường Long Xuyên."""
    wards = [row for row in seed_table("wards") if row["province_code"] == province]
    return [row["kind"] + row["name"][len(row["kind"]) :] for row in wards]


def _image_host(outlet: Outlet) -> str:
    return next((h.host for h in outlet.hosts if h.role == "images"), outlet.home_host)


def _saved_pages(folder: Path | None) -> dict[str, tuple[str, bytes]]:
    """Read NAME.html + NAME.json pairs; the key is host, path and query."""
    pages: dict[str, tuple[str, bytes]] = {}
    for file in sorted(folder.glob("*.html")) if folder else []:
        url = str(json.loads(file.with_suffix(".json").read_text("utf-8"))["url"])
        parts = urlsplit(url)
        key = f"{(parts.hostname or '').removeprefix('www.')}{parts.path or '/'}"
        pages[key + (f"?{parts.query}" if parts.query else "")] = (url, file.read_bytes())
    return pages


def _is_channel(outlet: Outlet, kind: str, path: str) -> bool:
    return any(c.kind == kind and _channel_path(c) == path.rstrip("/") for c in outlet.channels)


def _json_channel(outlet: Outlet, path: str) -> Channel | None:
    channels = [(channel, {channel.url, channel.follow or ""}) for channel in outlet.channels if channel.kind == "json"]
    return next((channel for channel, urls in channels if path in {urlsplit(url).path for url in urls}), None)


def _channel_path(channel: Channel) -> str:
    return urlsplit(channel.url).path.rstrip("/")


def _article_number(path: str) -> int | None:
    tail = path.removesuffix(".html").rsplit("-", 1)[-1].removeprefix("/print/").lstrip("a")
    return int(tail) if path.endswith(".html") and tail.isdigit() else None


def _positions(value: str | None) -> set[int]:
    return set() if value is None else {int(n) for n in (value or "0").split(",")}


def _is_in_scope(name: str, value: str, kind: str, position: int | None) -> bool:
    scope = value or ("all" if name in _DEFAULT_SCOPE_ALL else "articles")
    if scope in ("all", "articles", "channels"):
        return scope in ("all", kind)
    return position is not None and position in _positions(scope)


def _fault_reply(name: str, host: str, path: str) -> Reply:
    if name == "dead":
        return Reply(0)
    if name == "http_500":
        return Reply(500, b"<h1>500 Internal Server Error</h1>", {"content-type": HTML})
    if name in ("loop", "home"):
        return Reply(302, b"", {"location": f"https://{host}{path if name == 'loop' else '/'}"})
    if name == "challenge":
        page = (
            "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
            "<div id='challenge-form'>Checking your browser before accessing. Please enable JavaScript and cookies."
            "</div><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>"
        )
        return Reply(403, page.encode(), {"content-type": HTML, "server": "cloudflare", "cf-mitigated": "challenge"})
    return Reply(200, _not_found_page(), {"content-type": HTML})


def _not_found_page() -> bytes:
    return (
        "<!DOCTYPE html><html lang='vi'><head><title>Không tìm thấy trang</title><meta charset='utf-8'></head>"
        "<body><h2>404</h2><p>Trang bạn tìm không tồn tại hoặc đã bị xóa.</p></body></html>"
    ).encode()


def _not_found() -> Reply:
    return Reply(404, _not_found_page(), {"content-type": HTML})


def _ok(body: bytes, modified: datetime | None = None) -> Reply:
    """Answer 200; only articles have a Last-Modified, since a 304 for a listing could hide a new article."""
    headers = {"content-type": HTML, "etag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'}
    if modified:
        headers["last-modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    return Reply(200, body, headers)


def _strangers_reply(status: int, body: bytes, headers: Mapping[str, str]) -> Reply:
    reply = Reply(status, body, dict(headers))
    return replace(reply, headers=_ok(body).headers | reply.headers) if status == 200 else reply


def _spoiled(reply: Reply, switches: Mapping[str, str], kind: str, position: int | None) -> Reply:
    if reply.status != 200:
        return reply
    if "charset" in switches and _is_in_scope("charset", switches["charset"], kind, position):
        reply = replace(reply, headers=reply.headers | {"content-type": "text/html; charset=iso-8859-1"})
    cut = "truncated" in switches and _is_in_scope("truncated", switches["truncated"], kind, position)
    return replace(reply, cut=True) if cut else reply


def _picture_reply(path: str) -> Reply | None:
    for ending, kind, body in ((".jpg", "image/jpeg", JPEG), (".png", "image/png", PNG)):
        if path.lower().endswith(ending):
            return replace(_ok(body), headers=_ok(body).headers | {"content-type": kind})
    return None


def _or_not_modified(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """Answer 304 if the client has this version (ETag before date, RFC 9110 section 13.2.2)."""
    etag, date = reply.headers.get("etag"), reply.headers.get("last-modified")
    client_etag = headers.get("if-none-match")
    same = client_etag == etag if client_etag else date is not None and headers.get("if-modified-since") == date
    if reply.status != 200 or etag is None or reply.cut or not same:
        return reply
    kept_headers = {k: v for k, v in reply.headers.items() if k != "content-type"}
    return Reply(304, b"", kept_headers, reply.delay)
