"""What the end of a command says to the DAG that called it, beside 0 (done), 1 (failed) and 2 (wrong usage).

The numbers are those of sysexits.h.
"""

# EX_TEMPFAIL: another crawl holds the site, or months of the past are left. Run the command again later.
TRY_AGAIN = 75
# EX_UNAVAILABLE: no channel of the paper goes back that far.
OUT_OF_REACH = 69
