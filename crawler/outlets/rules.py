"""Rules that the papers of one content system share: `families.yaml`, a line or two for each family."""

import functools
from importlib import resources

import msgspec

from crawler.outlets.yaml_files import read_yaml

FAMILIES_FILE = "families.yaml"


class FamilyRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a family's articles are addressed, and how the records name it.

    `articles` is matched like an id space's pattern, with '{id}' in the place of the group `id`; `ids` is the pattern
    of an id, and `editions` replaces `articles` under a path where that differs. `records_say` are the words by which
    the evidence means this family.
    """

    records_say: str | None = None
    articles: str | None = None
    ids: str = r"\d+"
    editions: str | None = None
    not_articles: list[str] = []

    def pattern(self, ids: str | None = None, under: str = "") -> str | None:
        """Return the pattern of an id space, under a path ('/khmer') or with other ids if they are given."""
        template = self.editions if under and self.editions else self.articles
        return template and template.replace("^", f"^{under}", 1).replace("{id}", f"(?P<id>{ids or self.ids})")


@functools.cache
def family_rules() -> dict[str, FamilyRules]:
    """Return the rules of every family by its name. Raises CatalogueError."""
    return read_yaml(resources.files("crawler.outlets") / FAMILIES_FILE, dict[str, FamilyRules])
