"""A failing example of Hypothesis is told, and not also written as a patch of its test, which would end the whole run.

The patch is made with libcst, which asks its objects for every name that `dir` gives. Where zope.interface (Twisted)
comes into a process after these classes, it gives their base `abc.ABC` a name that no object of theirs has.
"""

import sys

# Hypothesis takes a package that cannot be imported for one that is not installed.
sys.modules["hypothesis.extra._patching"] = None  # type: ignore[assignment]
