"""Places: parts of XPaths that say where a family keeps a field."""

# Date and byline of an article are under its headline, or beside it in the same box.
_BOX = "ancestor::*[position()<4][not(self::body or self::html)]"
NEAR_HEADLINE = ("(//h1)[1]/following::*", f"//h1/{_BOX}/descendant::*")
HEADLINE_BOX = f"{_BOX}/descendant::*"


def has(name: str) -> str:
    """Return the condition that an element has this class."""
    return f"contains(concat(' ',normalize-space(@class),' '),' {name} ')"


def is_named(*words: str) -> str:
    """Return the condition that an element's class or id contains one of the words; for 'time', <time> as well."""
    conditions = [f"contains({where},'{word}')" for word in words for where in ("@class", "@id")]
    return " or ".join([*conditions, *(["self::time"] if "time" in words else [])])


def bold_opening(container: str) -> str:
    """Return the place of an opening paragraph all in bold: so papers mark a lead that has no class."""
    opening = f"{container}/p[normalize-space()][1]"
    return f"{opening}[normalize-space()=normalize-space(strong[1]) or normalize-space()=normalize-space(b[1])]"
