"""Identity of an article: the paper's own number in one of its id spaces, never the address."""

import hashlib

import msgspec


class Identity(msgspec.Struct, frozen=True):
    """The identity of one article: the outlet that publishes it, the id space, and the id in it."""

    outlet: str
    id_space: str
    native_id: str

    @property
    def article_id(self) -> int:
        """Return the database key, which does not depend on any database."""
        return article_id(self.id_space, self.native_id)


def _hash63(*parts: str) -> int:
    """Hash text to 63 bits: PostgreSQL's bigint is signed, and a negative key is hard to read."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def article_id(id_space: str, native_id: str) -> int:
    """Return 63 bits of sha256(id_space, native_id): the same after every rebuild."""
    return _hash63(id_space, native_id)


def url_key(url: str) -> int:
    """Return the 63-bit key of an address already in its normal form (`outlets.address`)."""
    return _hash63(url)
