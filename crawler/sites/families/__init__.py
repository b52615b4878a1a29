"""Families of sites that share a content management system, by the catalogue's name for them."""

from crawler.page import SavedPage
from crawler.sites.families.bbg import Bbg
from crawler.sites.families.dcontent import DContent
from crawler.sites.families.epi import Epi
from crawler.sites.families.fck import Fck
from crawler.sites.families.generic import Generic
from crawler.sites.families.learned import Learned
from crawler.sites.families.onecms import OneCms
from crawler.sites.families.qnc import Qnc
from crawler.sites.families.quangngai import QuangNgai
from crawler.sites.families.zce import Zce
from crawler.sites.family import Family

_FAMILY_CLASSES: tuple[type[Family], ...] = (Bbg, DContent, Epi, Fck, Generic, Learned, OneCms, Qnc, QuangNgai, Zce)
# Systems of old archives of which only addresses were seen; their readings say 'generic'.
_SEEN_BY_ADDRESS_ONLY = ("ckfinder", "ims", "liferay", "newsid")
FAMILIES: dict[str, type[Family]] = {f.name: f for f in _FAMILY_CLASSES} | dict.fromkeys(_SEEN_BY_ADDRESS_ONLY, Generic)
_WITHOUT_LAYOUT = (Generic, Learned)  # of papers whose markup nobody described


def families_of(page: SavedPage) -> list[str]:
    """Return the families whose layout the page has, by their signatures."""
    return [f.name for f in _FAMILY_CLASSES if f not in _WITHOUT_LAYOUT and f.recognises(page)]


__all__ = ["FAMILIES", "Family", "families_of"]
