"""What was due in a run: new articles, and known ones to be seen again; which of them were lost, and by what cause."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from crawler.quality.finding import Colour, Finding

# One odd page a night is usual (a live ticker, a photo story on another template); more is a broken layout or site.
LOST_SHARE = 0.2
# Of fewer articles a share says nothing: then only the loss of all is an alarm.
LEAST_FOR_A_SHARE = 3

_CAUSES = {
    "failed": "no answer",
    "http_error": "an error of the site (4xx, 5xx)",
    "gone": "removed by the paper (404, 410)",
    "redirect_loop": "an endless redirect",
    "redirect": "a redirect that reached no article",
    "redirected_elsewhere": "a redirect to another page",
    "soft_404": "a page that says it is not there",
    "challenge_page": "a bot challenge",
    "login_wall": "a login",
    "layout_changed": "a layout that the parser does not know",
    "listing": "a list instead of the article",
    "not_html": "not HTML",
    "truncated": "a page without its end",
    "unreadable": "bytes that cannot be read",
    "quarantined": "refused by the tables (ops.quarantine says why)",
    "unread": "fetched, but not loaded",
    "unchanged": "called unchanged (304), though its page never came",
    "robots": "robots.txt forbids it",
    "robots_unreachable": "robots.txt has no usable answer",
    "offsite": "on a host that is not the paper's",
    "limit": "over the limit of this crawl",
    "trial": "left for the next night, since the paper is on trial",
    "site_down": "given up for this night: the site failed ten times in a row",
    "lock_lost": "not asked: the database ended",
    "asked_to_wait": "not asked: the site asks to be left alone for a while (429, 503)",
    "crawl_delay": "not asked: robots.txt asks for a longer delay than is kept",
    "disk_full": "not kept: the archive cannot be written",
    None: "neither fetched nor refused",
}


@dataclass(frozen=True)
class DueArticle:
    """One article that was due; `cause` says why it was lost: the reason of a refusal or the outcome of its page."""

    url: str
    is_new: bool
    is_loaded: bool
    cause: str | None = None


def due_articles(conn: psycopg.Connection, outlet_key: str, run_id: str) -> list[DueArticle]:
    """Return the articles that the run had to fetch, in the order of their addresses."""
    with conn.cursor(row_factory=class_row(DueArticle)) as cursor:
        return cursor.execute(_DUE, {"run": run_id, "outlet": outlet_key}).fetchall()


def lost_articles(due: Sequence[DueArticle]) -> Iterator[Finding]:
    """Yield what was lost of the new articles, and of the others; closed where robots.txt forbids all of both."""
    if _are_all_forbidden(due):
        yield Finding("closed", "closed", f"robots.txt forbids all {len(due)} articles that were due")
        return
    if waiting := [d for d in due if d.cause == "trial"]:
        due = [d for d in due if d.cause != "trial"]
        # More than a night takes are no delay any more: the next night, too, will leave some behind.
        colour: Colour = "amber" if len(waiting) > sum(d.is_loaded for d in due) else "green"
        yield Finding(colour, "on-trial", f"{len(waiting)} articles wait for the next night, such as {waiting[0].url}")
    new, known = [d for d in due if d.is_new], [d for d in due if not d.is_new]
    if lost := [d for d in new if not d.is_loaded]:
        yield Finding(_colour(lost, new), "new-articles-lost", _sentence(lost, new, "new articles were not loaded"))
    lost = [d for d in known if not d.is_loaded]
    removed = [d for d in lost if d.cause == "gone"]
    if removed and len(removed) == len(lost) and not _is_large_share(lost, known):
        # A paper takes an article down now and then: nothing is lost, its text and its end are kept.
        yield Finding("green", "articles-removed", _sentence(lost, known, "known articles are gone"))
    elif lost:
        yield Finding(_colour(lost, known), "known-articles-lost", _sentence(lost, known, "visits failed"))


def _are_all_forbidden(due: Sequence[DueArticle]) -> bool:
    """Return True if robots.txt forbids every article that was due."""
    return bool(due) and all(d.cause == "robots" and not d.is_loaded for d in due)


def _colour(lost: Sequence[DueArticle], due: Sequence[DueArticle]) -> Colour:
    """Return red where a large share is lost, or all of too few for a share."""
    return "red" if _is_large_share(lost, due) or len(lost) == len(due) else "amber"


def _is_large_share(lost: Sequence[DueArticle], due: Sequence[DueArticle]) -> bool:
    return len(due) >= LEAST_FOR_A_SHARE and len(lost) >= LOST_SHARE * len(due)


def _sentence(lost: Sequence[DueArticle], due: Sequence[DueArticle], what: str) -> str:
    counts = Counter(d.cause for d in lost)
    examples = {cause: next(d.url for d in lost if d.cause == cause) for cause in counts}
    causes = "; ".join(
        f"{count} × {_CAUSES.get(cause, cause)}, such as {examples[cause]}" for cause, count in counts.most_common()
    )
    return f"{len(lost)} of {len(due)} {what}: {causes}"


# An article is due by what the crawl did: it asked for it, or noted why not. One that a channel named for the first
# time and of which there is no trace at all was due as well. An article is known if an earlier run read its page.
_DUE = """
    WITH crawl AS (
        SELECT started_at FROM ops.crawl WHERE run_id = %(run)s AND outlet_key = %(outlet)s
    ), answer AS (
        SELECT r.article_id, c.url_key, r.outcome, c.fetched_at
        FROM ops.warc_file AS w JOIN ops.capture AS c USING (warc_id) JOIN ops.reading AS r USING (record_id)
        WHERE w.run_id = %(run)s AND w.outlet_key = %(outlet)s
    ), refused AS (
        SELECT u.article_id, f.url, f.reason, f.at
        FROM ops.refusal AS f JOIN ops.url AS u USING (url_key)
        WHERE f.run_id = %(run)s AND f.outlet_key = %(outlet)s
    ), named AS (
        SELECT n.article_id FROM ops.announcement AS n
        WHERE n.run_id = %(run)s AND n.outlet_key = %(outlet)s
          AND NOT EXISTS (SELECT FROM ops.reading AS r WHERE r.article_id = n.article_id)
          AND NOT EXISTS (SELECT FROM ops.refusal AS f WHERE f.url_key = n.url_key)
    ), due AS (
        SELECT article_id FROM answer UNION SELECT article_id FROM refused UNION SELECT article_id FROM named
    ), fate AS (
        SELECT d.article_id,
            EXISTS (
                SELECT FROM ops.reading AS r JOIN ops.capture AS c USING (record_id) JOIN ops.warc_file AS w
                    USING (warc_id)
                WHERE r.article_id = d.article_id AND w.run_id <> %(run)s
                  AND r.fetched_at < (SELECT started_at FROM crawl)
                  AND r.outcome IN ('article', 'suppressed')
            ) AS is_known,
            EXISTS (
                SELECT FROM answer AS a
                WHERE a.article_id = d.article_id AND (a.outcome IN ('article', 'suppressed')
                    OR a.outcome = 'unchanged' AND EXISTS (SELECT FROM ops.reading AS r
                        WHERE r.article_id = d.article_id AND r.outcome IN ('article', 'suppressed')))
            ) AS is_loaded,
            (SELECT f.reason FROM refused AS f WHERE f.article_id = d.article_id ORDER BY f.at DESC LIMIT 1) AS reason,
            (SELECT a.outcome FROM answer AS a WHERE a.article_id = d.article_id
             ORDER BY a.outcome = 'redirect', a.fetched_at DESC LIMIT 1) AS outcome
        FROM due AS d
    )
    SELECT coalesce((SELECT u.url FROM ops.url AS u WHERE u.article_id = f.article_id
                     ORDER BY u.announced_at DESC NULLS LAST, u.url LIMIT 1), f.article_id::text) AS url,
        NOT f.is_known AS is_new, f.is_loaded,
        CASE WHEN NOT f.is_loaded THEN coalesce(nullif(f.reason, 'site_down'), f.outcome, f.reason) END AS cause
    FROM fate AS f ORDER BY url"""
