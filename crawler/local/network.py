"""Whether the papers can be reached, and whether they let us in: short questions, one a site."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
class Reached:
    """How many hosts answered, and why each other one did not; `network` is False where none has an address."""

    good: int
    failed: dict[str, str]
    network: bool


@dataclass(frozen=True)
class RobotsAnswer:
    """What a paper's robots.txt means for its channels."""

    level: Literal["ok", "note", "fault"]
    said: str


def hosts(names: Sequence[str], port: int = 443) -> Reached:
    """Ask each host for an address and a TLS handshake with a certificate that is valid for it."""
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(names, pool.map(lambda name: _handshake(name, port), names), strict=True))
    failed = {name: why for name, why in answers.items() if why}
    network = not names or any(why != _NO_ADDRESS for why in answers.values())
    return Reached(len(names) - len(failed), failed, network)


_NO_ADDRESS = "its name has no address (DNS)"


def _handshake(host: str, port: int) -> str:
    """Return why the host cannot be asked safely; empty where it can."""
    try:
        with (
            socket.create_connection((host, port), PATIENCE_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host),
        ):
            return ""
    except socket.gaierror:
        return _NO_ADDRESS
    except ssl.SSLCertVerificationError as error:
        return f"its certificate is not valid: {error.verify_message}"
    except OSError as error:
        return f"no TLS connection: {error}"


def robots(conn: psycopg.Connection, outlet: Outlet, settings: Settings) -> RobotsAnswer | None:
    """Ask a paper, or the sample press, for robots.txt; None where it cannot be reached or is being crawled now."""
    if not site_lock(conn, outlet.politeness_group):
        return None
    base = (settings.sample_press or f"https://{outlet.home_host}").rstrip("/")
    headers = {"User-Agent": USER_AGENT, "Host": outlet.home_host}
    try:
        answer = httpx.get(f"{base}/robots.txt", headers=headers, timeout=PATIENCE_SECONDS, follow_redirects=False)
    except httpx.HTTPError:
        return None
    finally:
        site_unlock(conn, outlet.politeness_group)
    if answer.status_code >= 500:
        return RobotsAnswer("fault", f"robots.txt answers {answer.status_code}, which refuses everything (RFC 9309)")
    rules = Protego.parse(answer.text if answer.is_success else "")
    here = [c for c in outlet.channels if urlsplit(c.url).hostname == outlet.home_host]
    refused = [c.name for c in here if not rules.can_fetch(c.url.replace("{page}", "1"), ROBOTSTXT_USER_AGENT)]
    if here and len(refused) == len(here):
        return RobotsAnswer("fault", "robots.txt refuses every channel")
    if refused:
        return RobotsAnswer("note", f"robots.txt refuses {', '.join(refused)}: a gap that coverage shows")
    return RobotsAnswer("ok", f"robots.txt allows all {len(here)} channels")
