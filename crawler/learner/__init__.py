"""What the pages of one paper say about it: pure functions from saved pages to a profile."""
