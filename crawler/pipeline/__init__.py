"""The steps of a night and of a backfill, as plain functions that commands and DAGs call."""
