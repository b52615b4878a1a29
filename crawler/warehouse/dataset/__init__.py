"""Datasets: every subject of the tables as Parquet by paper and month, described, citable, and brought up to date."""

from crawler.warehouse.dataset.folder import Dataset, write_dataset
from crawler.warehouse.dataset.package import Selection

__all__ = ["Dataset", "Selection", "write_dataset"]
