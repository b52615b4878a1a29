"""Scrapy's settings, where its defaults are unsafe or impolite for this project (read by scrapy.cfg too)."""

from typing import Any

from crawler.archive import LARGEST_BODY
from crawler.configuration import settings
from crawler.spiders.robots_rules import PRODUCT_TOKEN


def user_agent(contact: str | None) -> str:
    """Return the User-Agent: what this crawler is, and whom to write to about it."""
    address = " ".join((contact or "").split())
    return f"baotinh/0.1 ({f'+{address}' if address else 'no contact set'}; archive of Vietnam's provincial press)"


_CONFIGURED = settings()
BOT_NAME = PRODUCT_TOKEN
USER_AGENT = user_agent(_CONFIGURED.contact)
# Rules of robots.txt are looked up by this token; a word of the contact must not match another robot's group.
ROBOTSTXT_USER_AGENT = PRODUCT_TOKEN
ROBOTSTXT_PARSER = "crawler.spiders.robots_rules.RobotRules"
SPIDER_LOADER_CLASS = "crawler.spiders.loader.CatalogueLoader"
SPIDER_MODULES: list[str] = []
COMMANDS_MODULE = "crawler.spiders.commands"
# The sample press answers for the papers where this is set, for Scrapy's own commands too.
BAOTINH_SAMPLE_PRESS = _CONFIGURED.sample_press

ROBOTSTXT_OBEY = True
DOWNLOAD_VERIFY_CERTIFICATES = True
# A provincial paper's page has 60-160 KB; a hundred times that is an attack or a video.
DOWNLOAD_MAXSIZE = LARGEST_BODY
DOWNLOAD_WARNSIZE = 4 << 20
DOWNLOAD_TIMEOUT = 60
# A truncated body is evidence too: it is archived as truncated, and never becomes an article.
DOWNLOAD_FAIL_ON_DATALOSS = False

CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = float((_CONFIGURED.sample_press and _CONFIGURED.delay) or 1.02)
DOWNLOAD_DELAY_JITTER = 0
# Channels name the newest first; so a crawl that is stopped early has fetched the newest.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2

METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
HTTPERROR_ALLOW_ALL = True
LOGSTATS_INTERVAL = 10
LOG_LEVEL = "INFO"

# Bodies are archived as received: an encoding that WARC readers do not know (zstd, br) would make them unreadable.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}

# Instead of Scrapy's list: what is only switched off there (a console for others, a web server for it) would be
# imported by each crawl all the same, which takes a third of a second.
EXTENSIONS_BASE: dict[str, int] = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.logstats.LogStats": 0,
}
_WEB = "crawler.spiders.handler.SiteHandler"
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": _WEB,
    "https": _WEB,
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.spiders.courtesy.Courtesy": 40,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # allows sub-domains; Courtesy does not
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.spiders.robots.Robots": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.spiders.unpacking.Unpacking": 590,
    # Above the redirect (600) and unpacking (590) middlewares: what was sent and received is what is archived.
    "crawler.spiders.warc_middleware.WarcMiddleware": 950,
}


def as_dict() -> dict[str, Any]:
    """Return these settings for a crawl started from Python."""
    return {name: value for name, value in globals().items() if name.isupper()}
