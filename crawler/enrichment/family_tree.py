"""The family tree of copies: each article hangs on the earlier one that it is most like."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.enrichment.copies import Pair
from crawler.vietnamese.text import fold


@dataclass(frozen=True)
class Member:
    """An article that may be part of a story: when it appeared, whose it is, and the source that it names.

    It was published at `earliest` (null where no date is known) or later, and before `latest`.
    """

    article_id: int
    at: datetime
    outlet: str
    outlet_name: str
    agency: str | None
    earliest: datetime | None
    latest: datetime


@dataclass(frozen=True)
class Place:
    """An article's place in its story; counts and agency are the story's, and equal in all its articles."""

    article_id: int
    story_id: int
    like_id: int
    kept: float
    taken: float
    at: datetime
    outlet: str
    agency: str | None
    articles: int
    outlets: int
    is_first_certain: bool = False

    @property
    def is_first(self) -> bool:
        """Return True if the story begins with this article."""
        return self.article_id == self.story_id


@dataclass(frozen=True)
class _Likeness:
    mate: int
    kept: float
    taken: float

    @property
    def degree(self) -> tuple[float, float]:
        """Return how far two articles are one text: neither holds much that the other does not.

        So a round-up that holds three whole articles is like none of them, and a copy of one is like that one.
        """
        return (min(self.kept, self.taken), max(self.kept, self.taken))


def places(members: Iterable[Member], pairs: Iterable[Pair]) -> list[Place]:
    """Return the place of every article that is part of a story; one that is like no other has no place.

    Ties in time go to the article with the smaller number, so that the answer never depends on the order of loading;
    `is_first_certain` is then false.
    """
    members_by_id = {member.article_id: member for member in members}
    likes = _likenesses(pairs)
    order = sorted(
        (m for m in members_by_id.values() if likes[m.article_id]), key=lambda m: _precedence(m, likes, members_by_id)
    )
    rank = {member.article_id: at for at, member in enumerate(order)}
    for mates in likes.values():
        mates.sort(key=lambda like: rank[like.mate])  # of those that it is equally like, the earliest counts
    story_of: dict[int, int] = {}
    nearest: dict[int, _Likeness] = {}
    for member in order:
        earlier = [like for like in likes[member.article_id] if like.mate in story_of]
        if earlier:
            nearest[member.article_id] = max(earlier, key=lambda like: like.degree)
        story_of[member.article_id] = story_of[nearest[member.article_id].mate] if earlier else member.article_id
    return _stories(members_by_id, likes, story_of, nearest)


def _precedence(
    member: Member, likes: dict[int, list[_Likeness]], members_by_id: dict[int, Member]
) -> tuple[bool, datetime, int]:
    """Order by time; but a paper that names another paper of the story as its source comes after it."""
    return (_names_a_mate(member, likes, members_by_id), member.at, member.article_id)


def _names_a_mate(member: Member, likes: dict[int, list[_Likeness]], members_by_id: dict[int, Member]) -> bool:
    """Return True if the article names as its source the paper of one that it is like."""
    source = fold(member.agency)
    return bool(source) and any(
        source in fold(members_by_id[like.mate].outlet_name)
        for like in likes[member.article_id]
        if like.mate in members_by_id
    )


def _likenesses(pairs: Iterable[Pair]) -> dict[int, list[_Likeness]]:
    """Map each article to its mates: what it keeps of a mate's words, and what of its own the mate has."""
    by_article: dict[int, list[_Likeness]] = defaultdict(list)
    for pair in pairs:
        by_article[pair.one].append(_Likeness(pair.other, kept=pair.kept_of_other, taken=pair.kept_by_other))
        by_article[pair.other].append(_Likeness(pair.one, kept=pair.kept_by_other, taken=pair.kept_of_other))
    return by_article


def _stories(
    members_by_id: dict[int, Member],
    likes: dict[int, list[_Likeness]],
    story_of: dict[int, int],
    nearest: dict[int, _Likeness],
) -> list[Place]:
    together: dict[int, list[Member]] = defaultdict(list)
    for article_id, story_id in story_of.items():
        together[story_id].append(members_by_id[article_id])
    story_places = []
    for story_id, mates in together.items():
        if len({mate.outlet for mate in mates}) > 1:
            first = members_by_id[story_id]
            rivals = [mate for mate in mates if not _names_a_mate(mate, likes, members_by_id)]
            is_certain = _is_before(first, rivals)
            story_places += [
                replace(_place(member, story_id, mates, likes, nearest), is_first_certain=is_certain)
                for member in mates
            ]
    return story_places


def _is_before(first: Member, rivals: Iterable[Member]) -> bool:
    """Return True if the dates say that no other paper's article was published before this one, or with it."""
    return all(
        rival.earliest is not None and first.latest <= rival.earliest
        for rival in rivals
        if rival.outlet != first.outlet
    )


def _place(
    member: Member,
    story_id: int,
    mates: list[Member],
    likes: dict[int, list[_Likeness]],
    nearest: dict[int, _Likeness],
) -> Place:
    within = {mate.article_id for mate in mates}
    like = nearest.get(member.article_id) or max(
        (like for like in likes[member.article_id] if like.mate in within), key=lambda like: like.degree
    )
    return Place(
        member.article_id,
        story_id,
        like.mate,
        like.kept,
        like.taken,
        member.at,
        member.outlet,
        _agency(mates),
        len(mates),
        len({mate.outlet for mate in mates}),
    )


def _agency(mates: list[Member]) -> str | None:
    """Return the source that at least half of a story's articles name, unless it is a paper of the story itself."""
    named = Counter(mate.agency for mate in mates if mate.agency)
    for agency, count in sorted(named.items(), key=lambda item: (-item[1], item[0])):
        if count * 2 >= len(mates) and not any(fold(agency) in fold(mate.outlet_name) for mate in mates):
            return agency
    return None
