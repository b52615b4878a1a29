"""What people said of a paper that the catalogue has: it stays when the paper is learned again."""

from typing import Any

import msgspec

from crawler.outlets import CatalogueError, Outlet
from crawler.outlets.records import evidence_of

_SAID = ("status", "province", "unit_today", "successor_of")


def entry_of_known(known: Outlet, host: str) -> dict[str, Any]:
    """Return the statements of an entry that no page makes; `host` is the home host as its pages are addressed."""
    others = {each.host: each.role for each in known.hosts if each.role != "home"}
    return {
        "name": known.name,
        "former_names": known.former_names,
        "predecessors": known.predecessors,
        "province_code": known.province_code,
        "former_province_codes": known.former_province_codes,
        "hosts": {host: "home"} | {name: role for name, role in others.items() if name != host.removeprefix("www.")},
        "marks": known.marks,
        "site_tags": known.site_tags,
    }


def with_known_evidence(evidence: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the evidence with the records of those statements; as it is where the paper has none."""
    try:
        known = evidence_of(key)
    except CatalogueError:
        return evidence
    old = msgspec.to_builtins(known)
    facts = {place: fact for place, fact in old["facts"].items() if place.startswith(("hosts.", "former_names"))}
    kept = {name: old[name] for name in ("host_dates", "marks", "site_tags", "says_merged") if old[name]}
    return (
        evidence
        | kept
        | {
            "name": known.name,
            "hosts": old["hosts"] | evidence["hosts"],
            "says": evidence["says"] | {"name": known.record.name} | {name: old["says"][name] for name in _SAID},
            "facts": facts | evidence.get("facts", {}),
        }
    )
