"""Passwords as PostgreSQL keeps them: a verifier proves a password and does not tell it, in a log or elsewhere."""

import base64
import hashlib
import hmac
import os
import re

# PostgreSQL's own number of rounds (scram_iterations).
_ROUNDS = 4096
_VERIFIER = re.compile(r"SCRAM-SHA-256\$(\d+):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)")


def verifier_of(password: str) -> str:
    """Return a new verifier of a password (RFC 5803), which the server stores as it is."""
    return _verifier(password, os.urandom(16), _ROUNDS)


def is_verifier(secret: str) -> bool:
    """Return True if the text is a verifier, and so no password."""
    return _VERIFIER.fullmatch(secret) is not None


def proves(stored: str | None, secret: str) -> bool:
    """Return True if what the server stores is of this password, or is this verifier itself."""
    if is_verifier(secret):
        return stored == secret
    match = _VERIFIER.fullmatch(stored or "")
    return match is not None and _verifier(secret, base64.b64decode(match[2]), int(match[1])) == stored


def _verifier(password: str, salt: bytes, rounds: int) -> str:
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    keys = f"{_base64(stored_key)}:{_base64(server_key)}"
    return f"SCRAM-SHA-256${rounds}:{_base64(salt)}${keys}"


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
