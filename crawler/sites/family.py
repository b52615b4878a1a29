"""What every family of sites shares: witnesses for each field, in the order in which they are believed."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.article import Article, Byline, Identity, Problem, SourceCredit
from crawler.article.article import ArticleKind
from crawler.outlets import BadAddress, Outlet, absolute_url, identify
from crawler.page import SavedPage
from crawler.page.xpath_search import elements_at
from crawler.sites import body
from crawler.sites.article_text import ArticleText, is_marked, sort_lines, strip_mark
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import clean, fold, same

_HOME_WORDS = frozenset({"trang chủ", "trang nhất", "home", "homepage", "trang đầu"})
_KIND_WORD = re.compile(
    r"[\[(]?\s*(Infographics?|Video|Clip|Ảnh|Photo|Chùm ảnh|Phóng sự ảnh|Megastory)\s*[:\])|]", re.I
)
_UPDATED = re.compile(r"(?:lần )?cập nhật(?: lần)?(?: cuối| lúc)?\b.*", re.I)
_MOST_BOXES = 6  # ancestors looked at
_MOST_DATES = 20  # places looked at: a list of related articles may print a date in each row
_NEWS_TYPES = frozenset({"newsarticle", "article", "reportagenewsarticle", "blogposting"})


class Family:
    """Read one page of one family; a subclass names the places where its markup keeps each field."""

    name: ClassVar[str]
    layout: ClassVar[str] = "1"
    containers: ClassVar[tuple[str, ...]]
    headlines: ClassVar[tuple[str, ...]]
    date_places: ClassVar[tuple[str, ...]]
    lead_places: ClassVar[tuple[str, ...]]
    byline_places: ClassVar[tuple[str, ...]] = ()
    byline_metas: ClassVar[tuple[str, ...]] = ()
    source_places: ClassVar[tuple[str, ...]] = ()
    section_places: ClassVar[tuple[str, ...]]
    tag_places: ClassVar[tuple[str, ...]]
    not_text: ClassVar[tuple[str, ...]] = ()  # below the container: './/…'

    def __init__(self, page: SavedPage, outlet: Outlet, identity: Identity) -> None:
        self.page, self.outlet, self.identity = page, outlet, identity
        self.evidence: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.unclaimed: list[str] = []
        self._others: dict[str, bool] = {}

    @property
    def parser(self) -> str:
        """Name the family and its layout version."""
        return f"{self.name}/{self.layout}"

    @classmethod
    def signs(cls, page: SavedPage) -> bool:
        """Tell by the first of the containers, the family's own, whether a page is in this layout."""
        return bool(page.select(cls.containers[0]))

    # -- where things stand

    def select(self, *paths: str) -> Iterator[tuple[str, HtmlElement]]:
        """Yield (path, element) for each place in declared order."""
        for path in paths:
            for element in self.page.select(path):
                yield path, element

    @cached_property
    def container(self) -> HtmlElement | None:
        """Locate the element that holds the article's text, before anything costly is done."""
        for path in self.containers:
            if found := [element for _, element in self.select(path)]:
                return found[0] if len(found) == 1 else max(found, key=lambda e: len(e.text_content()))
        return None

    def _first_text(self, field: str, paths: tuple[str, ...]) -> str | None:
        for path, element in self.select(*paths):
            if text := body.text_of(element):
                self.evidence[field] = f"dom {path}"
                return text
        return None

    @cached_property
    def news(self) -> list[dict[str, Any]]:
        """Return the page's JSON-LD objects that speak of an article."""
        return [o for o in self.page.jsonld if _types(o) & _NEWS_TYPES]

    def _jsonld(self, key: str) -> str | None:
        return next(
            (clean(o[key], entities=True) for o in self.news if isinstance(o.get(key), str) and o[key].strip()), None
        )

    # -- fields

    def headline(self) -> str | None:
        """Read the headline: the page's own, then JSON-LD, then the head."""
        if found := self._first_text("headline", self.headlines):
            return found
        for witness, value in (
            ("jsonld headline", self._jsonld("headline") or self._jsonld("name")),
            ("meta og:title", clean(self.page.meta.get("og:title"), entities=True)),
        ):
            if value:
                self.evidence["headline"] = witness
                self.problems.append(Problem("headline", "not_in_layout", witness))
                return value
        self.problems.append(Problem("headline", "missing"))
        return None

    def published(self) -> dates.Moment | None:
        """Read the publication time: the print decides, an agreeing witness may add the seconds."""
        shown = None
        if found := self._shown_dates:
            # A place that says 'Cập nhật' or shows the bare day (the header's today) speaks only where no other does.
            path, _, shown = min(
                found, key=lambda each: (_UPDATED.match(each[1]) is not None, each[2].precision == "day")
            )
            self.evidence["published_at"] = f"dom {path}"
        others = [(w, m) for w, m in self._dated_witnesses() if m]
        if shown is None:
            if not others:
                self.problems.append(Problem("published_at", "missing"))
                return None
            self.evidence["published_at"], shown = others[0]
            shown = next((m for _, m in others if m.precision == "second" and m.agrees(shown)), shown)
            return shown
        for witness, other in others:
            if not other.agrees(shown):
                self.problems.append(Problem("published_at", "witnesses_disagree", f"{witness}: {other.iso()}"))
            elif other.precision == "second" and shown.precision == "minute":
                self.evidence["published_at"] += f" + {witness}"
                shown = other
        return shown

    @cached_property
    def _shown_dates(self) -> list[tuple[str, str, dates.Moment]]:
        places = islice(self.select(*self.date_places), _MOST_DATES)
        found = []
        for path, element in places:
            text = body.text_of(element)[:200]
            moment = dates.printed(text, self.page.fetched_at)
            if moment and not self._is_of_another(element):
                found.append((path, text, moment))
        return found

    def _is_of_another(self, element: HtmlElement) -> bool:
        """Tell a place in a box that leads to another article: it is that article's date."""
        for box in islice(element.iterancestors(), _MOST_BOXES):
            if box in self._around or box.tag == "body":
                return False
            if any(
                self.is_other_article(absolute_url(self.page.url, a.get("href") or ""))
                for a in islice(box.iter("a"), 5)
            ):
                return True
        return False

    def _dated_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        yield "jsonld datePublished", dates.iso(self._jsonld("datePublished"))
        meta = self.page.meta.get("article:published_time")
        # The server writes it in the order of its language: US, or Vietnamese with SA/CH for the halves of the day.
        local = dates.printed(meta) if meta and re.search(r"\b(?:SA|CH)$", meta.strip()) else None
        yield "meta article:published_time", local or dates.iso(meta) or dates.american(meta)

    @cached_property
    def _around(self) -> set[HtmlElement]:
        return {self.container, *self.container.iterancestors()} if self.container is not None else set()

    def modified(self, published: dates.Moment | None) -> str | None:
        """Read the time of the last change; a copy of the publication time says nothing."""
        witness, found = "jsonld dateModified", dates.iso(self._jsonld("dateModified"))
        if found is None:
            updates = [(p, u[0]) for p, text, _ in self._shown_dates if (u := _UPDATED.search(text)) and u.start()]
            for path, text in updates:
                witness, found = f"dom {path}", dates.printed(text)
        if found is None or published is None or found.precision == "day":
            return None
        if found.agrees(published) or found.when <= published.when:
            return None
        self.evidence["modified_at"] = witness
        return found.iso()

    def lead(self) -> str | None:
        """Read the lead without the paper's mark; None where the page marks none."""
        found = self._first_text("lead", self.lead_places)
        return strip_mark(found, self.outlet.marks) or None if found else None

    def section(self) -> list[str]:
        """Read the breadcrumb in the site's words, without the home page."""
        for path in self.section_places:
            texts = [clean(e.text_content()).strip(" /»›>") for _, e in self.select(path)]
            if kept := _path(texts):
                self.evidence["section"] = f"dom {path}"
                return kept
        if kept := _path(_breadcrumb(self.page.jsonld)):
            self.evidence["section"] = "jsonld BreadcrumbList"
            return kept
        meta = clean(self.page.meta.get("article:section"), entities=True) or self._jsonld("articleSection")
        if meta:
            self.evidence["section"] = "meta article:section"
            return [meta]
        return []

    def tags(self) -> list[str]:
        """Read the article's own tags: the site-wide ones at the end of the row are left out."""
        for path in self.tag_places:
            found = [clean(e.text_content()).strip(" ,;#") for _, e in self.select(path)]
            if found := [t for t in found if t]:
                self.evidence["tags"] = f"dom {path}"
                return list(dict.fromkeys(self._own(found)))
        return []

    def _own(self, tags: list[str]) -> list[str]:
        """Cut the tail of site-wide tags, each counted once: the article may bear the same tag itself."""
        fixed = {*_folded(*self.outlet.site_tags)}
        while tags and fold(tags[-1]) in fixed:
            fixed.discard(fold(tags.pop()))
        return tags

    def known_byline(self) -> str | None:
        """Read a byline that stands outside the text."""
        return self._first_text("bylines", self.byline_places)

    # -- the whole

    def story(self, byline: str | None) -> ArticleText | None:
        """Walk the container and claim its lines."""
        if self.container is None:
            return None
        walked = body.walk_body(self.container, self._base(), self._skipped(self.container))
        told = sort_lines(walked, known_byline=byline, foreign=self.is_other_article)
        self.players = walked.players
        return told

    players = 0

    @cached_property
    def sealed(self) -> str:
        """Say why a body that is there cannot be read, or nothing; the article loads without it."""
        return ""

    def _skipped(self, container: HtmlElement) -> set[HtmlElement]:
        """Return what stands inside the container and is no text of the article."""
        return set(elements_at(" | ".join(self.not_text), container)) if self.not_text else set()

    def _base(self) -> str:
        for _, element in self.select("//base[@href]"):
            return str(urljoin(self.page.url, str(element.get("href") or "")))
        return self.page.url

    def is_other_article(self, link: str) -> bool:
        """Tell a link to another article; a relative one may have been resolved against <base>, a host of pictures."""
        if link not in self._others:
            self._others[link] = self._is_other_article(link)
        return self._others[link]

    def _is_other_article(self, link: str) -> bool:
        try:
            link = absolute_url(self.page.url, link)
            found = identify(link, self.outlet)
            if found is None and link.startswith("http"):
                parts, here = urlsplit(link), urlsplit(self.page.url)
                if parts.hostname in {host.host for host in self.outlet.hosts}:
                    found = identify(parts._replace(netloc=here.netloc).geturl(), self.outlet)
        except (BadAddress, ValueError):
            return False
        return found is not None and found != self.identity

    def article(self) -> Article | None:
        """Read the whole article; None where the family's container is missing."""
        byline = self.known_byline()
        story = self.story(byline)
        if story is None:
            return None
        headline, lead = self.headline(), self.lead()
        lead = self._settle_lead(lead, headline, story)
        signature = self._signature(byline, story)
        published = self.published()
        section = self.section()
        self.evidence.setdefault("body", f"dom {self.parser} container")
        self.unclaimed = story.unclaimed
        self._note_problems(story)
        return Article(
            url=self.page.url,
            canonical_url=self.declared(),
            outlet=self.outlet.key,
            id_space=self.identity.id_space,
            native_id=self.identity.native_id,
            kind=self._kind(story, section, headline or "", signature),
            headline=headline,
            lead=lead,
            body=story.blocks,
            images=story.images,
            bylines=signature.bylines,
            byline_raw=signature.raw,
            source_credit=signature.source,
            published_at=published.iso() if published else None,
            published_precision=published.precision if published else None,
            modified_at=self.modified(published),
            section=section,
            tags=self.tags(),
            language=self._language(),
            robots_meta=self._robots(),
        )

    def _settle_lead(self, lead: str | None, headline: str | None, story: ArticleText) -> str | None:
        """Drop headline and lead where the body repeats them; take a lead that only its mark tells."""
        while story.blocks and headline and same(story.blocks[0].text, headline):
            del story.blocks[0]
        if lead:
            if story.blocks and same(strip_mark(story.blocks[0].text, self.outlet.marks), lead):
                del story.blocks[0]
            return lead
        if story.blocks and story.blocks[0].kind in ("paragraph", "subhead"):
            text = strip_mark(story.blocks[0].text, self.outlet.marks)
            marked = is_marked(story.blocks[0].text, self.outlet.marks)
            if text and (marked or story.opens_with_lead):
                del story.blocks[0]
                self.evidence["lead"] = "dom first paragraph, by " + ("the paper's mark" if marked else "its setting")
                return text
        return None

    def _signature(self, outside: str | None, story: ArticleText) -> bylines.Signature:
        """Join the byline in the head with the one under the text: the head names people first, the text the source."""
        under = bylines.read(_joined(story.byline_lines, outside))
        if under.bylines or under.source:
            self.evidence.setdefault("bylines", "dom last lines of the body")
        found = bylines.read(outside) if outside and not self._is_paper(outside) else bylines.Signature()
        found = _together(found, under)
        found.source = found.source or under.source or self._outside_source()
        found.bylines = [b for b in found.bylines if not self._is_paper(b.name)]
        if not found.bylines and not found.source:
            found.bylines = self._named_in_head()
        found.raw = found.raw if found.bylines else None
        return found

    def _named_in_head(self) -> list[Byline]:
        """Take the writer from a meta tag where nothing is printed."""
        for name in self.byline_metas:
            said = bylines.read(clean(self.page.meta.get(name), entities=True)).bylines
            if people := [b for b in said if not self._is_paper(b.name) and not bylines.is_agency(b.name)]:
                self.evidence["bylines"] = f"meta {name}"
                return people
        return []

    def _outside_source(self) -> SourceCredit | None:
        for path, element in self.select(*self.source_places):
            if (found := bylines.read(element.text_content()).source) and not self._is_paper(found.agency):
                self.evidence["source_credit"] = f"dom {path}"
                return found
        return None

    def _is_paper(self, name: str) -> bool:
        return fold(name) in _folded(self.outlet.name, *self.outlet.former_names)

    def _note_problems(self, story: ArticleText) -> None:
        if not story.blocks:
            self.problems.append(Problem("body", "unreadable" if self.sealed else "empty", self.sealed))
        self.problems += [Problem("images", "caption_without_picture", text[:120]) for text in story.orphans]

    def _kind(self, story: ArticleText, section: list[str], headline: str, signature: bylines.Signature) -> ArticleKind:
        said = _KIND_WORD.match(headline)  # 'Infographic: …', '[Video] …'
        words = fold(" ".join([*section, said[1] if said else ""]))
        if not story.blocks and story.images and any("graphics" in b.roles for b in signature.bylines):
            return "infographic"
        if re.search(r"\b(?:infographics?|đồ họa|đồ hoạ|megastory)\b", words):
            return "infographic"
        if len(story.blocks) <= 2 and (self.players or re.search(r"\b(?:video|truyền hình|clip)\b", words)):
            return "video"
        photo_section = re.search(r"\b(?:ảnh|photo|phóng sự ảnh|multimedia)\b", words)
        if (
            len(story.images) >= 3
            and (photo_section or len(story.blocks) <= 2)
            and len(story.blocks) <= len(story.images)
        ):
            return "photo"
        return "news"

    def _language(self) -> str:
        return next((s.language for s in self.outlet.id_spaces if s.id_space == self.identity.id_space), "vi")

    def _robots(self) -> str | None:
        found = [self.page.meta.get("robots", ""), self.page.header("x-robots-tag")]
        return "; ".join(f for f in found if f) or None

    def declared(self) -> str | None:
        """Return the address the page declares as its own: canonical link or meta, og:url, JSON-LD."""
        return next(iter(self.declared_addresses), None)

    @cached_property
    def declared_addresses(self) -> list[str]:
        """List every address the page declares, the strongest witness first."""
        found = []
        links = [e.get("href") for _, e in self.select("//link[@rel='canonical']")]
        main = [o.get("mainEntityOfPage") for o in self.news]
        others = [m.get("@id") if isinstance(m, dict) else m for m in main]
        for value in (*links, self.page.meta.get("canonical"), self.page.meta.get("og:url"), *others):
            if isinstance(value, str) and value.strip():
                address = absolute_url(self.page.url, value.strip())
                if urlsplit(address).scheme in ("http", "https"):
                    found.append(address)
        return found


def _together(head: bylines.Signature, under: bylines.Signature) -> bylines.Signature:
    """Join two signatures: who stands in both is named once, with the roles that the fuller print gives."""
    if not head.bylines or not under.bylines:
        return bylines.Signature(head.raw or under.raw, head.bylines or under.bylines, head.source)
    below = {b.name.casefold(): b for b in under.bylines}
    people = [below.pop(b.name.casefold(), b) if len(b.roles) == 1 else b for b in head.bylines]
    for b in head.bylines:
        below.pop(b.name.casefold(), None)
    people += below.values()
    raw = head.raw if not below and len(head.raw or "") >= len(under.raw or "") else under.raw
    if below and any(b.raw == head.raw for b in people):
        raw = f"{head.raw} ; {under.raw}"
    return bylines.Signature(raw, people, head.source)


def _joined(lines: list[str], outside: str | None) -> str:
    """Join byline lines that stand under each other; the copy of the one in the head is left out."""
    kept = [line for line in lines if not outside or not same(line, outside)]
    return " ; ".join(kept).replace(" ; (", " (").replace(" ; Theo ", " (Theo ") if len(kept) > 1 else "".join(kept)


@lru_cache(maxsize=256)  # the names and tags that the catalogue gives each outlet
def _folded(*names: str) -> frozenset[str]:
    return frozenset(map(fold, names))


def _types(value: dict[str, Any]) -> set[str]:
    found = value.get("@type")
    return {t.casefold() for t in (found if isinstance(found, list) else [found]) if isinstance(t, str)}


def _path(texts: list[str]) -> list[str]:
    kept = [t for t in texts if t and t.casefold() not in _HOME_WORDS and t not in (">", "/", "»")]
    return list(dict.fromkeys(kept))


def _breadcrumb(objects: list[dict[str, Any]]) -> list[str]:
    for found in objects:
        if "breadcrumblist" in _types(found) and isinstance(found.get("itemListElement"), list):
            return [_crumb(e) for e in found["itemListElement"] if isinstance(e, dict)]
    return []


def _crumb(element: dict[str, Any]) -> str:
    item = element.get("item")
    name = element.get("name") or (item.get("name") if isinstance(item, dict) else "")
    return clean(name, entities=True) if isinstance(name, str) else ""
