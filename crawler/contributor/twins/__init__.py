"""Twins: what a page becomes when everything that it says is thrown away and all that a reader needs is kept."""
