"""Families of sites that share a content management system, by the catalogue's name for them."""

from crawler.sites.families.fck import Fck
from crawler.sites.families.onecms import OneCms
from crawler.sites.family import Family

FAMILIES: dict[str, type[Family]] = {"fck": Fck, "onecms": OneCms}

__all__ = ["FAMILIES", "Family"]
