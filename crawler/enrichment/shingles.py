"""A text as the set of its runs of five syllables, and the sketch of that set.

The library of sketches is imported where one is made or asked: it brings SciPy along, and every load imports this room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.vietnamese.text import fold

if TYPE_CHECKING:
    from datasketch import MinHash

# Five syllables are about three words: shorter runs are shared by any two reports of one meeting, longer ones break
# at every word that an editor touches.
RUN = 5
PERMUTATIONS = 128
SCHEME = "affine32"  # named, since sketches are kept and only those of one scheme compare


@dataclass(frozen=True)
class Sketch:
    """What stays of a text: how many shingles it has, and their MinHash (uint32, `PERMUTATIONS` of them)."""

    size: int
    hashes: bytes

    @cached_property
    def minhash(self) -> MinHash:
        """Return the sketch in the library's form."""
        import numpy as np
        from datasketch import MinHash

        return MinHash(PERMUTATIONS, hashvalues=np.frombuffer(self.hashes, dtype="<u4"), scheme=SCHEME)


def shingles(blocks: Iterable[str | None]) -> frozenset[str]:
    """Return the runs of five syllables of a text, in one case and without punctuation; runs cross no paragraph.

    A text that has only shorter paragraphs has none: too little to call anything a copy.
    """
    runs: set[str] = set()
    for block in blocks:
        words = fold(block).split()
        runs.update(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return frozenset(runs)


def sketch(shingle_set: frozenset[str]) -> Sketch:
    """Return the sketch of a set of shingles: the same on every machine."""
    from datasketch import MinHash

    minhash = MinHash(PERMUTATIONS, scheme=SCHEME)
    minhash.update_batch([shingle.encode() for shingle in shingle_set])
    return Sketch(len(shingle_set), minhash.hashvalues.astype("<u4").tobytes())
