"""Exact tests on counts: Fisher's for two shares, the binomial for one, the negative binomial for a number a day."""

from math import exp, lgamma, log


def fisher_tail(good: int, of: int, good_before: int, of_before: int) -> float:
    """Return how likely so few good ones, or fewer, of so many are if nothing changed (one-sided)."""
    all_good, everything = good + good_before, of + of_before
    all_ways = log_ways(everything, of)
    least = max(0, of - (everything - all_good))
    return sum(
        exp(log_ways(all_good, n) + log_ways(everything - all_good, of - n) - all_ways) for n in range(least, good + 1)
    )


def binomial_tail(good: int, of: int, share: float) -> float:
    """Return how likely so few good ones, or fewer, of so many are where each is good with this share."""
    return sum(exp(log_ways(of, n) + n * log(share) + (of - n) * log(1 - share)) for n in range(good + 1))


def count_tail(count: int, mean: float, variance: float) -> float:
    """Return how likely so few, or fewer, are where days have this mean and variance (negative binomial)."""
    if not mean:
        return 1.0
    variance = max(variance, 1.001 * mean)  # as good as Poisson's
    size = mean**2 / (variance - mean)
    none, more = size * log(size / (size + mean)), log(mean / (size + mean))
    return sum(exp(none + n * more + lgamma(size + n) - lgamma(size) - lgamma(n + 1)) for n in range(count + 1))


def log_ways(of: int, chosen: int) -> float:
    """Return the logarithm of the binomial coefficient."""
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)
