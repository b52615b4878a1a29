"""Vietnamese as newspapers print it: text, dates, bylines and captions, as pure functions."""
