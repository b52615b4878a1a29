"""Gauges: a number that is as it is now, one alone or one for each value of its labels."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily


def gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    """Return a number that has no labels."""
    return GaugeMetricFamily(name, meaning, value=value)


def gauges(
    name: str, meaning: str, labels: Sequence[str], values: Iterable[tuple[Sequence[str], float]]
) -> GaugeMetricFamily:
    """Return a family of numbers, one for each combination of the labels' values."""
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for label_values, value in values:
        family.add_metric(label_values, value)
    return family


def by_outlet(name: str, meaning: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    """Return a family with one number for each newspaper."""
    return gauges(name, meaning, ["outlet"], (([key], value) for key, value in values))


def moment(at: datetime | None) -> float:
    """Return a moment as Prometheus writes it, in seconds since 1970; 0 where there is none, which is very old."""
    return at.timestamp() if at else 0.0
