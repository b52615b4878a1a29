"""What the papers of one content system share: `families.yaml`, a line or two for each family."""

import functools
from importlib import resources

import msgspec

from crawler.outlets.yaml_files import read_yaml

FILE = "families.yaml"


class FamilyRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a family's articles are addressed, and how the records name it.

    `articles` is matched as an id space's pattern is, with '{id}' where the group of that name stands; `ids` is what
    an id looks like, and `editions` the form under a path where it is another. `records_say` are the words by which a
    record of evidence means this family.
    """

    records_say: str | None = None
    articles: str | None = None
    ids: str = r"\d+"
    editions: str | None = None
    not_articles: list[str] = []

    def pattern(self, ids: str | None = None, under: str = "") -> str | None:
        """Return the rule of an id space, under a path ('/khmer') or with other ids where a paper has such."""
        form = self.editions if under and self.editions else self.articles
        return form and form.replace("^", f"^{under}", 1).replace("{id}", f"(?P<id>{ids or self.ids})")


@functools.cache
def family_rules() -> dict[str, FamilyRules]:
    """Return the rules of every family by its name. Raises CatalogueError."""
    return read_yaml(resources.files("crawler.outlets") / FILE, dict[str, FamilyRules])
