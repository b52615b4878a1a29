"""What a process that `forked` starts has imported and read already: modules, the catalogue, the words of mentions."""

import gc
import pkgutil
import sys
from contextlib import suppress
from importlib import import_module

import crawler
from crawler.outlets import catalogue

# It reads the configuration when it is imported, and each process has another: whoever imports it is not preloaded
# (but the libraries that stand above it in those modules are).
CONFIGURED = "crawler.spiders.settings"

sys.modules[CONFIGURED] = None  # type: ignore[assignment]
for module in pkgutil.walk_packages(crawler.__path__, "crawler.", onerror=lambda name: None):
    if not module.name.endswith("__main__"):
        with suppress(ModuleNotFoundError):
            import_module(module.name)
del sys.modules[CONFIGURED]
# What functions of the package import, and what Scrapy imports by its names: half of a crawl's time.
for library in (
    "datasketch",
    "trafilatura",
    "scrapy.core.downloader.handlers.http11",
    *(
        f"scrapy.{part}.{module.name}"
        for part in ("downloadermiddlewares", "extensions", "spidermiddlewares")
        for module in pkgutil.iter_modules(import_module(f"scrapy.{part}").__path__)
        if module.name not in ("remote_control", "statsmailer")  # aiohttp, and a deprecated one
    ),
):
    import_module(library)
catalogue()
crawler.mentions("Chủ tịch UBND tỉnh Đồng Nai ký Nghị quyết 16/2021/NQ-HĐND.")
gc.freeze()  # no copy looks through all of this for garbage
# A reactor belongs to one process: a copy would share its open files with all the others.
assert "twisted.internet.reactor" not in sys.modules
