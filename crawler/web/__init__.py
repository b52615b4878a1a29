"""The reading room: pages and an API on the tables that are there, for those who do not write SQL."""
