"""Scrapy's spider loader: `scrapy list`, `scrapy shell URL` and `scrapy parse URL` find the catalogue's outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from crawler.outlets import BadAddress, catalogue, outlet_by_key, outlet_by_url
from crawler.spiders.outlet_spider import OutletSpider


class CatalogueLoader:
    """Make one spider class for each outlet; no spider module is imported or searched for."""

    @classmethod
    def from_settings(cls, settings: Any) -> Self:
        """Build the loader; nothing in the settings changes it."""
        return cls()

    def list(self) -> list[str]:
        """Return the keys of all outlets."""
        return [*catalogue()]

    def load(self, spider_name: str) -> type[OutletSpider]:
        """Return the spider class of one outlet. Raises KeyError, as Scrapy expects."""
        try:
            outlet = outlet_by_key(spider_name)
        except LookupError as error:
            raise KeyError(str(error)) from None
        return type(f"{outlet.key.capitalize()}Spider", (OutletSpider,), {"name": outlet.key})

    def find_by_request(self, request: Any) -> Sequence[str]:
        """Return the outlet on whose hosts the request lies, if any."""
        try:
            outlet = outlet_by_url(request.url)
        except BadAddress:
            return []
        return [outlet.key] if outlet else []
