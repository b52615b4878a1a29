"""Saved pages that the sample press plays at their own addresses: NAME.html beside NAME.json with "url"."""

import json
from pathlib import Path
from urllib.parse import urlsplit


class SavedPages:
    """The pages of a folder, by host, path and query; none without a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._pages: dict[str, tuple[str, bytes]] = {}
        for file in sorted(folder.glob("*.html")) if folder else []:
            url = str(json.loads(file.with_suffix(".json").read_text("utf-8"))["url"])
            parts = urlsplit(url)
            key = f"{(parts.hostname or '').removeprefix('www.')}{parts.path or '/'}"
            self._pages[key + (f"?{parts.query}" if parts.query else "")] = (url, file.read_bytes())

    def at(self, host: str, path: str, query: str) -> bytes | None:
        """Return the page at an address."""
        _, page = self._pages.get(f"{host}{path}" + (f"?{query}" if query else ""), (None, None))
        return page

    def on(self, host: str) -> list[tuple[str, str]]:
        """Return the addresses of a host's pages, each with the text of a link to it."""
        return [(url, "Trang đã lưu") for at, (url, _) in self._pages.items() if at.split("/")[0] == host]

    def by_url(self) -> dict[str, bytes]:
        """Return the pages by their URL."""
        return dict(self._pages.values())
