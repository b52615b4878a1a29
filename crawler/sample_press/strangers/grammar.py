"""A generative grammar: rules of the vocabulary's files, expanded at random into sentences of an article."""

import random
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

TOPICS = ("farming", "weather", "roads", "courts", "health", "school", "culture", "sport", "party", "trade")
_SYMBOL = re.compile(r"\[(?P<name>[a-z_]+)(?P<bound>!?)\]|\[#(?P<low>\d+)-(?P<high>\d+)\]")
# An article is about one thing, so every sentence of it names the same.
_BOUND = frozenset({"thing"})


@cache
def rules() -> Mapping[str, tuple[str, ...]]:
    """Return the alternatives of every symbol; those of a topic are named TOPIC.SYMBOL."""
    lines = [
        line
        for file in files(__package__).joinpath("vocabulary").iterdir()
        if file.name.endswith(".txt")
        for line in file.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    parts = (line.partition(" = ") for line in lines)
    return {symbol: tuple(alternatives.split(" | ")) for symbol, _, alternatives in parts}


class Grammar:
    """The grammar of one article: its topic's rules before the common ones, and what is bound to one value."""

    def __init__(self, rng: random.Random, topic: str, bound: Mapping[str, str]) -> None:
        self._rng = rng
        self._topic = topic
        self._values = dict(bound)

    def text(self, symbol: str) -> str:
        """Return a random text of a symbol, whose name may end in _s to begin with a capital letter."""
        name = symbol.removesuffix("_s")
        text = self._value(name) if name in _BOUND or name in self._values else self._expanded(self._rule(name))
        return text[:1].upper() + text[1:] if symbol != name else text

    def texts(self, symbol: str, count: int) -> list[str]:
        """Return texts of different rules of a symbol, as many as there are."""
        alternatives = self._alternatives(symbol)
        return [self._expanded(rule) for rule in self._rng.sample(alternatives, min(count, len(alternatives)))]

    def _value(self, name: str) -> str:
        if name not in self._values:
            self._values[name] = self._expanded(self._rule(name))
        return self._values[name]

    def _expanded(self, rule: str) -> str:
        return _SYMBOL.sub(self._replacement, rule)

    def _replacement(self, match: re.Match[str]) -> str:
        if match["low"]:
            return str(self._rng.randint(int(match["low"]), int(match["high"])))
        return self._value(match["name"]) if match["bound"] else self.text(match["name"])

    def _rule(self, name: str) -> str:
        return self._rng.choice(self._alternatives(name))

    def _alternatives(self, name: str) -> tuple[str, ...]:
        return rules().get(f"{self._topic}.{name}") or rules()[name]
