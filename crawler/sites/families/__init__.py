"""Families of sites that share a content management system, by the catalogue's name for them."""

from crawler.sites.families.epi import Epi
from crawler.sites.families.fck import Fck
from crawler.sites.families.onecms import OneCms
from crawler.sites.families.qnc import Qnc
from crawler.sites.family import Family

FAMILIES: dict[str, type[Family]] = {"epi": Epi, "fck": Fck, "onecms": OneCms, "qnc": Qnc}

__all__ = ["FAMILIES", "Family"]
