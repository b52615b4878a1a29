"""The zce family: Sài Gòn Giải Phóng, Hà Tĩnh, Gia Lai, Lào Cai (`/{slug}-post{id}.html`)."""

from collections.abc import Iterator

from crawler.sites.family import Family
from crawler.sites.places import has
from crawler.vietnamese import dates

_TIME = f"//time[{has('time')}][not(ancestor::*[contains(@class,'story')])]"


class Zce(Family):
    """Read pages whose body is in `.article__body.cms-body`, its paragraphs often as bare divs."""

    name = "zce"
    containers = (f"//*[{has('article__body')} and {has('cms-body')}]", "//*[@data-field='body']")
    headlines = (f"//h1[{has('article__title')}]", f"//*[{has('article__title')} and {has('cms-title')}]")
    date_places = (_TIME,)
    lead_places = (f"//*[{has('article__sapo')}]",)
    byline_places = (f"//*[{has('article__author')}]",)
    section_places = (f"//*[{has('breadcrumbs')}]//h2[{has('main')}]//a", f"//*[{has('breadcrumbs')}]//a")
    tag_places = (f"//*[{has('article__tags')} or {has('article__tag')}]//a",)
    not_text = (f".//*[{has('sda_middle')}]",)

    def date_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        """Yield the time in the printed date's attribute, then those in the head."""
        for path, element in self.select(f"{_TIME}[@datetime]"):
            yield f"dom {path}/@datetime", dates.iso(element.get("datetime"))
        yield from super().date_witnesses()
