"""The clock of Việt Nam."""

from datetime import timedelta, timezone

# One zone without summer time, for as long as there are web pages; a fixed offset needs no zone database.
HANOI = timezone(timedelta(hours=7))
