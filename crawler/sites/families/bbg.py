"""The bbg family: Bắc Ninh, with the archive of Bắc Giang (`/…-postid{id}.bbg`)."""

from crawler.sites.family import Family
from crawler.sites.places import has


class Bbg(Family):
    """Read pages whose body is in `.news-details__content`; headline and date come from structured data."""

    name = "bbg"
    containers = (
        f"//*[{has('news-details__content')} and {has('link_content')}]",
        f"//*[{has('news-details__content')}]",
    )
    headlines = ("//h1[not(ancestor::header)]",)
    date_places = ()
    lead_places = (f"//*[{has('news_detail_sapo')}]",)
    section_places = (f"//a[{has('post-meta')}]",)
    tag_places = ()
    not_text = (f".//*[{has('news_detail_sapo')} or {has('news-related__list')}]",)
