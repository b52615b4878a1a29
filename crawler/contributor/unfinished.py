"""What an entry that was proposed still lacks: words of a person, and the recorded page that a test reads."""

from pathlib import Path

from crawler.outlets import Outlet
from crawler.outlets.records import TO_FILL, Evidence, evidence_of

_BY_MARKUP = "by the markup of a saved page of the paper"


def unfinished_parts(outlet: Outlet, evidence: Evidence | None = None, checkout: Path | None = None) -> list[str]:
    """Return what a person still has to say or to record, a line each; `checkout` is a folder with tests/pages.

    Only entries that `new-outlet` wrote have a page to record: what is known of the others came from other people.
    """
    evidence = evidence or evidence_of(outlet.key)
    fields = {
        "name": outlet.name,
        "province_code": outlet.province_code,
        "former_province_codes": TO_FILL if TO_FILL in outlet.former_province_codes else "",
        "says.province of its evidence": evidence.record.province,
        "says.unit_today of its evidence": evidence.record.unit_today,
        "says.name of its evidence": evidence.record.name,
    }
    lines = [f"a person has to say: {field} (it is {TO_FILL})" for field, value in fields.items() if TO_FILL in value]
    if not outlet.former_province_codes:
        lines.append(
            "a person has to say: former_province_codes (it is empty; a paper has one former province at least)"
        )
    pages = (checkout or Path.cwd()) / "tests" / "pages"
    is_proposed = (evidence.record.family or "").startswith(_BY_MARKUP)
    if is_proposed and pages.is_dir() and not any(pages.glob(f"{outlet.key}-*.json")):
        lines.append(f"no recorded page: tests/pages has no {outlet.key}-*.json (`baotinh record` writes one)")
    return lines
