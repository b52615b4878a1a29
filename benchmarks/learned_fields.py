"""Learn papers from their pages and compare what is then read with the truth: `python benchmarks/learned_fields.py`."""
