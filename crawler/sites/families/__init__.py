"""Families of sites that share a content management system, by the catalogue's name for them."""

from crawler.sites.families.bbg import Bbg
from crawler.sites.families.dcontent import DContent
from crawler.sites.families.epi import Epi
from crawler.sites.families.fck import Fck
from crawler.sites.families.generic import Generic
from crawler.sites.families.onecms import OneCms
from crawler.sites.families.qnc import Qnc
from crawler.sites.families.quangngai import QuangNgai
from crawler.sites.families.zce import Zce
from crawler.sites.family import Family

_READ: tuple[type[Family], ...] = (Bbg, DContent, Epi, Fck, Generic, OneCms, Qnc, QuangNgai, Zce)
# Systems of archives that are known by their addresses only; their readings say 'generic'.
_UNSEEN = ("ckfinder", "ims", "liferay", "newsid")
FAMILIES: dict[str, type[Family]] = {f.name: f for f in _READ} | dict.fromkeys(_UNSEEN, Generic)

__all__ = ["FAMILIES", "Family"]
