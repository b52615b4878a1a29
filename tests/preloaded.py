"""What a process that `forked` starts has imported and read already: every module of the package, and the catalogue."""

import gc
import pkgutil
import sys
from importlib import import_module

import crawler
from crawler.outlets import catalogue

for module in pkgutil.walk_packages(crawler.__path__, "crawler."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
catalogue()
gc.freeze()  # no copy looks through all of this for garbage
# A reactor belongs to one process: a copy would share its open files with all the others.
assert "twisted.internet.reactor" not in sys.modules
