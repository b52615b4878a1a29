"""When the sample press of a test stands still: answers that are written down name these dates."""

from datetime import datetime

from crawler.sample_press.invented_article import VIETNAM

SEPTEMBER = datetime(2026, 9, 30, 20, 0, tzinfo=VIETNAM)
