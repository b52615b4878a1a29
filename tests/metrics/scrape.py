"""One scrape of the numbers, read by the client library's own parser."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client import generate_latest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from crawler.metrics import NumbersCollector, Sources, numbers_registry


@dataclass(frozen=True)
class Scrape:
    """What a scrape brought."""

    text: str

    @property
    def families(self) -> dict[str, Metric]:
        return {family.name: family for family in text_string_to_metric_families(self.text)}

    @property
    def series(self) -> int:
        return sum(len(family.samples) for family in self.families.values())

    def value(self, name: str, **labels: str) -> float:
        (found,) = [s.value for s in self.families[name].samples if s.labels == labels]
        return float(found)

    def by_outlet(self, name: str) -> dict[str, float]:
        return {s.labels["outlet"]: s.value for s in self.families[name].samples}


def sources(
    url: str | Callable[[], str],
    home: Path,
    keys: Sequence[str],
    newest_backup_at: Callable[[], datetime | None] = lambda: None,
) -> Sources:
    return Sources(url if callable(url) else lambda: url, keys, home, lambda: home, newest_backup_at)


def scrape(collector: NumbersCollector) -> Scrape:
    return Scrape(generate_latest(numbers_registry(collector)).decode())
