"""Costs of a paper and of a family of sites: the lines that somebody wrote for them and must maintain."""

from importlib import resources

from crawler.outlets import Outlet

LONGEST_ENTRY = 15  # lines of YAML of a paper of a known family, without its evidence
LONGEST_FAMILY = 100  # lines of Python: article, listings, feeds, signature
# They read papers of no known system; what they cost is not the cost of a system's family.
_OF_NO_SYSTEM = frozenset({"generic", "learned"})


def entry_lines(outlet: Outlet) -> int:
    """Count an entry's lines without comments and blank lines."""
    text = (resources.files("crawler.outlets") / f"{outlet.key}.yaml").read_text("utf8")
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in text.splitlines())


def family_lines() -> dict[str, int]:
    """Count each module of a system's family in whole lines, blank ones and comments included."""
    folder = resources.files("crawler.sites.families")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".py") and f.name != "__init__.py"), key=str)
    lines = {file.name.removesuffix(".py"): len(file.read_text("utf8").splitlines()) for file in files}
    return {family: count for family, count in lines.items() if family not in _OF_NO_SYSTEM}
