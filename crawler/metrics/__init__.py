"""Numbers for Prometheus, read from the tables and the disk at the moment when somebody asks for them."""

from crawler.metrics.collector import NumbersCollector, Sources, numbers_registry
from crawler.metrics.endpoint import serve

__all__ = ["NumbersCollector", "Sources", "numbers_registry", "serve"]
