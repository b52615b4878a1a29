"""The sample press: a loopback web server that plays newspapers, with fault switches."""

from crawler.sample_press.invented_article import BodyBlock, InventedArticle, Picture
from crawler.sample_press.press import SamplePress
from crawler.sample_press.reply import Reply
from crawler.sample_press.request_log import LogEntry
from crawler.sample_press.server import serving
from crawler.sample_press.switches import SWITCHES, UnknownSwitch

__all__ = [
    "SWITCHES",
    "BodyBlock",
    "InventedArticle",
    "LogEntry",
    "Picture",
    "Reply",
    "SamplePress",
    "UnknownSwitch",
    "serving",
]
