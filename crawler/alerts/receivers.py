"""The receivers: addresses of the setting as Apprise reads them, and the sending of one message to one of them.

No text that leaves this module holds an address: its user, password, token or path could be a secret.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from apprise import Apprise, AppriseAsset, LogCapture, NotifyBase, NotifyFormat, OverflowMode
from apprise.utils.parse import parse_urls

from crawler.alerts.message import Message
from crawler.configuration import BadConfiguration

# Shorter pieces of an address are also pieces of words: hiding them would hide the error as well.
_LEAST_HIDDEN = 3
# Apprise puts it into HTTP headers, which take no Vietnamese letters.
_APP = "Bao Tinh"
_ASSET = AppriseAsset(app_id=_APP, app_desc=_APP, async_mode=False, secure_logging=True)


@dataclass(frozen=True)
class Receiver:
    """One address of the setting; `place` counts from 1, `digest` recognises it in the record of a message."""

    place: int
    scheme: str
    digest: str
    service: NotifyBase = field(repr=False)
    address: str = field(repr=False)

    def __str__(self) -> str:
        return f"address {self.place} ({self.scheme}://)"

    def send(self, message: Message) -> str | None:
        """Send the message; return None if it was taken, or else why not."""
        apprise = Apprise(asset=_ASSET)
        apprise.add(self.service)
        # The library only answers yes or no; what it logs says why.
        with LogCapture(level=logging.WARNING, fmt="%(message)s") as log:  # type: ignore[no-untyped-call]
            taken = apprise.notify(body=message.text, title=message.subject, body_format=NotifyFormat.TEXT)
            reasons = " ".join(log.getvalue().split())
        return None if taken else f"{self}: {_without_pieces(reasons, self.address) or 'no reason was given'}"


def read_receivers(setting: str | None) -> list[Receiver]:
    """Return the receivers of the setting `alert_to`. Raises BadConfiguration, which names each wrong address."""
    addresses: list[str] = parse_urls(setting or "")  # type: ignore[no-untyped-call]
    receivers = [_receiver(place, address) for place, address in enumerate(addresses, 1)]
    wrong = [reason for reason in receivers if isinstance(reason, str)]
    if wrong:
        lines = [f"  alert_to (BAOTINH_ALERT_TO): {text}" for text in wrong]
        raise BadConfiguration("\n".join(["the configuration is wrong:", *lines]))
    return [receiver for receiver in receivers if isinstance(receiver, Receiver)]


def _receiver(place: int, address: str) -> Receiver | str:
    """Return the receiver, or what is wrong with its address."""
    scheme = _scheme(address)
    if scheme is None:
        return (
            f"address {place} has no scheme: it must be an address of Apprise, such as mailto://, slack:// or json://"
        )
    with LogCapture(level=logging.WARNING):  # type: ignore[no-untyped-call]
        service = Apprise.instantiate(address, asset=_ASSET, suppress_exceptions=True)
    if service is None:
        return f"address {place} ({scheme}://) is not one that Apprise can use: docs/operator.md has right ones"
    if "overflow=" not in address:
        service.overflow_mode = OverflowMode.SPLIT
    # Eight digits recognise an address again, and are too few to prove a guess of it.
    digest = hashlib.sha256(address.encode()).hexdigest()[:8]
    return Receiver(place, scheme, digest, service, address)


def _scheme(address: str) -> str | None:
    match = re.match(r"([a-z][a-z0-9+.-]{0,30}):/", address, re.I)
    return match[1].lower() if match else None


def _without_pieces(text: str, address: str) -> str:
    """Return the text with every piece of the address after its scheme replaced by stars."""
    for piece in sorted(set(_pieces(address)), key=len, reverse=True):
        text = re.sub(re.escape(piece), "***", text, flags=re.I)
    return text


def _pieces(address: str) -> Iterator[str]:
    rest = address.partition(":/")[2]
    for part in (rest, unquote(rest)):
        for piece in re.split(r"[/:@?&=,\s]+", part):
            if len(piece) >= _LEAST_HIDDEN:
                yield piece
