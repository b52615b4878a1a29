"""The doctor's checks of the archive: whether it can be written, and whether it has every file that was loaded."""

import tempfile
from contextlib import closing
from pathlib import Path

from crawler.archive import Archive, archive_of
from crawler.archive.store import delete_earlier_versions, failures, writing
from crawler.configuration import Settings
from crawler.database import connect
from crawler.local.doctor.finding import Findings, fault, ok
from crawler.local.status import data_url


def check_archive_folder(settings: Settings) -> Findings:
    """Write a temporary file into the archive's folder."""
    folder = Path(settings.home) / "archive"
    try:
        Archive(folder).make_root()
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0" * 4096)
    except OSError as error:
        remedy = "give the folder to the user who runs baotinh, or name another BAOTINH_HOME"
        yield fault("archive", f"{folder} cannot be written: {error.strerror}", remedy)
    else:
        yield ok("archive", f"{folder} can be written")


def check_bucket(settings: Settings) -> Findings:
    """Write an object into the archive's bucket, and delete it again."""
    if settings.archive_store is None:
        return
    if problem := _problem_of_writing(archive_of(settings).store / "doctor"):
        remedy = "are the bucket, its keys and its endpoint right? docs/operator.md, A bucket"
        yield fault("bucket", f"{settings.archive_store} cannot be written: {problem}", remedy)
    else:
        yield ok("bucket", f"{settings.archive_store} can be written")


def _problem_of_writing(probe: Path) -> str:
    """Write an object, and delete it with its versions; return why that failed, or an empty string."""
    try:
        with writing(probe) as stream:
            stream.write(b"0")
        probe.unlink()
        delete_earlier_versions(probe)
    except OSError as error:
        return str(error) or type(error).__name__
    except failures() as error:
        return str(error)
    return ""


def check_loaded_files(settings: Settings) -> Findings:
    """Look for the WARC files that were loaded and are missing in the archive."""
    sealed = {path.name for path in archive_of(settings).sealed()}
    with closing(connect(data_url(settings))) as conn:
        rows = conn.execute("SELECT name FROM ops.warc_file ORDER BY name").fetchall()
    for name in (name for (name,) in rows if name not in sealed):
        yield fault(
            "archive",
            f"{name} was loaded, and is not in the archive any more",
            "bring it back from a copy of the archive: without it a rebuild loses its articles",
        )
