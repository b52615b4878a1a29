"""Lines of a night's bodies that are not the articles' own: a box of the page that was read as text.

Such a box leaves nothing unclaimed, and another extractor reads one body in a hundred only. The paper's other articles
tell: their headlines are the lines of a box of links, and the lines of other boxes stand in several articles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg

from crawler.quality.field_facts import run_and_nights_before
from crawler.quality.field_health import NONE_TONIGHT
from crawler.quality.finding import Finding
from crawler.quality.night_shares import NightShares, Share

# A report may name one other article; a box names several.
_LEAST_HEADLINES = 2
_LEAST_ARTICLES = 3  # of one night in which the same line stands
_LEAST_LETTERS = 15  # shorter ones, such as 'Tại hội nghị:', may stand in several articles; subheads and tables too
_HEADLINES_OF = "60 days"
_MOST_KEPT = 0.5  # of what is usual: a paper may have an appeal to readers under all its articles


@dataclass(frozen=True)
class OwnBodies:
    """Shares of a paper's new bodies without foreign lines, tonight's first; a body of tonight that has some."""

    nights: Sequence[Share] = ()
    url: str | None = None


def own_bodies(conn: psycopg.Connection, outlet_key: str, run_id: str) -> OwnBodies:
    """Return how many new bodies of this run, and of the nights before it, hold no line that is not their own."""
    runs = run_and_nights_before(conn, outlet_key, run_id)
    filters = {"outlet": outlet_key, "runs": runs, "least_articles": _LEAST_ARTICLES, "least_letters": _LEAST_LETTERS}
    rows = conn.execute(_OWN, filters | {"least_headlines": _LEAST_HEADLINES, "headlines_of": _HEADLINES_OF})
    shares = {run: (Share(own, bodies), url) for run, own, bodies, url in rows}
    nights = [shares.get(run, (Share(0, 0), None)) for run in runs]
    return OwnBodies([share for share, _ in nights], nights[0][1] if nights else None)


def foreign_line_findings(bodies: OwnBodies) -> Iterator[Finding]:
    """Yield a finding where far fewer of tonight's bodies than usual hold the article's text alone."""
    if not bodies.url:
        return
    if fall := NightShares(bodies.nights, NONE_TONIGHT, "new bodies").fall(_MOST_KEPT, None):
        text = f"body: without lines of other articles or of a box in {fall}; first {bodies.url}"
        yield Finding("red", "field-contradicted", text)


_OWN = """
    WITH body AS (
        SELECT DISTINCT ON (w.run_id, q.article_id) w.run_id, q.article_id, u.url, t.block_kinds, t.body
        FROM ops.warc_file AS w
        JOIN ops.capture AS c USING (warc_id)
        JOIN ops.field_reading AS q USING (record_id, fetched_at)
        JOIN news.article_text AS t USING (article_id)
        LEFT JOIN ops.url AS u USING (url_key)
        WHERE w.outlet_key = %(outlet)s AND w.run_id = ANY (%(runs)s) AND cardinality(t.body) > 0
            AND NOT EXISTS (
                SELECT FROM ops.field_reading AS p
                WHERE p.article_id = q.article_id AND (p.fetched_at, p.record_id) < (q.fetched_at, q.record_id))
        ORDER BY w.run_id, q.article_id, u.url
    ), line AS (
        SELECT DISTINCT run_id, article_id, text FROM body CROSS JOIN unnest(block_kinds, body) AS block (kind, text)
        WHERE kind IN ('paragraph', 'list_item') AND length(text) >= %(least_letters)s
    ), known AS (
        SELECT headline, min(article_id) AS article_id FROM news.article_record
        WHERE outlet_key = %(outlet)s AND headline IS NOT NULL AND published_at > %(headlines_of)s::interval * -1 + (
            SELECT min(started_at) FROM ops.crawl WHERE outlet_key = %(outlet)s AND run_id = ANY (%(runs)s))
        GROUP BY headline
    ), judged AS (
        SELECT l.run_id, l.article_id, k.article_id IS NOT NULL AS is_headline,
            count(*) OVER (PARTITION BY l.run_id, l.text) >= %(least_articles)s AS is_shared
        FROM line AS l LEFT JOIN known AS k ON k.headline = l.text AND k.article_id <> l.article_id
    ), foreign_body AS (
        SELECT run_id, article_id FROM judged GROUP BY run_id, article_id
        HAVING bool_or(is_shared) OR count(*) FILTER (WHERE is_headline) >= %(least_headlines)s
    )
    SELECT b.run_id, count(*) FILTER (WHERE f.article_id IS NULL) AS own, count(*) AS bodies,
        min(b.url) FILTER (WHERE f.article_id IS NOT NULL) AS url
    FROM body AS b LEFT JOIN foreign_body AS f USING (run_id, article_id) GROUP BY b.run_id"""
