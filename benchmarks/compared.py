"""The SQL blocks of docs/questions.md, run on generated news and compared with the slow answers."""

import re
from pathlib import Path
from typing import Any

import psycopg
from slow_answers import SLOW

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
# The page's search term for the sample press; generated news has no such words, so one of its tags replaces it.
SUBJECT = "vườn xoài"


def questions(word: str) -> list[tuple[str, str]]:
    """Return the name (number, and b for a second block) and SQL of every question, with this word as search term."""
    blocks_by_name: list[tuple[str, str]] = []
    for section in re.split(r"^## (?=\d+\. )", PAGE.read_text("utf8"), flags=re.M)[1:]:
        blocks = re.findall(r"^```sql\n(.*?)^```", section, re.M | re.S)
        number = section.split(".")[0]
        blocks_by_name += [(number + " b"[n] * bool(n), block.replace(SUBJECT, word)) for n, block in enumerate(blocks)]
    return blocks_by_name


def subject(conn: psycopg.Connection) -> str:
    """Return a search term: the commonest tag of An Giang's searchable articles of September 2026."""
    row = conn.execute(
        """
        SELECT tag FROM news.article_record CROSS JOIN unnest(tags) AS tag
        WHERE province_code = '91' AND published_on BETWEEN '2026-09-01' AND '2026-09-30'
            AND article_id IN (SELECT article_id FROM news.article_search)
        GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 1"""
    ).fetchone()
    assert row is not None, "no article of An Giang of September 2026 has a tag: generate more"
    return str(row[0])


def differences(
    conn: psycopg.Connection, place: int, answer: list[tuple[Any, ...]], columns: list[str], word: str
) -> str:
    """Return how an answer (of the block at this place) differs from the slow one; empty if it does not."""
    if "snippet" in columns:
        snippet = columns.index("snippet")
        answer = [row[:snippet] + row[snippet + 1 :] for row in answer]
    slow = SLOW[place](conn, word)
    if answer == slow:
        return ""
    pairs = enumerate(zip(answer, slow, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(answer), len(slow)))
    return f"{len(answer)} rows against {len(slow)}; row {at}: {answer[at : at + 1]} against {slow[at : at + 1]}"
