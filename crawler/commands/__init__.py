"""The commands of `baotinh`: one short function each; the work is done in the rooms below."""
