"""What a text mentions: documents, officials and places.

Each reader is one function `find(text)`; it knows the word lists in `lexicon/` and the official units in `sql/seed`.

- `documents` reads references to documents, with `laws` (known by name) and `numbers`;
- `officials` reads an office with its holder, with `offices`, `organs` (the organ's name), `names` (the person's) and
  `holders` (who holds which office);
- `places` reads provinces, districts and wards, with `gazetteer` (the official units).
"""
