"""The profile: a paper learned from many of its pages, as a person would who lays fifty of them side by side."""

from collections.abc import Iterable, Mapping, Sequence

from crawler.article.reading import Announced
from crawler.learner.facts import facts_of
from crawler.learner.forms import folded
from crawler.learner.layouts import boxes_of, grouped, signature_of
from crawler.learner.lesson import Lesson
from crawler.learner.prose import page_counts, prose_of
from crawler.learner.titles import repeated_texts
from crawler.outlets.profile import Layout, Profile
from crawler.page import SavedPage


def learn_profile(pages: Sequence[SavedPage], announced: Mapping[str, Announced], names: Iterable[str] = ()) -> Profile:
    """Return what pages of one paper's articles show of its layouts; the same pages in any order, the same profile.

    `announced` is what channels said of each address; `names` are the paper's own.
    """
    facts = facts_of(pages, announced)
    counts, repeated = page_counts(facts), repeated_texts(facts)
    prose = {page: prose_of(page, counts, len(facts)) for page in facts}
    boxes = {page: boxes_of(page, prose[page], repeated) for page in facts}
    groups = grouped(boxes)
    layouts: list[Layout] = []
    for group in groups:
        lesson = Lesson(group, prose, counts, repeated, frozenset(map(folded, names)))
        if not lesson.body:
            continue
        layouts.append(lesson.layout(signature_of(group, groups, boxes), len(layouts) + 1))
    return Profile(pages=len(facts), layouts=layouts)
