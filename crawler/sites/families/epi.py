"""The epi family: Đắk Lắk, Phú Yên's archive, Đồng Nai and others (`/{section}/{YYYYMM}/{slug}-{7 hex}/`)."""

from crawler.sites.family import Family
from crawler.sites.places import bold_opening, has
from crawler.vietnamese.text import clean, fold, same

_TEXT = f"[{has('td-post-content')}]"


class Epi(Family):
    """Read pages whose body is in `#content .td-post-content`, which repeats the lead and the signature."""

    name = "epi"
    containers = (
        f"//*[@id='content']//*{_TEXT}",
        f"//*{_TEXT}",
        f"//*[{has('article_content')}]//*[@id='content']",
        f"//*[@id='content'][{has('content-detail')}]",
        "//*[@id='content']",
    )
    # The other h1 of the page are the paper's name and the heading of the box of related articles.
    headlines = (
        f"//*[{has('detail-main-title')}]//h1[{has('title')}]",
        f"//h1[{has('media-heading')}]",
        "//h1[not(ancestor::aside or ancestor::header or ancestor::footer)][not(contains(../@class,'related'))]",
    )
    date_places = (f"//*[{has('group-time')}]//time", f"//*[{has('article_content')}]//div[{has('date')}]")
    lead_places = (
        f"//p[{has('reply')}]",
        f"//div[{has('desc')}][not(ancestor::aside)][not(.//a)]",
        bold_opening(f"//*{_TEXT}"),
        bold_opening(f"//*[{has('article_content')}]//*[@id='content']"),
    )
    byline_places = (f"//p[{has('author')}]",)
    section_places = (
        f"//ol[{has('breadcrumb')}]//a",
        f"//*[{has('breadcrumb')}]//a[{has('title')}]",
        f"//a[{has('maincatetitle')}]",
        f"//a[{has('title')} and {has('color1')}]",
    )
    tag_places = (f"//*[{has('tags-box')}]//a", f"//*[{has('tag_list')}]//a")
    not_text = (
        ".//h1[contains(@class,'media-heading')]",
        f".//div[{has('date')} or {has('bd02')}]",
        ".//ul[contains(@class,'social')]",
        f".//*[{has('td-post-sharing')} or {has('related-post')} or {has('box-tag')}]",
    )

    def outside_byline(self) -> str | None:
        """Return the byline under the text, unless it is the template's placeholder 'Bút danh' (pen name)."""
        byline = super().outside_byline()
        if byline and fold(byline) == "bút danh":
            del self.evidence["bylines"]
            return None
        return byline

    def lead(self) -> str | None:
        """Return the lead: marked as such, or the opening paragraph where the head gives it as the description."""
        if marked := super().lead():
            return marked
        description = clean(self.page.meta.get("og:description") or self.page.meta.get("description"), entities=True)
        for path, opening in self.select(f"//*{_TEXT}/p[normalize-space()][1]"):
            if description and same(opening.text_content(), description):
                self.evidence["lead"] = f"dom {path}, as meta og:description"
                return clean(opening.text_content())
        return None
