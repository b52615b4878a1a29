"""The hosts of several strangers at once: what each answers on its night, for the sample press's server."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from crawler.sample_press.strangers.site import stranger_pages
from crawler.sample_press.strangers.truth import StrangerSite


class StrangerHosts:
    """Strangers by seed; a site is made when it is first asked, and made anew for another night."""

    def __init__(self, seeds: Sequence[int], newest_at: datetime, articles: int = 60) -> None:
        self._newest_at = newest_at
        self._articles = articles
        self._nights = dict.fromkeys(seeds, 0)
        self._sites = {seed: self._made(seed) for seed in seeds}
        self._seeds = {site.host: seed for seed, site in self._sites.items()}

    def __contains__(self, host: str) -> bool:
        return self._seed_of(host) is not None

    @property
    def hosts(self) -> list[str]:
        """Return the papers' home hosts."""
        return list(self._seeds)

    def site(self, host: str) -> StrangerSite:
        """Return what a host serves now, with its truth."""
        return self._sites[self._seeds[host]]

    def turn_to(self, host: str, night: int) -> None:
        """Let a paper be as it is on a later night."""
        seed = self._seeds[host]
        self._nights[seed] = night
        self._sites[seed] = self._made(seed)

    def answer(self, host: str, path: str, query: str) -> tuple[int, bytes, Mapping[str, str]]:
        """Return status, body and headers of an answer, as the paper's server gives it."""
        seed = self._seed_of(host)
        assert seed is not None
        site = self._sites[seed]
        url = f"https://{host}{path}" + (f"?{query}" if query else "")
        if url in site.redirects:
            return 301, b"", {"location": site.redirects[url]}
        body = site.pages.get(url)
        return (404, _NOT_FOUND, _HTML) if body is None else (200, body, {"content-type": _type_of(body, path)})

    def write_truth(self, file: Path) -> None:
        """Write the truth of all strangers as a JSON list."""
        truths = [json.loads(site.truth.to_json()) for site in self._sites.values()]
        file.write_text(json.dumps(truths, ensure_ascii=False, indent=1), encoding="utf8")

    def _made(self, seed: int) -> StrangerSite:
        return stranger_pages(seed, self._articles, self._nights[seed], self._newest_at)

    def _seed_of(self, host: str) -> int | None:
        """Return whose host this is: the paper's own, its mobile one or that of its pictures."""
        return self._seeds.get(host.removeprefix("m.").removeprefix("cdn."))


_HTML = {"content-type": "text/html; charset=utf-8"}
_NOT_FOUND = (
    "<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>Không tìm thấy trang</title></head>"
    "<body><h1>404</h1><p>Trang bạn tìm không tồn tại hoặc đã bị xóa.</p></body></html>"
).encode()


def _type_of(body: bytes, path: str) -> str:
    if path == "/robots.txt":
        return "text/plain"
    return "application/xml" if body.startswith(b"<?xml") else "text/html; charset=utf-8"
