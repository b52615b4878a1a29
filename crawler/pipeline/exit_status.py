"""Exit statuses by which a command answers the DAG that called it, apart from 0 (done), 1 (failed), 2 (wrong usage).

The numbers are those of sysexits.h.
"""

# EX_TEMPFAIL: another crawl holds the site, the database went away, or months of a backfill are not done yet. Run the
# command again later.
TRY_AGAIN = 75
# EX_UNAVAILABLE: no channel of the paper goes back that far.
OUT_OF_REACH = 69

# Of `baotinh check --colour-status`, for the DAG: the grid shows amber and closed apart from green.
AMBER = 10
CLOSED = 11
