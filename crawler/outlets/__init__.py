"""The catalogue of newspapers, and whose article an address is."""

from crawler.outlets.address import BadAddress, normal
from crawler.outlets.catalogue import CatalogueError, UnknownOutlet, catalogue, crawled, nightly, outlet
from crawler.outlets.identity import identify, outlet_of
from crawler.outlets.outlet import Channel, Host, IdSpace, Outlet
from crawler.outlets.proof import unproven

__all__ = [
    "BadAddress",
    "CatalogueError",
    "Channel",
    "Host",
    "IdSpace",
    "Outlet",
    "UnknownOutlet",
    "catalogue",
    "crawled",
    "identify",
    "nightly",
    "normal",
    "outlet",
    "outlet_of",
    "unproven",
]
