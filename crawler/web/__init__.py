"""The reading room: pages and an API on the tables that are there, for those who do not write SQL."""

from crawler.web.app import create_app
from crawler.web.reader import Reader
from crawler.web.room import Room

__all__ = ["Reader", "Room", "create_app"]
