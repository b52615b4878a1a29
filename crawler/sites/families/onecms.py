"""The onecms family: Nghệ An, Hải Phòng, Đà Nẵng (`/{slug}-{id}.html`)."""

from bs4 import Tag
from lxml.html import HtmlElement

from crawler.sites.family import Family

_ENTRY = "[contains(concat(' ',normalize-space(@class),' '),' entry ')]"
# What public extractors of Hà Nội Mới, Hải Phòng, Nghệ An and Đà Nẵng drop from the text.
_NOT_TEXT = ".c-box, .c-sticky-share, .c-powered, .c-news-related, .c-tag, .onecms__tags, .c-widget-tags, .c-comments"
_HEAD_PARTS = ("block-sc-title", "block-sc-author", "block-sc-publish-time", "block-sc-sapo", "block-sc-cate-name")


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
    headlines = ("//*[contains(@class,'block-sc-title')]", "//h1[contains(@class,'title')]", "//h1")
    date_places = ("//*[contains(@class,'block-sc-publish-time')]", "//*[contains(@class,'c-detail-head__time')]")
    lead_places = ("//*[contains(@class,'block-sc-sapo')]", "//*[contains(@class,'sc-longform-header-sapo')]")
    byline_places = ("//*[contains(@class,'block-sc-author')]",)
    source_places = ("//*[contains(concat(' ',@class,' '),' c-author-page ')]",)
    section_places = (
        "//ol[contains(@class,'breadcrumb')]//a",
        "//*[contains(@class,'c-sticky-cat')]//a[../../*[contains(@class,'c-sticky-title')]]",
    )
    tag_places = ("//*[contains(@class,'onecms__tags')]//a", "//*[contains(@class,'c-widget-tags')]//a")

    def _prepared(self, container: HtmlElement) -> Tag:
        """Take the head out of the entry: its parts are read where they stand, pictures in it are the article's."""
        soup = super()._prepared(container)
        for name in _HEAD_PARTS:
            for part in soup.find_all(class_=name):
                part.decompose()
        for part in soup.select(_NOT_TEXT):
            part.decompose()
        for part in soup.find_all(class_="block-sc-text"):  # the bullet between byline and date
            part.decompose()
        return soup
