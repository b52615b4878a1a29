"""The addresses of a stranger: of its articles in all their forms, of its sections, and of pages that look like articles'."""

import random
from dataclasses import dataclass
from functools import cached_property

from crawler.sample_press.strangers.native_ids import AddressForm, native_id
from crawler.sample_press.strangers.story import Story, sections_of, slug_of
from crawler.sample_press.strangers.traits import Paper


@dataclass(frozen=True)
class Addresses:
    """All addresses that a paper gives."""

    paper: Paper

    @cached_property
    def section_numbers(self) -> dict[str, int]:
        """Return the number of each section in the paper's system."""
        rng = random.Random(f"section numbers/{self.paper.seed}")
        names = sorted({name for path in sections_of(self.paper.seed).values() for name in path})
        return dict(zip(names, rng.sample(range(2, 400), len(names)), strict=True))

    def id_of(self, story: Story, number: int) -> str | None:
        """Return the id of a story whose number in the system is given."""
        return native_id(self._form(story).kind, self.paper.seed, number, story.published_at)

    def article(self, story: Story, number: int, slug: str | None = None) -> str:
        """Return the address of an article, without a fragment; `slug` is another than today's."""
        return self.linked(story, number, slug).partition("#")[0]

    def linked(self, story: Story, number: int, slug: str | None = None) -> str:
        """Return the address of an article as the paper links it."""
        return self._root + self._filled(self._form(story).template, story, number, slug or story.slug)

    def variants(self, story: Story, number: int) -> list[tuple[str, str]]:
        """Return the other addresses of an article, each with its name."""
        path = self.article(story, number).removeprefix(self._root)
        join = "&" if "?" in path else "?"
        template = self._form(story).print
        made = {
            "print": self._root
            + (self._filled(template, story, number, story.slug) if template else f"{path}{join}print=1"),
            "amp": f"{self._root}/amp{path}"
            if join == "?" and self.paper.seed % 3
            else f"{self._root}{path}{join}amp=1",
            "mobile": f"https://m.{self.paper.host}{path}",
            "tracked": f"{self._root}{path}{join}utm_source=rss&utm_medium=feed",
        }
        return [(name, made[name]) for name in self.paper.variants]

    def section(self, name: str) -> str:
        """Return the address of a section."""
        return self._root + self.paper.section_form.format(slug=slug_of(name), number=self.section_numbers[name])

    def page_of(self, section: str, page: int) -> str:
        """Return the address of a page of a section; 1 is the section itself."""
        first, form = self.section(section), self.paper.pagination
        if page == 1:
            return first
        if form == "load_more":
            return f"{self._root}/ajax/tin-moi?cat={self.section_numbers[section]}&page={page}"
        if form == "?start={}":
            form = f"?start={(page - 1) * PAGE_SIZE}"
        step = form.format(page)
        if step.startswith("?"):
            return first + (step.replace("?", "&") if "?" in first else step)
        if "?" in first:
            return f"{first}&page={page}"
        return first.removesuffix("/").removesuffix(".html") + step

    def furniture(self, slug: str, number: int) -> str:
        """Return the address of a page of the house: in the form of an article's, with a small number, in some papers."""
        form = self.paper.address
        if self.paper.lookalikes and form.kind == "number":
            if "?" in form.template:
                return f"{self._root}{form.template.partition('?')[0]}?pageid={number}"
            section = "tien-ich"
            return (
                self._root
                + form.template.format(
                    slug=slug, id=number, section=section, cat=1, yyyy="2020", mm="01", dd="02"
                ).partition("#")[0]
            )
        return f"{self._root}/{slug}" + (".html" if self.paper.seed % 2 else "")

    def tag(self, name: str) -> str:
        """Return the address of a tag."""
        slug = slug_of(name)
        number = 100 + sum(slug.encode()) % 9000
        forms = (
            "/tag/{0}",
            "/tags/{0}-{1}.html",
            "/tu-khoa/{0}.html",
            "/{0}-tag{1}.html",
            "/tag.aspx?tagid={1}",
            "/{0}-ptag.html",
        )
        return self._root + forms[self.paper.seed % len(forms)].format(slug, number)

    def person(self, name: str) -> str:
        """Return the address of an author's page."""
        slug = slug_of(name)
        forms = ("/tac-gia/{0}-{1}.html", "/author/{0}/", "/tac-gia/{0}")
        return self._root + forms[self.paper.seed // 3 % len(forms)].format(slug, sum(slug.encode()) % 900)

    @property
    def _root(self) -> str:
        return f"https://{self.paper.host}"

    def _form(self, story: Story) -> AddressForm:
        relaunched_at, former = self.paper.relaunched_at, self.paper.former_address
        return former if former and relaunched_at and story.published_at < relaunched_at else self.paper.address

    def _filled(self, template: str, story: Story, number: int, slug: str) -> str:
        at, section = story.published_at, story.section[-1]
        return template.format(
            slug=slug,
            id=self.id_of(story, number),
            section=slug_of(section),
            cat=self.section_numbers[section],
            yyyy=f"{at:%Y}",
            mm=f"{at:%m}",
            dd=f"{at:%d}",
        )


PAGE_SIZE = 12
