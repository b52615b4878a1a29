"""What articles mention, found in their text after loading: places, documents, officials.

An article is read when its text, day or province is new. A better build of the readers leaves old rows alone until
`baotinh enrich` reads all again; rows depend on the article and the build alone, so a rebuild finds the same.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import psycopg
from psycopg.rows import class_row

from crawler.article import url_key
from crawler.database import hold_outlet, hold_takedowns
from crawler.database.merge import replace_children, upsert
from crawler.enrichment.mention_counts import PARTS, Part, Row, documents, officials, places
from crawler.resources import shipped
from crawler.vietnamese.text import name_key

BATCH = 200  # articles a transaction: about three seconds of reading, which a killed run loses at most
# Read of one article: ten times the longest that was seen; a page of 8 MB would take minutes.
_MOST_LETTERS = 200_000
_INPUTS = "concat_ws('|', a.text_hash, a.published_on, a.province_code)"


@dataclass(frozen=True)
class _Text:
    article_id: int
    inputs: str
    language: str
    published_on: date | None
    province_code: str
    headline: str | None
    kicker: str | None
    lead: str | None
    body: list[str]
    captions: list[str | None]

    def parts(self) -> Iterator[Part]:
        """Yield what can be read, in reading order; only Vietnamese is."""
        if self.language != "vi":
            return
        blocks: tuple[Sequence[str | None], ...] = (
            [self.headline],
            [self.kicker],
            [self.lead],
            self.body,
            self.captions,
        )
        letters_left = _MOST_LETTERS
        for name, texts in zip(PARTS, blocks, strict=True):
            for n, text in enumerate(texts, 1):
                if text and letters_left > 0:
                    yield Part(name, n, text[:letters_left])
                    letters_left -= len(text)


def find_mentions(
    conn: psycopg.Connection,
    outlet: str | None = None,
    *,
    again: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Read the articles (of one outlet, or all) that are new or changed; return how many were read.

    `again` also takes those that another build of the readers has read. Each batch is a transaction: killed, it goes
    on where it stopped.
    """
    waiting = _waiting(conn, outlet, again=again)
    total, done = sum(len(ids) for _, ids in waiting), 0
    for key, ids in waiting:
        for first in range(0, len(ids), BATCH):
            batch = ids[first : first + BATCH]
            with conn.transaction():
                # The loader's own lock: the text may not change between reading and writing.
                hold_outlet(conn, key)
                hold_takedowns(conn)
                _write(conn, _texts(conn, batch))
            done += len(batch)
            progress(done, total)
    return done


def _waiting(conn: psycopg.Connection, outlet: str | None, *, again: bool) -> list[tuple[str, list[int]]]:
    return conn.execute(
        f"""
        SELECT a.outlet_key, array_agg(a.article_id ORDER BY a.article_id)
        FROM news.article_record AS a LEFT JOIN ops.article_enrichment AS e USING (article_id)
        WHERE (e.article_id IS NULL OR e.inputs <> {_INPUTS} OR (%(again)s AND e.build <> %(build)s))
          AND (%(outlet)s::text IS NULL OR a.outlet_key = %(outlet)s)
        GROUP BY a.outlet_key ORDER BY a.outlet_key""",
        {"again": again, "build": mentions_build(), "outlet": outlet},
    ).fetchall()


def _texts(conn: psycopg.Connection, ids: list[int]) -> list[_Text]:
    with conn.cursor(row_factory=class_row(_Text)) as cursor:
        return cursor.execute(
            f"""
            SELECT a.article_id, {_INPUTS} AS inputs, a.language, a.published_on, a.province_code, a.headline, a.kicker,
                a.lead, t.body, ARRAY(SELECT i.caption FROM news.article_image AS i
                                      WHERE i.article_id = a.article_id ORDER BY i.seq) AS captions
            FROM news.article_record AS a JOIN news.article_text AS t USING (article_id)
            WHERE a.article_id = ANY(%s) ORDER BY a.article_id""",
            [ids],
        ).fetchall()


def _write(conn: psycopg.Connection, texts: list[_Text]) -> None:
    read = [(text, list(text.parts())) for text in texts]
    left_out = {key for (key,) in conn.execute("SELECT key_hash FROM ops.suppression WHERE scope = 'person'")}
    ids = [text.article_id for text in texts]
    for table, rows in (
        ("news.article_place", [(t, places(p, t.published_on, t.province_code)) for t, p in read]),
        ("news.document_reference", [(t, documents(p)) for t, p in read]),
        ("news.official_mention", [(t, _without_persons(officials(p), left_out)) for t, p in read]),
    ):
        replace_children(conn, table, ids, ["article_id", "seq"], _numbered(rows))
    upsert(
        conn,
        "ops.article_enrichment",
        ["article_id"],
        ({"article_id": text.article_id, "inputs": text.inputs, "build": mentions_build()} for text in texts),
    )


def _without_persons(rows: list[Row], left_out: set[int]) -> list[Row]:
    """Leave out the officials who asked for it: the text is the paper's, a list of names would be ours."""
    return [row for row in rows if url_key(name_key(row["name"])) not in left_out]


def _numbered(rows: Iterable[tuple[_Text, list[Row]]]) -> Iterator[Row]:
    for text, mentions in rows:
        yield from ({"article_id": text.article_id, "seq": seq} | row for seq, row in enumerate(mentions, 1))


@cache
def mentions_build() -> str:
    """Return 12 hex digits of what decides a mention: the readers, their lists, and the official units."""
    digest = hashlib.sha256()
    for folder in (
        resources.files("crawler.vietnamese.mentions"),
        resources.files("crawler.vietnamese.mentions") / "lexicon",
        resources.files("crawler.enrichment"),
        shipped("sql") / "seed",
    ):
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.is_file() and _decides(file):
                digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:12]


def _decides(file: Traversable) -> bool:
    """Return True if a mention depends on this file: in this room only this module and `mention_counts` do."""
    if file.name.endswith(".csv"):
        return not file.name.startswith("section")
    return file.name.endswith(".txt") or (file.name.endswith(".py") and file.name not in _OTHER)


_OTHER = {"__init__.py", "copies.py", "family_tree.py", "shingles.py", "stories.py"}
