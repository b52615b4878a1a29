"""Whether the papers' hosts can be reached, and whether their robots.txt allows the channels: one request a host."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

import httpx
import psycopg
from protego import Protego

from crawler.configuration import Settings
from crawler.database import site_lock, site_unlock
from crawler.outlets import Outlet
from crawler.spiders.settings import ROBOTSTXT_USER_AGENT, USER_AGENT

PATIENCE_SECONDS = 5


@dataclass(frozen=True)
class HostsAnswer:
    """How many hosts answered, and why each other did not; `has_network` is False if not one has an address."""

    answering: int
    failures: dict[str, str]
    has_network: bool


@dataclass(frozen=True)
class RobotsAnswer:
    """What a paper's robots.txt means for its channels, as a finding of the doctor."""

    level: Literal["ok", "note", "fault"]
    message: str


@cache
def _authorities() -> ssl.SSLContext:
    """Return whom to trust: to read the certificates of all authorities takes longer than a paper's answer."""
    return ssl.create_default_context()


def ask_hosts(hosts: Sequence[str], port: int = 443) -> HostsAnswer:
    """Look up each host's address, and ask it for a TLS handshake with a certificate that is valid for it."""
    with ThreadPoolExecutor(8) as pool:
        reasons = dict(zip(hosts, pool.map(lambda host: _handshake_failure(host, port), hosts), strict=True))
    failures = {host: reason for host, reason in reasons.items() if reason}
    has_network = not hosts or any(reason != _NO_ADDRESS for reason in reasons.values())
    return HostsAnswer(len(hosts) - len(failures), failures, has_network)


_NO_ADDRESS = "its name has no address (DNS)"


def _handshake_failure(host: str, port: int) -> str:
    """Return why no safe connection to the host is possible; an empty string if it is."""
    try:
        with (
            socket.create_connection((host, port), PATIENCE_SECONDS) as connection,
            _authorities().wrap_socket(connection, server_hostname=host),
        ):
            return ""
    except socket.gaierror:
        return _NO_ADDRESS
    except ssl.SSLCertVerificationError as error:
        return f"its certificate is not valid: {error.verify_message}"
    except OSError as error:
        return f"no TLS connection: {error}"


def ask_robots_txt(conn: psycopg.Connection, outlet: Outlet, settings: Settings) -> RobotsAnswer | None:
    """Ask a paper, or the sample press, for robots.txt; None if it cannot be reached or a crawl of it is running."""
    if not site_lock(conn, outlet.politeness_group):
        return None
    base = (settings.sample_press or f"https://{outlet.home_host}").rstrip("/")
    headers = {"User-Agent": USER_AGENT, "Host": outlet.home_host}
    try:
        response = httpx.get(
            f"{base}/robots.txt",
            headers=headers,
            timeout=PATIENCE_SECONDS,
            follow_redirects=False,
            verify=_authorities(),
        )
    except httpx.HTTPError:
        return None
    finally:
        site_unlock(conn, outlet.politeness_group)
    if response.status_code >= 500:
        return RobotsAnswer("fault", f"robots.txt answers {response.status_code}, which refuses everything (RFC 9309)")
    rules = Protego.parse(response.text if response.is_success else "")
    channels = [c for c in outlet.channels if urlsplit(c.url).hostname == outlet.home_host]
    refused = [c.name for c in channels if not rules.can_fetch(c.url.replace("{page}", "1"), ROBOTSTXT_USER_AGENT)]
    if channels and len(refused) == len(channels):
        return RobotsAnswer("fault", "robots.txt refuses every channel")
    if refused:
        return RobotsAnswer("note", f"robots.txt refuses {', '.join(refused)}: a gap that coverage shows")
    return RobotsAnswer("ok", f"robots.txt allows all {len(channels)} channels")
