"""The sample press: a loopback web server that plays newspapers, with fault switches."""

from crawler.sample_press.invented_article import BodyBlock, InventedArticle, Picture
from crawler.sample_press.press import SWITCHES, LogEntry, Reply, SamplePress, UnknownSwitch
from crawler.sample_press.server import serving

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
