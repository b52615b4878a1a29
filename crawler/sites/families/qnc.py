"""The qnc family: Tây Ninh since 2026, Quảng Ninh, Cao Bằng; Lạng Sơn and Hưng Yên by their addresses."""

from crawler.sites.family import Family
from crawler.sites.places import bold_opening, has

_DETAIL = "//*[@id='content-detail']"


class Qnc(Family):
    """Read pages whose `#content-detail` holds lead, body and, at its end, the author."""

    name = "qnc"
    containers = (_DETAIL, f"//*[{has('content-article')}]//*[{has('auto-gallery')}]")
    headlines = (f"//h1[{has('name')}]", "//h1[not(ancestor::header)]")
    # The page prints the time of the fetch as well: div.title-time beside the breadcrumb.
    date_places = (f"//*[{has('content-article')}]//*[{has('date')}]", f"//div[{has('date')}][not(ancestor::header)]")
    # div.sapo holds the first 300 letters of the whole text, cut by a script in the middle of a word.
    lead_places = (f"{_DETAIL}//p[{has('sapo')}]", bold_opening(_DETAIL))
    byline_places = (f"{_DETAIL}//*[{has('author')}]", f"{_DETAIL}//*[{has('pseudonym')}]")
    section_places = (f"//*[{has('breadcrumbs')}]//ol[{has('breadcrumb')}]//a",)
    tag_places = ()
    not_text = (f".//div[{has('sapo')}]",)
