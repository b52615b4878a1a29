"""What a paper and a family of sites cost: the lines that somebody wrote for them and has to keep."""

from importlib import resources

from crawler.outlets import Outlet

LONGEST_ENTRY = 15  # lines of YAML of a paper of a known family, besides its evidence
PLAIN_HISTORY = 2  # hosts, and id spaces: more of them are facts that take a line each
LONGEST_FAMILY = 100  # lines of Python: article, listings, feeds, signature


def entry_lines(outlet: Outlet) -> int:
    """Count an entry's lines that say something: no comment and no blank line."""
    text = (resources.files("crawler.outlets") / f"{outlet.key}.yaml").read_text("utf8")
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in text.splitlines())


def longest_entry(outlet: Outlet) -> int:
    """Return how many lines an entry may have: a paper that moved often has more to say."""
    return LONGEST_ENTRY + sum(max(0, len(facts) - PLAIN_HISTORY) for facts in (outlet.hosts, outlet.id_spaces))


def family_lines() -> dict[str, int]:
    """Count each family's module in whole lines, blank ones and comments included."""
    folder = resources.files("crawler.sites.families")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".py") and f.name != "__init__.py"), key=str)
    return {file.name.removesuffix(".py"): len(file.read_text("utf8").splitlines()) for file in files}
