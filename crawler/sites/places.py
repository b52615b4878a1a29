"""XPath in the words of markup: where a family keeps a field."""

# What is said of an article stands under its headline, or beside it in the same box.
_BOX = "ancestor::*[position()<4][not(self::body or self::html)]"
NEAR_HEADLINE = ("//h1/following::*", f"//h1/{_BOX}/descendant::*")
HEADLINE_NEAR = f"preceding::h1[1] | {_BOX}//h1"


def has(name: str) -> str:
    """Return the condition that an element has this class among its own."""
    return f"contains(concat(' ',normalize-space(@class),' '),' {name} ')"


def named(*words: str) -> str:
    """Return the condition that an element's class or id holds one of the words, or that HTML calls it a time."""
    said = [f"contains({where},'{word}')" for word in words for where in ("@class", "@id")]
    return " or ".join([*said, *(["self::time"] if "time" in words else [])])


def bold_opening(container: str) -> str:
    """Return the place of an opening paragraph set wholly in bold: how papers mark a lead that has no class."""
    opening = f"{container}/p[normalize-space()][1]"
    return f"{opening}[normalize-space()=normalize-space(strong[1]) or normalize-space()=normalize-space(b[1])]"
