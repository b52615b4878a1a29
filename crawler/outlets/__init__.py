"""The catalogue of newspapers, and whose article an address is."""

from crawler.outlets.address import BadAddress, absolute, normal
from crawler.outlets.catalogue import UnknownOutlet, catalogue, crawled, nightly, outlet
from crawler.outlets.entry import Entry, registered, whole
from crawler.outlets.family_proof import unproven_rules
from crawler.outlets.identity import identify, outlet_of
from crawler.outlets.outlet import Channel, Host, IdSpace, Outlet
from crawler.outlets.proof import unproven
from crawler.outlets.rules import family_rules
from crawler.outlets.yaml_files import CatalogueError

__all__ = [
    "BadAddress",
    "CatalogueError",
    "Channel",
    "Entry",
    "Host",
    "IdSpace",
    "Outlet",
    "UnknownOutlet",
    "absolute",
    "catalogue",
    "crawled",
    "family_rules",
    "identify",
    "nightly",
    "normal",
    "outlet",
    "outlet_of",
    "registered",
    "unproven",
    "unproven_rules",
    "whole",
]
