"""The Data Package of a dataset (datapackage.org): what each file holds, its digest, and how to cite the whole."""

import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler.warehouse.columns import Column
from crawler.warehouse.dataset.papers import Paper
from crawler.warehouse.dataset.subjects import SUBJECTS
from crawler.warehouse.export import CONSENT, Filters

PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"
NAME = "baotinh-dataset"
TITLE = "Việt Nam's provincial press"
_LOTS = 1_000_000
_TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "smallint": "integer",
    "real": "number",
    "double precision": "number",
    "numeric": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp with time zone": "datetime",
    "text[]": "array",
}


@dataclass(frozen=True)
class Selection:
    """What a dataset holds: the articles of these filters, with or without full text, all or a sample of them."""

    filters: Filters = field(default_factory=Filters)
    full_text: bool = False
    sample: float | None = None

    @property
    def lots(self) -> int:
        """Return the number below which the last six digits of a sampled article's id are."""
        return round((1 if self.sample is None else self.sample) * _LOTS)

    def as_json(self) -> dict[str, Any]:
        """Return the selection as the package keeps it."""
        return {"filters": self.filters.chosen(), "full_text": self.full_text, "sample": self.sample}

    def words(self) -> str:
        """Return the selection in words."""
        chosen = [f"{name} {value}" for name, value in self.filters.chosen().items()]
        if self.sample is not None:
            chosen.append(f"sample: article_id % {_LOTS} < {self.lots}")
        return "; ".join(chosen) or "all articles"


@dataclass(frozen=True)
class File:
    """A Parquet file of the dataset."""

    path: str
    subject: str
    part: str
    rows: int
    bytes: int
    sha256: str
    fingerprint: str


@dataclass(frozen=True)
class EarlierPackage:
    """What an earlier export says of a folder."""

    selection: dict[str, Any]
    files: list[File]


@dataclass(frozen=True)
class Package:
    """All files of a dataset with their columns and meanings."""

    selection: Selection
    queried_at: str
    files: list[File]
    meanings: dict[str, str]
    columns: dict[str, list[Column]]

    def rows(self, subject: str) -> int:
        """Return how many rows a subject has."""
        return sum(file.rows for file in self.files if file.subject == subject)

    @property
    def sums(self) -> str:
        """Return a line for each file, as `sha256sum --check` reads them."""
        return "".join(f"{file.sha256}  {file.path}\n" for file in sorted(self.files, key=lambda file: file.path))

    @property
    def digest(self) -> str:
        """Return the sha256 of SHA256SUMS: one number for all files."""
        return hashlib.sha256(self.sums.encode()).hexdigest()

    @property
    def cite_as(self) -> str:
        """Return words for a footnote."""
        return (
            f"Báo Tỉnh, {TITLE}: dataset ({self.selection.words()}; {self.rows('articles'):,} articles), queried "
            f"{self.queried_at}, sha256 of its SHA256SUMS {self.digest}."
        )

    def write(self, folder: Path, papers: list[Paper]) -> None:
        """Write schemas, sums and, last and at once, the description that makes the folder a dataset."""
        schemas = folder / "schemas"
        schemas.mkdir(exist_ok=True)
        for subject in SUBJECTS:
            schema = {"fields": [_field(column) for column in self.columns[subject.name]], "primaryKey": [*subject.key]}
            _write_json(schemas / f"{subject.name}.json", schema)
        (folder / SUMS).write_text(self.sums, "utf8")
        unfinished = folder / f"{PACKAGE}.part"
        _write_json(unfinished, self._description(papers))
        unfinished.replace(folder / PACKAGE)

    def _description(self, papers: list[Paper]) -> dict[str, Any]:
        return {
            "profile": "data-package",
            "name": NAME,
            "title": TITLE,
            "description": self.selection.words(),
            "version": f"baotinh {version('baotinh')}",
            "created": self.queried_at,
            "licenses": [{"name": "other-closed", "title": CONSENT}],
            "sources": [{"title": paper.name, "path": paper.home} for paper in papers if paper.home],
            "selection": self.selection.as_json(),
            "digest": self.digest,
            "citation": self.cite_as,
            "resources": [self._resource(file) for file in self.files],
        }

    def _resource(self, file: File) -> dict[str, Any]:
        return {
            "name": "-".join(filter(None, [file.subject, *file.part.split("/")])).replace("_", "-"),
            "path": file.path,
            # Not "table": frictionless 5 reads Parquet by way of pandas, without the bytes and hash that it should
            # check, and takes the lists for something else.
            "type": "file",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "bytes": file.bytes,
            "hash": f"sha256:{file.sha256}",
            "schema": f"schemas/{file.subject}.json",
            "subject": file.subject,
            "part": file.part,
            "row_count": file.rows,
            "fingerprint": file.fingerprint,
        }


def read_package(folder: Path) -> EarlierPackage | None:
    """Return what the folder's package says, or None where it holds none of ours."""
    try:
        described = json.loads((folder / PACKAGE).read_text("utf8"))
    except (OSError, ValueError):
        return None
    if not isinstance(described, dict) or described.get("name") != NAME:
        return None
    try:
        return EarlierPackage(described["selection"], [_file(one) for one in described["resources"]])
    except (KeyError, TypeError):
        return None


def _file(described: dict[str, Any]) -> File:
    return File(
        path=described["path"],
        subject=described["subject"],
        part=described["part"],
        rows=described["row_count"],
        bytes=described["bytes"],
        sha256=described["hash"].removeprefix("sha256:"),
        fingerprint=described["fingerprint"],
    )


def _field(column: Column) -> dict[str, str]:
    return {"name": column.name, "type": _TYPES.get(column.type, "string"), "description": column.meaning}


def _write_json(path: Path, content: dict[str, Any]) -> None:

    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf8")
