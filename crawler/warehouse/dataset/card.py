"""The dataset card: what the folder holds, whose the texts are, how complete and how far proven, how to read it."""

from collections.abc import Iterator

from crawler.warehouse.dataset.package import TITLE, Package
from crawler.warehouse.dataset.papers import Paper
from crawler.warehouse.dataset.subjects import SUBJECTS
from crawler.warehouse.export import CONSENT

_NOTES = """- One row of `articles` is one article; the other tables join it by `article_id`. `coverage`,
  `field_quality` and `proof` describe the papers as a whole, `units` all of Việt Nam, whatever was selected.
- **Ids have 63 bits**: JavaScript and Excel round them. Read them as text there; in SQLite
  `CAST(article_id AS text)`.
- Times are Việt Nam's (+07:00). What is unknown is null; nothing is filled from another field.
- A count of articles is a count of what was *collected*: divide by `coverage`."""

_READ = """```python
import duckdb, pandas, polars, datasets
duckdb.sql("SELECT outlet, count(*) FROM 'articles/**/*.parquet' GROUP BY 1")
pandas.read_parquet("articles")
polars.read_parquet("articles/**/*.parquet")
datasets.load_dataset(".", "articles", split="train")
```

`datasette baotinh.sqlite --metadata datasette.json` opens the same tables in a browser, with facets and search."""


def card(package: Package, papers: list[Paper]) -> str:
    """Return the card as Markdown, with the header that the Hugging Face hub and `datasets` read."""
    body = "with full text" if package.selection.full_text else "headlines, leads and metadata, no bodies"
    how = (
        "Every article of the selection is here."
        if package.selection.sample is None
        else f"A sample: the articles with `article_id % 1000000 < {package.selection.lots}`. The id is a part of a "
        "sha256, so this is a draw by lot that depends on nothing but the id: the same articles in every export."
    )
    lines = [
        *_header(package),
        f"# {TITLE}",
        "",
        f"{package.rows('articles'):,} articles of {len(papers)} papers ({body}).",
        f"Selection: {package.selection.words()}. Queried {package.queried_at}. {how}",
        "",
        "## Licence and rights",
        "",
        CONSENT,
        "",
        "## Cite",
        "",
        package.cite_as,
        "",
        "`sha256sum --check SHA256SUMS` checks the files; the digest above is the sha256 of SHA256SUMS itself.",
        "",
        "## Tables",
        "",
        "| folder | rows | what |",
        "|---|---|---|",
        *(f"| `{s.name}` | {package.rows(s.name):,} | {package.meanings[s.name]} |" for s in SUBJECTS),
        "",
        "Each file is FOLDER/PAPER/MONTH.parquet; `schemas` and datapackage.json say what each column means.",
        "",
        _NOTES,
        "",
        "## Papers: coverage and proof",
        "",
        "Announced: what the paper's feeds, sitemaps and listings named in the nights counted; loaded: of these, here.",
        "",
        "| paper | articles | published | nights | announced | loaded | refused | reader | proven by | since |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *map(_paper, papers),
        "",
        "## Read it",
        "",
        _READ,
    ]
    return "\n".join(lines) + "\n"


def _header(package: Package) -> Iterator[str]:
    yield from ("---", "language:", "- vi", "license: other", "license_name: texts-belong-to-the-papers")
    yield from (f"pretty_name: {TITLE}", "configs:")
    for subject in SUBJECTS:
        if package.rows(subject.name):
            yield f"- config_name: {subject.name}"
            yield f"  data_files: {subject.name}/**/*.parquet"
    yield from ("---", "")


def _paper(paper: Paper) -> str:
    days = f"{paper.first_day} to {paper.last_day}" if paper.first_day else "unknown"
    share = f" ({paper.loaded / paper.announced:.0%})" if paper.announced else ""
    cells = [
        f"{paper.name} (`{paper.key}`)",
        f"{paper.articles:,}",
        days,
        f"{paper.nights}",
        f"{paper.announced:,}",
        f"{paper.loaded:,}{share}",
        f"{paper.refused:,}",
        paper.state,
        paper.proven_by or "",
        str(paper.since or ""),
    ]
    return f"| {' | '.join(cells)} |"
