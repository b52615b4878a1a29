"""The blocks of docs/questions.md, asked of generated news and held against the slow answers."""

import re
from pathlib import Path
from typing import Any

import psycopg
from slow_answers import SLOW

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
# What the page asks the sample press for; generated news has no such words, and is asked for one of its tags.
SUBJECT = "vườn xoài"


def questions(word: str) -> list[tuple[str, str]]:
    """Return name (number, and b for a second block) and SQL of every question, about this word."""
    found: list[tuple[str, str]] = []
    for section in re.split(r"^## (?=\d+\. )", PAGE.read_text("utf8"), flags=re.M)[1:]:
        blocks = re.findall(r"^```sql\n(.*?)^```", section, re.M | re.S)
        number = section.split(".")[0]
        found += [(number + " b"[n] * bool(n), block.replace(SUBJECT, word)) for n, block in enumerate(blocks)]
    return found


def subject(conn: psycopg.Connection) -> str:
    """Return a tag of An Giang's searchable articles of September 2026: something to ask for."""
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
    """Say how an answer (of the block at this place) differs from the slow one; empty where it does not."""
    if "snippet" in columns:
        left = columns.index("snippet")
        answer = [row[:left] + row[left + 1 :] for row in answer]
    slow = SLOW[place](conn, word)
    if answer == slow:
        return ""
    pairs = enumerate(zip(answer, slow, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(answer), len(slow)))
    return f"{len(answer)} rows against {len(slow)}; row {at}: {answer[at : at + 1]} against {slow[at : at + 1]}"
