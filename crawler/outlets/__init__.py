"""The catalogue of newspapers, and whose article an address is."""

from crawler.outlets.address import BadAddress, normal
from crawler.outlets.catalogue import CatalogueError, UnknownOutlet, catalogue, outlet
from crawler.outlets.identity import identify, outlet_of
from crawler.outlets.outlet import Channel, Host, IdSpace, Outlet

__all__ = [
    "BadAddress",
    "CatalogueError",
    "Channel",
    "Host",
    "IdSpace",
    "Outlet",
    "UnknownOutlet",
    "catalogue",
    "identify",
    "normal",
    "outlet",
    "outlet_of",
]
