"""The sample press: a loopback web server that plays newspapers, with fault switches."""

from crawler.sample_press.invented_article import Picture, Piece, Story
from crawler.sample_press.press import SWITCHES, Entry, Press, Reply, UnknownSwitch
from crawler.sample_press.server import serving

__all__ = ["SWITCHES", "Entry", "Picture", "Piece", "Press", "Reply", "Story", "UnknownSwitch", "serving"]
