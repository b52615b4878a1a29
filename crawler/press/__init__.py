"""The sample press: a loopback web server that plays newspapers, with fault switches."""

from crawler.press.press import SWITCHES, Entry, Press, Reply, UnknownSwitch
from crawler.press.server import serving
from crawler.press.story import Picture, Piece, Story

__all__ = ["SWITCHES", "Entry", "Picture", "Piece", "Press", "Reply", "Story", "UnknownSwitch", "serving"]
