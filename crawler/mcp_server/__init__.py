"""The archive for programs that answer with language: read-only tools of the Model Context Protocol."""

from crawler.mcp_server.server import server

__all__ = ["server"]
