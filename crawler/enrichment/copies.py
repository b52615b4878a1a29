"""Copies: which articles hold most of the words of another. Sketches name the candidates, the texts decide."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from crawler.enrichment.shingles import PERMUTATIONS, Sketch

# A copy keeps this share of the shorter text, at least. Independent reports of one event share quotations and titles
# of officials and stay below 0.3 on the generated month; a copy with every tenth word changed keeps about 0.6.
CONTAINED = 0.5
# Below it two texts share a formula (a weather table, a list of names), and not a story.
SHARED = 25
# The sketches err by some hundredths: candidates are asked for below the bar, and the texts decide.
_MARGIN = 0.1


@dataclass(frozen=True)
class Pair:
    """Two articles, the smaller number first, and the share of each one's shingles that the other has too."""

    one: int
    other: int
    kept_by_other: float
    kept_of_other: float


class _Index:
    """Sketches in an index, which answers which of them hold most of another text."""

    def __init__(self, sketches: Mapping[int, Sketch]) -> None:
        from datasketch import MinHashLSHEnsemble

        self._ensemble = MinHashLSHEnsemble(CONTAINED - _MARGIN, PERMUTATIONS, num_part=8, m=4)
        self._empty = not sketches
        if sketches:
            self._ensemble.index([(key, each.minhash, each.size) for key, each in sketches.items()])

    def holders(self, sketch: Sketch) -> Iterator[int]:
        if not self._empty:
            yield from self._ensemble.query(sketch.minhash, sketch.size)


def candidates(new: Mapping[int, Sketch], around: Mapping[int, Sketch]) -> set[tuple[int, int]]:
    """Return pairs (smaller number first) of a new article and any other that may be copies; some are not.

    The shorter text of a pair must do the asking, since containment is not symmetric: so the new ones ask all, and
    those around them ask the new ones.
    """
    new = {key: sketch for key, sketch in new.items() if sketch.size >= SHARED}
    around = {key: sketch for key, sketch in around.items() if sketch.size >= SHARED}
    everything, fresh = _Index({**around, **new}), _Index(new)
    return {
        (min(one, other), max(one, other))
        for index, askers in ((everything, new), (fresh, around))
        for one, sketch in askers.items()
        for other in index.holders(sketch)
        if one != other
    }


def verified(pairs: Iterable[tuple[int, int]], shingles_of: Callable[[int], frozenset[str]]) -> Iterator[Pair]:
    """Yield the candidates whose texts share enough, with the exact shares."""
    for one, other in sorted(pairs):
        mine, theirs = shingles_of(one), shingles_of(other)
        shared = len(mine & theirs)
        if shared >= SHARED and shared >= CONTAINED * min(len(mine), len(theirs)):
            yield Pair(one, other, shared / len(mine), shared / len(theirs))
