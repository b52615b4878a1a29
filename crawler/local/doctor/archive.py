"""The doctor's checks of the archive: whether it can be written, and whether it has every file that was loaded."""

import os
import tempfile
from contextlib import closing
from pathlib import Path

from crawler.archive import Archive
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


def check_loaded_files(settings: Settings) -> Findings:
    """Look for the WARC files that were loaded and are missing in the archive."""
    archive = Archive(Path(settings.home) / "archive")
    with closing(connect(data_url(settings))) as conn:
        rows = conn.execute("SELECT outlet_key, name FROM ops.warc_file ORDER BY name").fetchall()
    missing = [name for outlet, name in rows if not os.path.exists(archive.warc_path(outlet, name))]
    for name in missing:
        yield fault(
            "archive",
            f"{name} was loaded, and is not in the archive any more",
            "bring it back from a copy of the archive: without it a rebuild loses its articles",
        )
