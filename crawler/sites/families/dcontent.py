"""The dcontent family: Phú Thọ, Thanh Hóa (`/{slug}-{id}.htm`), which serve some bodies encrypted."""

import re
from functools import cached_property

from crawler.sites.article_text import ArticleText
from crawler.sites.family import Family
from crawler.sites.places import has
from crawler.vietnamese.text import clean

# Letters of a base64 alphabet without a space, as long as two sentences: no language has such text.
_ENCRYPTED = re.compile(r"[A-Za-z0-9+/=_-]{200,}")

_SHOWN_TEXT = (
    f".//text()[not(ancestor::script or ancestor::style or ancestor::*[{has('sapo')} or {has('article__sapo')}])]"
)


class DContent(Family):
    """Read pages whose body is in `#dcontent`; a body that only a script can decode is reported as unreadable."""

    name = "dcontent"
    containers = ("//*[@id='dcontent']", f"//*[{has('article__body')}]")
    headlines = ("//h1[not(ancestor::header)]",)
    date_places = ()
    lead_places = (f"//*[{has('article__sapo')}]", f"//*[{has('sapo')}]")
    section_places = ()
    tag_places = ()
    not_text = (f".//*[{has('box-content')} or {has('content-list')}]",)

    def headline(self) -> str | None:
        """Return the headline from the head first, as public extractors of these pages do."""
        if title := clean(self.page.meta.get("og:title"), entities=True):
            self.evidence["headline"] = "meta og:title"
            return title
        return super().headline()

    @cached_property
    def unreadable_reason(self) -> str:
        """Return where an encrypted body was found, or ''."""
        if self.container is None:
            return ""
        shown = clean(" ".join(map(str, self.container.xpath(_SHOWN_TEXT))))
        if _ENCRYPTED.search(shown):
            return "the body is encrypted where its text should stand"
        scripts = (e.text or "" for _, e in self.select("//script[not(@src)][not(contains(@type,'json'))]"))
        if not shown and any(_ENCRYPTED.search(script) for script in scripts):
            return "the body is encrypted in a script"
        return ""

    def article_text(self, outside_byline: str | None) -> ArticleText | None:
        """Claim the lines of the text; none of an encrypted one."""
        return ArticleText() if self.unreadable_reason else super().article_text(outside_byline)
