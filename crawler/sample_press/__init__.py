"""The sample press: a loopback web server that plays newspapers, with fault switches."""

from crawler.sample_press.invented_article import BodyBlock, InventedArticle, Picture
from crawler.sample_press.press import SWITCHES, Entry, Reply, SamplePress, UnknownSwitch
from crawler.sample_press.server import serving

__all__ = [
    "SWITCHES",
    "BodyBlock",
    "Entry",
    "InventedArticle",
    "Picture",
    "Reply",
    "SamplePress",
    "UnknownSwitch",
    "serving",
]
