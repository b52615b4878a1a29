"""The login of one who reads: what proves it, and the limits and rights that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# The roles to which `sql/roles/grants.sql` grants rights: to read, and to read full text.
READERS, TEXT_READERS = "baotinh_analyst", "baotinh_fulltext"
# A query of more than a minute usually lacks an index; an analyst can set another timeout, up to the guard's.
# temp_file_limit, which only a superuser sets: a sort that needs more ends with an error instead of a full disk.
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {"statement_timeout": "60s", "default_transaction_read_only": "on", "temp_file_limit": "2GB"}
)
# The shared login is the operator's own on this machine: `baotinh psql`, the demo, a notebook.
SHARED_CONNECTIONS = 20
# One person's windows of DBeaver and a notebook; ten people together leave the night its connections.
PERSONAL_CONNECTIONS = 5
PERSONAL_DEFAULTS = MappingProxyType({**DEFAULTS, "temp_file_limit": "1GB"})


@dataclass(frozen=True)
class Login:
    """A role that logs in to read; `secret` is its password, or the verifier of one that nobody here knows.

    `schema` is True where it has a schema of its own name, in which it may build tables and views.
    """

    name: str
    secret: str
    full_text: bool
    connections: int = PERSONAL_CONNECTIONS
    settings: Mapping[str, str] = field(default_factory=lambda: PERSONAL_DEFAULTS)
    schema: bool = False
