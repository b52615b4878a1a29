"""XPath in the words of markup: where a family keeps a field."""


def has(name: str) -> str:
    """Return the condition that an element has this class among its own."""
    return f"contains(concat(' ',normalize-space(@class),' '),' {name} ')"


def bold_opening(container: str) -> str:
    """Return the place of an opening paragraph set wholly in bold: how papers mark a lead that has no class."""
    opening = f"{container}/p[normalize-space()][1]"
    return f"{opening}[normalize-space()=normalize-space(strong[1]) or normalize-space()=normalize-space(b[1])]"
