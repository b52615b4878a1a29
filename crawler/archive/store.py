"""The store: where sealed files lie for good, in the archive's own folder or in a bucket at an address of fsspec.

A path in a bucket is a UPath: it has pathlib's methods, and opened it is read in ranges, piece by piece. So what lists
and reads sealed files does not ask where they lie. What writes them does, here: a bucket has no rename that is safe,
but an object appears in it whole or not at all.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

# One capture is read with one request, a whole file with one for each mebibyte.
_READ_BLOCK = 1 << 20
# Larger objects are sent in such parts. S3 takes 5 MiB to 5 GiB, 10,000 of them: a WARC file has 20.
_WRITE_BLOCK = 50 << 20
# Of S3's own client a listing is remembered for ever; another machine may have sealed a file since.
_OPTIONS: dict[str, dict[str, Any]] = {
    "s3": {"use_listings_cache": False, "default_block_size": _READ_BLOCK},
    "file": {"auto_mkdir": True},
}


def store_at(address: str) -> Path:
    """Return the folder of a bucket at an address such as s3://bucket/prefix. Raises OSError without its client."""
    from upath import UPath  # noqa: PLC0415 - a laptop needs no bucket, and fsspec takes a second to import

    try:
        # Typed as what it is used as: pathlib's interface is all that the archive takes of it.
        return cast(Path, UPath(address, **_OPTIONS.get(address.partition("://")[0], {})))
    except (ImportError, ValueError) as error:
        raise OSError(f"{address}: {error} (s3:// needs `pip install baotinh[bucket]`)") from None


def is_bucket(path: Path) -> bool:
    """Return True if a path leads into a bucket."""
    return not isinstance(path, Path)


def failures() -> tuple[type[BaseException], ...]:
    """Return what a bucket's client raises beside OSError where the bucket does not answer; for `except`."""
    exceptions = sys.modules.get("botocore.exceptions")
    return (exceptions.BotoCoreError, exceptions.ClientError) if exceptions else ()


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Write a file that is in its place whole or not at all, for its owner's eyes alone."""
    if is_bucket(path):
        client = _client(path)
        # The transaction's end makes the object; killed before it, parts remain that no one sees (docs/operator.md).
        with client.transaction, client.open(_key(path), "wb", block_size=_WRITE_BLOCK) as stream:
            yield stream
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def upload(file: Path, path: Path) -> None:
    """Copy a file into a bucket, whole or not at all."""
    with file.open("rb") as source, writing(path) as target:
        shutil.copyfileobj(source, target, _READ_BLOCK)


def move(file: Path, path: Path) -> None:
    """Put a file in another's place, whole or not at all, within the disk, within the bucket, or from disk to it."""
    if is_bucket(path):
        upload(file, path)
        file.unlink()
    else:
        file.replace(path)


def download(path: Path, file: Path) -> None:
    """Copy an object of a bucket to this disk. Raises FileNotFoundError."""
    _client(path).get_file(_key(path), str(file))


def children(folder: Path) -> list[Path]:
    """Return what lies in a folder; nothing where there is none."""
    try:
        return [*folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def read_small(paths: Iterable[Path]) -> dict[Path, bytes]:
    """Return the content of small files, those of a bucket asked for side by side; a missing one is left out."""
    files = [*paths]
    if files and is_bucket(files[0]):
        contents = _client(files[0]).cat([_key(path) for path in files], on_error="omit")
        return {path: contents[_key(path)] for path in files if _key(path) in contents}
    read = {}
    for path in files:
        with suppress(OSError):
            read[path] = path.read_bytes()
    return read


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, read whole."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def delete_earlier_versions(path: Path) -> None:
    """Delete what a versioned bucket keeps of an object apart from its newest state: of what was deleted, all.

    Known of S3 alone; in other buckets versions must be off (docs/operator.md, Takedown).
    """
    if not is_bucket(path) or not hasattr(client := _client(path), "object_version_info"):
        return
    bucket, key = _key(path).split("/", 1)
    if not client.is_bucket_versioned(bucket):
        return
    pages = client.call_s3("list_object_versions", Bucket=bucket, Prefix=key)
    versions = [version for kind in ("Versions", "DeleteMarkers") for version in pages.get(kind, ())]
    is_deleted = any(version["IsLatest"] and version["Key"] == key for version in pages.get("DeleteMarkers", ()))
    for version in versions:
        if version["Key"] == key and (is_deleted or not version["IsLatest"]):
            client.call_s3("delete_object", Bucket=bucket, Key=key, VersionId=version["VersionId"])


def sync_folder(folder: Path) -> None:
    """Return when the folder's renames are on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _client(path: Path) -> Any:
    return cast(Any, path).fs


def _key(path: Path) -> str:
    return str(cast(Any, path).path)
