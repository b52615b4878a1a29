"""The catalogue of newspapers, and the article's identity behind an address."""

from crawler.outlets.address import BadAddress, absolute_url, normal_url
from crawler.outlets.catalogue import UnknownOutlet, catalogue, crawled_outlets, nightly_outlets, outlet_by_key
from crawler.outlets.entry import OutletEntry, complete_outlet, registered_domain
from crawler.outlets.family_proof import unproven_rules
from crawler.outlets.further_outlets import with_further_outlets
from crawler.outlets.identity import identify, outlet_by_url
from crawler.outlets.outlet import Channel, Host, IdSpace, Outlet
from crawler.outlets.proof import unproven_statements
from crawler.outlets.rules import family_rules
from crawler.outlets.unfinished import unfinished_parts
from crawler.outlets.yaml_files import CatalogueError

__all__ = [
    "BadAddress",
    "CatalogueError",
    "Channel",
    "Host",
    "IdSpace",
    "Outlet",
    "OutletEntry",
    "UnknownOutlet",
    "absolute_url",
    "catalogue",
    "complete_outlet",
    "crawled_outlets",
    "family_rules",
    "identify",
    "nightly_outlets",
    "normal_url",
    "outlet_by_key",
    "outlet_by_url",
    "registered_domain",
    "unfinished_parts",
    "unproven_rules",
    "unproven_statements",
    "with_further_outlets",
]
