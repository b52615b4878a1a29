"""What a text mentions: documents, officials and places.

Each reader is one function `find(text)`; it knows the word lists in `lexicon/` and the official units in `sql/seed`.

- `documents` reads references to documents, with `laws` (known by name) and `numbers`;
- `officials` reads an office with its holder, with `offices`, `organs` (the organ's name), `names` (the person's) and
  `holders` (who holds which office);
- `places` reads provinces, districts and wards: `gazetteer` and `unit_forms` have the official units and their names by
  day, `unit_names` their spellings, `units_above` what lies in what; `place_ranks`, `place_contexts`, `place_things`,
  `row_gaps` and `place_rows` read the names of a text; `bare_places`, `shared_names`, `unit_days` and `place_choice`
  decide which units they mean.
"""
