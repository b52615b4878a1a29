"""The onecms family: Nghệ An, Hải Phòng, Đà Nẵng (`/{slug}-{id}.html`)."""

from lxml.html import HtmlElement

from crawler.article import Problem
from crawler.sites.family import Family

_ENTRY = "[contains(concat(' ',normalize-space(@class),' '),' entry ')]"
# block-sc-text is the bullet between byline and date; some layouts have the second name only.
_HEAD_PARTS = frozenset(
    [f"block-sc-{part}" for part in ("title", "author", "publish-time", "sapo", "cate-name", "text")]
    + [f"sc-longform-header-{part}" for part in ("title", "author", "date", "sapo", "cate")]
)

# Boxes of Hà Nội Mới, Hải Phòng, Nghệ An and Đà Nẵng that public extractors of their pages drop.
_NOT_TEXT = _HEAD_PARTS | frozenset(
    ["c-box", "c-sticky-share", "c-powered", "c-news-related", "c-tag", "onecms__tags", "c-widget-tags", "c-comments"]
)


# The head that stays at the top of the window. Nghệ An has no other; Hải Phòng and Đà Nẵng print only the last section.
_STICKY_SECTION = "//*[contains(@class,'c-sticky-cat')]//a[../../*[contains(@class,'c-sticky-title')]]"


class OneCms(Family):
    """Read pages whose `.entry` holds headline, byline, date and lead, and then the body."""

    name = "onecms"
    containers = (
        f"//*{_ENTRY}[.//*[contains(@class,'block-sc-title')]]",
        f"//*[contains(@class,'b-maincontent')]//*{_ENTRY}",
        f"//*{_ENTRY}[not(ancestor::*[contains(@class,'l-footer')])]",
        "//*[@itemprop='articleBody']",
        "//*[contains(@class,'b-maincontent')][not(ancestor::*[contains(@class,'l-footer')])]",
    )
    headlines = (
        "//*[contains(@class,'block-sc-title')]",
        "//*[contains(@class,'sc-longform-header-title')]",
        "//h1[contains(@class,'title')]",
        "//h1",
    )
    date_places = (
        "//*[contains(@class,'block-sc-publish-time')]",
        "//*[contains(@class,'sc-longform-header-date')]",
        "//*[contains(@class,'c-detail-head__time')]",
    )
    lead_places = ("//*[contains(@class,'block-sc-sapo')]", "//*[contains(@class,'sc-longform-header-sapo')]")
    byline_places = ("//*[contains(@class,'block-sc-author')]", "//*[contains(@class,'sc-longform-header-author')]")
    byline_metas = ("dable:author",)  # meta author is the paper on two of three sites
    source_places = ("//*[contains(concat(' ',@class,' '),' c-author-page ')]",)
    section_places = ("//ol[contains(@class,'breadcrumb')]//a", _STICKY_SECTION)
    tag_places = ("//*[contains(@class,'onecms__tags')]//a", "//*[contains(@class,'c-widget-tags')]//a")

    def section(self) -> list[str]:
        """Return the section; where only the sticky head names one, JSON-LD must say that it is the whole path."""
        sections = super().section()
        if self.evidence.get("section") == f"dom {_STICKY_SECTION}" and sections != self.breadcrumb_of_data():
            self.problems.append(Problem("section", "not_in_layout", "the sticky head alone"))
        return sections

    def _skipped_elements(self, container: HtmlElement) -> set[HtmlElement]:
        """Return the parts of the entry's head, which are read as fields; a picture in the head is the article's."""
        return {e for e in container.iter("*") if _NOT_TEXT.intersection((e.get("class") or "")[:500].split())}
