"""What a stranger has printed by a night: old articles, the new ones of each night, edits, and headlines that moved."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.sample_press.strangers.story import Story, edited, moved, tell, wards_of
from crawler.sample_press.strangers.traits import Paper

_FIRST_NIGHTS = 400  # positions before which no night reaches, so that numbers rise from the first to the newest


@dataclass(frozen=True)
class Printed:
    """A story and its number in the paper's system."""

    story: Story
    number: int


def printed(paper: Paper, articles: int, night: int) -> list[Printed]:
    """Return what is online by a night, newest first; a story is the same in every night until it is edited.

    The first night has `articles`; each later one adds some, edits one and moves the headline of another.
    """
    fresh = [_new_in(paper, one) for one in range(1, night + 1)]
    positions = range(-sum(fresh), articles)
    numbers = _numbers(paper, articles)
    stories = {position: _story(paper, position, _appeared(paper, position, fresh)) for position in positions}
    for one in range(1, night + 1):
        rng = random.Random(f"night/{paper.seed}/{one}")
        at = paper.newest_at + timedelta(days=one, minutes=-rng.randint(5, 300))
        for change in (edited, moved):
            position = rng.randrange(min(20, articles))
            stories[position] = change(stories[position], at)
    return [Printed(stories[position], numbers[position]) for position in positions]


def now_of(paper: Paper, night: int) -> datetime:
    """Return when a night's pages are asked for."""
    return paper.newest_at + timedelta(days=night, hours=3, minutes=11, seconds=7)


def _new_in(paper: Paper, night: int) -> int:
    return random.Random(f"new/{paper.seed}/{night}").randint(1, 5)


def _appeared(paper: Paper, position: int, fresh: list[int]) -> datetime:
    """Return when the article at a position appeared; 0 is the newest of the first night, later ones are below 0."""
    rng = random.Random(f"appeared/{paper.seed}/{position}")
    if position >= 0:
        return paper.newest_at - timedelta(hours=paper.hours_between * (position + rng.uniform(0, 0.9)))
    night, before = 0, 0
    while before < -position:
        before += fresh[night]
        night += 1
    place = before + position  # 0 is the newest of its night
    return paper.newest_at + timedelta(
        days=night, hours=-2 * place, minutes=-rng.randint(1, 99), seconds=-rng.randint(0, 59)
    )


def _numbers(paper: Paper, articles: int) -> dict[int, int]:
    """Return each position's number: rising with time, with gaps for what the paper wrote and did not print."""
    rng = random.Random(f"numbers/{paper.seed}")
    step = 1 if paper.first_number < 10_000 else rng.choice((1, 3, 9, 40))
    later, earlier = random.Random(f"later/{paper.seed}"), random.Random(f"earlier/{paper.seed}")
    numbers, number = {0: paper.first_number}, paper.first_number
    for position in range(1, articles):
        number -= earlier.randint(1, step)
        numbers[position] = number
    number = paper.first_number
    for position in range(-1, -_FIRST_NIGHTS, -1):
        number += later.randint(1, step)
        numbers[position] = number
    return numbers


def _story(paper: Paper, position: int, appeared: datetime) -> Story:
    story = tell(paper.seed, position, appeared.replace(microsecond=0), wards_of(paper.province_code))
    rng = random.Random(f"history/{paper.seed}/{position}")
    if rng.random() < 0.12 and position > 3:
        story = moved(story, story.published_at + timedelta(minutes=rng.randint(9, 170), seconds=rng.randint(0, 59)))
    elif rng.random() < 0.15 and position > 3:
        story = edited(story, story.published_at + timedelta(minutes=rng.randint(9, 170), seconds=rng.randint(0, 59)))
    return story
