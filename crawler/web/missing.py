"""What an address names and nothing here is."""


class NotHere(LookupError):
    """There is no such thing; the text is the key of the phrase that says so."""
