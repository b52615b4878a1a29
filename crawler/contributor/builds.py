"""Readings of another build: from the archive, or made now by its sources in a separate process."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Protocol

from crawler.archive import Archive, read_lines
from crawler.configuration import environment_of_other_build


class NoSuchBuild(LookupError):
    """The name is not a build that can be used; the text says what was searched for."""


class NoReadings(LookupError):
    """A build has no readings of a WARC file; the text says why."""


class Build(Protocol):
    """A build as a source of readings."""

    @property
    def name(self) -> str:
        """Return its digest, as readings carry it."""

    def readings(self, warc: Path) -> Iterator[dict[str, Any]]:
        """Yield its readings of a WARC file as plain values, in the file's order. Raises NotRead."""


@dataclass(frozen=True)
class _ArchivedBuild:
    """An earlier build whose readings files are in the archive."""

    archive: Archive
    name: str

    def readings(self, warc: Path) -> Iterator[dict[str, Any]]:
        path = self.archive.readings_path(self.name, warc.name)
        if not path.exists():
            raise NoReadings("that build left no readings of it")
        yield from read_lines(path)


@dataclass(frozen=True)
class LoadedBuilds:
    """What the tables were made from: of each file the readings of the build that it was loaded with."""

    archive: Archive
    build_of: Mapping[str, str]
    name: str = "what is loaded"

    def readings(self, warc: Path) -> Iterator[dict[str, Any]]:
        """Yield the readings of a loaded file. Raises NoReadings."""
        yield from _ArchivedBuild(self.archive, self.build_of[warc.name]).readings(warc)


@dataclass(frozen=True)
class _RunningBuild:
    """A build whose sources run in a separate process."""

    name: str
    process: "subprocess.Popen[str]"
    archive: Archive
    errors: IO[str]

    def readings(self, warc: Path) -> Iterator[dict[str, Any]]:
        answer, _, reason = self._request(str(warc.absolute())).partition("\t")
        if answer != "read":
            raise NoReadings(f"that build failed: {reason}")
        path = self.archive.readings_path(self.name, warc.name)
        yield from read_lines(path)
        path.unlink()  # since readings of the whole archive may not fit on the disk

    def _request(self, line: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise NoSuchBuild(f"that build ended: {_last_error_lines(self.errors)}") from None
        answer = self.process.stdout.readline().rstrip("\n")
        if not answer:
            raise NoSuchBuild(f"that build ended at {line}: {_last_error_lines(self.errors)}")
        return answer


@contextmanager
def open_build(name: str, archive: Archive) -> Iterator[Build]:
    """Yield the build of that name: a folder or wheel, a build in the archive, or a git revision.

    They are searched in this order; sources run with this process's Python and packages. Raises NoSuchBuild.
    """
    path = Path(name).expanduser()
    with tempfile.TemporaryDirectory(prefix="baotinh-replay-") as scratch:
        sources = Path(scratch) / "sources"
        if path.is_dir():
            sources = path.absolute()
        elif path.is_file():
            _unpack_wheel(path, sources)
        elif "/" not in name and (archive.store / "readings" / name).is_dir():
            yield _ArchivedBuild(archive, name)
            return
        else:
            _export_revision(name, archive, sources)
        with _start_build(name, sources, Path(scratch)) as build:
            yield build


@contextmanager
def _start_build(name: str, sources: Path, scratch: Path) -> Iterator[_RunningBuild]:
    if not (sources / "crawler" / "__init__.py").is_file():
        raise NoSuchBuild(f"{name}: holds no package `crawler`")
    # Without the setting of a bucket: its readings are scratch, never the archive's.
    environment = environment_of_other_build() | {"PYTHONPATH": str(sources), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-m", "crawler", "write-readings", "--home", str(scratch)]
    with (
        (scratch / "errors").open("w+") as errors,
        subprocess.Popen(
            command,
            env=environment,
            cwd=sources,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        try:
            assert process.stdout
            package, _, build = process.stdout.readline().rstrip("\n").partition("\t")
            if not build:
                raise NoSuchBuild(f"{name}: does not start with these packages: {_last_error_lines(errors)}")
            if not Path(package).is_relative_to(sources.resolve()) and not Path(package).is_relative_to(sources):
                raise NoSuchBuild(f"{name}: Python took the package from {package} instead")
            yield _RunningBuild(build, process, Archive(scratch / "archive"), errors)
        finally:
            process.kill()


def _last_error_lines(errors: IO[str]) -> str:
    errors.flush()
    errors.seek(0)
    return " | ".join(errors.read().strip().splitlines()[-3:]) or "without a message"


def _unpack_wheel(wheel: Path, into: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(into)
    except zipfile.BadZipFile as error:
        raise NoSuchBuild(f"{wheel}: no wheel: {error}") from None


def _export_revision(revision: str, archive: Archive, into: Path) -> None:
    """Write the package as it was at a git revision of this checkout. Raises NoSuchBuild."""
    checkout = Path(__file__).parents[2]
    message = (
        f"{revision}: neither a folder or wheel, nor a build with readings in {archive.store / 'readings'}, "
        f"nor a git revision of {checkout}"
    )
    try:
        commit = _git(checkout, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        packed = _git(checkout, "archive", "--format=zip", commit, "crawler")
    except FileNotFoundError:
        raise NoSuchBuild(f"{message} (and there is no git here)") from None
    except subprocess.CalledProcessError as error:
        raise NoSuchBuild(f"{message}: {error.stderr.decode(errors='replace').strip().splitlines()[-1]}") from None
    with zipfile.ZipFile(BytesIO(packed)) as files:
        files.extractall(into)


def _git(checkout: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(checkout), *arguments], capture_output=True, check=True).stdout
