"""What every family of sites shares: witnesses for each field, in the order in which they are believed."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from lxml.html import HtmlElement

from crawler.article import Article, Byline, NotAnArticle, Problem, SourceCredit
from crawler.article.article import ArticleKind, Block
from crawler.page.xpath_search import elements_at
from crawler.sites import body
from crawler.sites.article_text import ArticleText, claim_lines
from crawler.sites.dated_reader import DatedReader
from crawler.sites.jsonld import types_of
from crawler.sites.legibility import garbled_blocks, letter_problems
from crawler.sites.macros import without_macros
from crawler.sites.marks import (
    is_marked,
    is_own_mark,
    marks_of,
    names_of,
    person_of,
    strip_mark,
    without_other_mark,
    without_own_mark,
    without_press,
)
from crawler.vietnamese import bylines
from crawler.vietnamese.text import clean, fold, same

_HOME_PAGE_NAMES = frozenset({"trang chủ", "trang nhất", "home", "homepage", "trang đầu"})
_KIND_WORD = re.compile(
    r"[\[(]?\s*(Infographics?|Video|Clip|Ảnh|Photo|Chùm ảnh|Phóng sự ảnh|Megastory)\s*[:\])|]", re.I
)
_MARKED = 3  # first paragraphs that may bear the paper's mark: behind a lead, a heading or a greeting
_LARGEST_FIELD = 0.5  # of the text's letters: a lead's class on a box around the whole text is no lead's alone


class Family(DatedReader):
    """Reader of one page: every field by the places of its family, and the article that they make."""

    # -- fields

    def headline(self) -> str | None:
        """Return the headline: as the page prints it, else from JSON-LD, else from the head."""
        if printed := self._first_text("headline", self.headlines):
            return printed
        for witness, value in self._headline_witnesses():
            if value:
                self.evidence["headline"] = witness
                self.problems.append(Problem("headline", "not_in_layout", witness))
                return value
        self.problems.append(Problem("headline", "missing"))
        return None

    def _headline_witnesses(self) -> Iterator[tuple[str, str | None]]:
        """Yield (witness, headline) for each headline in the head, the most trusted first."""
        yield "jsonld headline", self._jsonld_text("headline") or self._jsonld_text("name")
        yield "meta og:title", without_macros(clean(self.page.meta.get("og:title"), entities=True))

    def lead(self) -> str | None:
        """Return the lead without the paper's mark; None where the markup does not set one apart."""
        text = self._first_text("lead", self.lead_places)
        return strip_mark(self._without_own_mark(text), self.marks) or None if text else None

    def section(self) -> list[str]:
        """Return the breadcrumb in the site's words, without the home page."""
        for path in self.section_places:
            links = self._crumbs_at(path)
            if sections := _section_path([clean(e.text_content()).strip(" /»›>") for e in links]):
                self.evidence["section"] = f"dom {path}"
                self._read_elements += links
                return sections
        if sections := self.breadcrumb_of_data():
            self.evidence["section"] = "jsonld BreadcrumbList"
            return sections
        meta = clean(self.page.meta.get("article:section"), entities=True) or self._jsonld_text("articleSection")
        if meta:
            self.evidence["section"] = "meta article:section"
            return [meta]
        return []

    def _crumbs_at(self, path: str) -> list[HtmlElement]:
        return self.page.select(path)

    def breadcrumb_of_data(self) -> list[str]:
        """Return the breadcrumb that JSON-LD gives, without the home page."""
        return _section_path(_breadcrumb_names(self.page.jsonld))

    def tags(self) -> list[str]:
        """Return the article's tags, without the site-wide ones at the end of the row."""
        for path in self.tag_places:
            links = self._tags_at(path)
            if tags := [text for e in links if (text := clean(e.text_content()).strip(" ,;#"))]:
                self.evidence["tags"] = f"dom {path}"
                self._read_elements += links
                return list(dict.fromkeys(self._without_site_tags(tags)))
        return []

    def _tags_at(self, path: str) -> list[HtmlElement]:
        return self.page.select(path)

    def _without_site_tags(self, tags: list[str]) -> list[str]:
        """Cut the site-wide tags from the end, each once: the article itself may have the same tag."""
        site_tags = {*_folded_names(*self.outlet.site_tags)}
        while tags and fold(tags[-1]) in site_tags:
            site_tags.discard(fold(tags.pop()))
        return tags

    def outside_byline(self) -> str | None:
        """Return the byline that is printed outside the text, or None."""
        return self._first_text("bylines", self.byline_places)

    # -- the article

    def article_text(self, outside_byline: str | None) -> ArticleText | None:
        """Walk the container and claim its lines."""
        if self.container is None:
            return None
        walk = self._walk(self.container)
        text = claim_lines(walk, outside_byline=outside_byline, is_other_article=self.is_other_article)
        self.players = walk.players
        return text

    def _walk(self, container: HtmlElement) -> body.BodyWalk:
        skipped = self._skipped_elements(container) | self._elements_read_in(container)
        return body.walk_body(container, self._base_url(), skipped)

    players = 0

    @cached_property
    def unreadable_reason(self) -> str:
        """Return why the body on the page cannot be read, or ''; the article loads without it."""
        return ""

    def _skipped_elements(self, container: HtmlElement) -> set[HtmlElement]:
        """Return the elements inside the container that are not text of the article."""
        return set(elements_at(" | ".join(self.not_text), container)) if self.not_text else set()

    def _elements_read_in(self, container: HtmlElement) -> set[HtmlElement]:
        """Return the elements inside the container that were read as other fields and hold no picture."""
        bylines_read = self.evidence.get("bylines", "").removeprefix("dom ") in self.byline_places
        others = [e for _, e in self.select(*self.byline_places)] if bylines_read else []
        read = (*self._read_elements, *others, *(self._dated_elements if self._printed_dates else ()))
        inside = {element for element in read if container in element.iterancestors()}
        most = len(container.text_content()) * _LARGEST_FIELD if inside else 0
        return {
            element
            for element in inside
            if next(element.iter("img", "picture", "amp-img"), None) is None and len(element.text_content()) <= most
        }

    def article(self) -> Article | None:
        """Return the whole article; None where the family's container is missing."""
        outside_byline = self.outside_byline()
        headline, lead, section, tags = self.headline(), self.lead(), self.section(), self.tags()
        text = self.article_text(outside_byline)
        if text is None:
            return None
        lead = self._settle_lead(lead, headline, text)
        text.blocks[:_MARKED] = [Block(b.kind, self._without_own_mark(b.text)) for b in text.blocks[:_MARKED]]
        signature, published = self._signature(outside_byline, text), self.published()
        self.evidence.setdefault("body", f"dom {self.parser} container")
        self.unclaimed = text.unclaimed
        self._add_text_problems(text)
        article = Article(
            url=self.page.url,
            canonical_url=self.declared_address(),
            outlet=self.outlet.key,
            id_space=self.identity.id_space,
            native_id=self.identity.native_id,
            kind=self._article_kind(text, section, headline or "", signature),
            headline=headline,
            lead=lead,
            body=text.blocks,
            images=text.images,
            bylines=signature.bylines,
            byline_raw=signature.raw,
            source_credit=signature.source,
            published_at=published.iso() if published else None,
            published_precision=published.precision if published else None,
            modified_at=self.modified(published),
            section=section,
            tags=tags,
            language=self._language(),
            robots_meta=self._robots_meta(),
        )
        self.problems += letter_problems(article)
        return article

    def other_page(self, article: Article) -> NotAnArticle | None:
        """Return the outcome of a page that has a text but is no article, or None."""
        return None

    def _settle_lead(self, lead: str | None, headline: str | None, text: ArticleText) -> str | None:
        """Return the lead; headline and lead are cut from the body where it repeats them.

        Where the markup sets no lead apart, the first paragraph is one by the paper's mark or by its setting.
        """
        blocks = text.blocks
        while blocks and headline and same(blocks[0].text, headline):
            del blocks[0]
        if lead:
            if blocks and same(strip_mark(self._without_own_mark(blocks[0].text), self.marks), lead):
                del blocks[0]
            if blocks:
                blocks[0] = Block(blocks[0].kind, without_other_mark(self._without_own_mark(blocks[0].text)))
            return lead
        if blocks and blocks[0].kind in ("paragraph", "subhead"):
            unmarked = self._without_own_mark(blocks[0].text)
            opening = strip_mark(unmarked, self.marks)
            marked = unmarked != blocks[0].text or is_marked(blocks[0].text, self.marks)
            if opening and (marked or text.opens_with_lead):
                del blocks[0]
                self.evidence["lead"] = "dom first paragraph, by " + ("the paper's mark" if marked else "its setting")
                return opening
            blocks[0] = Block(blocks[0].kind, without_other_mark(unmarked))
        return None

    def _signature(self, outside_byline: str | None, text: ArticleText) -> bylines.Signature:
        """Join the bylines outside and under the text: the first names people best, the second the source."""
        under = bylines.read(_joined_byline_lines(text.byline_lines, outside_byline))
        if under.bylines or under.source:
            self.evidence.setdefault("bylines", "dom last lines of the body")
        head = bylines.Signature()
        if outside_byline and not self.is_outlet_name(outside_byline):
            head = bylines.read(outside_byline)
        signature = _merged_signature(head, under)
        credits = (each for each in (signature.source, under.source) if each and not self._is_paper_itself(each.agency))
        signature.source = next(credits, None) or self._outside_source()
        people = (person_of(b, self.marks) for b in signature.bylines)
        signature.bylines = [b for b in people if b and not self.is_outlet_name(b.name)]
        if not signature.bylines and not signature.source:
            signature.bylines = self._writers_in_head()
        signature.raw = signature.raw if signature.bylines else None
        return signature

    def _writers_in_head(self) -> list[Byline]:
        """Return the writers that a meta tag names, without the outlet and the agencies."""
        for name in self.byline_metas:
            writers = bylines.read(clean(self.page.meta.get(name), entities=True)).bylines
            if people := [b for b in writers if not self.is_outlet_name(b.name) and not bylines.is_agency(b.name)]:
                self.evidence["bylines"] = f"meta {name}"
                return people
        return []

    def _is_paper_itself(self, agency: str) -> bool:
        """Return True for a source that is the paper: 'Báo điện tử Hà Tĩnh', 'HTO', 'Baohatinh.vn'."""
        hosts = tuple(host.host.removeprefix("www.") for host in self.outlet.hosts)
        return self.is_outlet_name(without_press(agency)) or is_own_mark(agency, self.marks, hosts)

    def _outside_source(self) -> SourceCredit | None:
        for path, element in self.select(*self.source_places):
            credit = bylines.read(element.text_content()).source
            if credit and not self._is_paper_itself(credit.agency):
                self.evidence["source_credit"] = f"dom {path}"
                return credit
        return None

    @cached_property
    def marks(self) -> list[str]:
        """Return the paper's marks."""
        return marks_of(names_of(self.outlet), tuple(self.outlet.marks))

    def _without_own_mark(self, text: str) -> str:
        return without_own_mark(text, self.marks, names_of(self.outlet))

    def is_outlet_name(self, name: str) -> bool:
        """Return True for a name that is the paper's, or was."""
        return fold(name) in _folded_names(self.outlet.name, *self.outlet.former_names)

    def _add_text_problems(self, text: ArticleText) -> None:
        if not text.blocks:
            reason = self.unreadable_reason
            self.problems.append(Problem("body", "unreadable" if reason else "empty", reason))
        else:
            self._add_garbled_text(text)
        self.problems += [Problem("images", "caption_without_picture", line[:120]) for line in text.orphan_captions]

    def _add_garbled_text(self, text: ArticleText) -> None:
        """Note paragraphs that nobody can read; where the encrypted ones are most of the text, the body is none."""
        garbled = garbled_blocks(text.blocks)
        if garbled:
            count = f"{len(garbled)} of {len(text.blocks)}"
            self.problems.append(Problem("body", "unreadable", f"{count}: {garbled[0][1]}"))
        ciphers = [block for block, reason in garbled if reason == "encrypted"]
        if 2 * sum(len(b.text) for b in ciphers) > sum(len(b.text) for b in text.blocks):
            self.unreadable_reason = "the body is encrypted where its text should stand"
            text.blocks = [block for block in text.blocks if block not in ciphers]

    def _article_kind(
        self, text: ArticleText, section: list[str], headline: str, signature: bylines.Signature
    ) -> ArticleKind:
        kind_word = _KIND_WORD.match(headline)  # 'Infographic: …', '[Video] …'
        words = fold(" ".join([*section, kind_word[1] if kind_word else ""]))
        blocks, images = len(text.blocks), len(text.images)
        if not blocks and images and any("graphics" in b.roles for b in signature.bylines):
            return "infographic"
        if re.search(r"\b(?:infographics?|đồ họa|đồ hoạ|megastory)\b", words):
            return "infographic"
        if blocks <= 2 and (self.players or re.search(r"\b(?:video|truyền hình|clip)\b", words)):
            return "video"
        photo_section = re.search(r"\b(?:ảnh|photo|phóng sự ảnh|multimedia)\b", words)
        if images >= 3 and (photo_section or blocks <= 2) and blocks <= images:
            return "photo"
        return "news"

    def _language(self) -> str:
        return next((s.language for s in self.outlet.id_spaces if s.id_space == self.identity.id_space), "vi")

    def _robots_meta(self) -> str | None:
        directives = [self.page.meta.get("robots", ""), self.page.header("x-robots-tag")]
        return "; ".join(text for text in directives if text) or None


def _merged_signature(head: bylines.Signature, under: bylines.Signature) -> bylines.Signature:
    """Join two signatures: a person in both is named once, with the roles of the fuller print."""
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


def _joined_byline_lines(lines: list[str], outside_byline: str | None) -> str:
    """Join the byline lines under the text, without a copy of the byline outside it."""
    lines = [line for line in lines if not outside_byline or not same(line, outside_byline)]
    return " ; ".join(lines).replace(" ; (", " (").replace(" ; Theo ", " (Theo ") if len(lines) > 1 else "".join(lines)


@lru_cache(maxsize=256)  # the names and tags that the catalogue gives each outlet
def _folded_names(*names: str) -> frozenset[str]:
    return frozenset(map(fold, names))


def _section_path(texts: list[str]) -> list[str]:
    """Return the crumbs, each once, without the home page and the separators."""
    sections = [t for t in texts if t and t.casefold() not in _HOME_PAGE_NAMES and t not in (">", "/", "»")]
    return list(dict.fromkeys(sections))


def _breadcrumb_names(objects: list[dict[str, Any]]) -> list[str]:
    for value in objects:
        if "breadcrumblist" in types_of(value) and isinstance(value.get("itemListElement"), list):
            return [_crumb_name(e) for e in value["itemListElement"] if isinstance(e, dict)]
    return []


def _crumb_name(element: dict[str, Any]) -> str:
    item = element.get("item")
    name = element.get("name") or (item.get("name") if isinstance(item, dict) else "")
    return clean(name, entities=True) if isinstance(name, str) else ""
