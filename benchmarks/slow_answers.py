"""The twelve questions answered slowly and simply: plain joins and loops over the tables, no view, no summary.

Each answers one block of docs/questions.md, in their order. Texts are searched with a regular expression of Python's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median_low
from typing import Any

import psycopg

Row = tuple[Any, ...]
Answer = Callable[[psycopg.Connection, str], list[Row]]
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
_SPANS = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
_SPEECH_VERBS = ("cho biết", "đề nghị", "nhấn mạnh", "yêu cầu", "khẳng định", "phát biểu", "cho rằng")
_DAY = re.compile(
    r"(?:^|[.!?…] )(?:rạng sáng|sáng|trưa|chiều|tối|đêm|ngày)(?: ngày)? (\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}))?(?!\d)",
    re.I,
)


def by_province_and_day(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 1."""
    names = _names(conn, "province")
    published = Counter(
        (day, names[code]) for code, day in conn.execute("SELECT province_code, published_on FROM news.article_record")
    )
    announced: dict[Any, int] = defaultdict(int)
    loaded: dict[Any, int] = defaultdict(int)
    for day, code, announced_count, loaded_count in conn.execute(
        "SELECT day, (SELECT province_code FROM news.outlet AS o WHERE o.outlet_key = c.outlet_key), announced, loaded"
        " FROM news.coverage AS c"
    ):
        announced[day, names[code]] += announced_count
        loaded[day, names[code]] += loaded_count
    rows = []
    for (day, province), articles in published.items():
        if day is not None and SEPTEMBER[0] <= day <= SEPTEMBER[1]:
            night = (day + timedelta(days=1), province)
            announced_at_night = announced.get(night)
            share = _rounded(Decimal(loaded[night]) / announced_at_night, "0.001") if announced_at_night else None
            loaded_at_night = loaded[night] if announced_at_night is not None else None
            rows.append((day, province, articles, announced_at_night, loaded_at_night, share))
    return sorted(rows, key=lambda row: (-row[0].toordinal(), row[1]))


def quoted(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 2."""
    mentions: dict[Any, list[Row]] = defaultdict(list)
    for name, key, office, organ, day, part, seq, body in conn.execute(
        """
        SELECT m.name, m.name_key, m.office, m.organ, a.published_on, m.part, m.part_seq, t.body
        FROM news.article_record AS a, news.official_mention AS m, news.article_text AS t
        WHERE m.article_id = a.article_id AND t.article_id = a.article_id AND a.province_code = '91'
            AND a.published_on >= '2026-09-01' AND a.published_on < '2026-10-01' AND m.former IS NULL"""
    ):
        text = body[seq - 1].lower() if part == "body" else ""
        mentions[key, office, organ].append((name, day, any(verb in text for verb in _SPEECH_VERBS)))
    rows = []
    for (key, office, organ), officials in mentions.items():
        names, days, speaking = zip(*officials, strict=True)
        rows.append((min(names), office, organ, len(officials), sum(speaking), max(days), key))
    return [row[:-1] for row in sorted(rows, key=lambda row: (-row[3], row[-1], row[1]))[:10]]


def cited(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 3."""
    names = _names(conn, "province")
    citations: dict[Any, list[Row]] = defaultdict(list)
    for kind, number, sign, at, article, code, key, outlet, headline, precision in conn.execute(
        """
        SELECT r.kind, r.number_key, r.issuer_code, a.published_at, a.article_id, a.province_code, a.outlet_key, o.name,
            a.headline, a.published_precision
        FROM news.document_reference AS r, news.article_record AS a, news.outlet AS o
        WHERE r.article_id = a.article_id AND o.outlet_key = a.outlet_key AND r.number_key IS NOT NULL"""
    ):
        issuer_province = code if sign in ("TU", "UBND", "HĐND") else ""
        citations[kind, number, issuer_province].append((at, article, key, outlet, headline, _SPANS[precision]))
    top = sorted(citations, key=lambda document: (-len(citations[document]), document))[:10]
    rows = []
    for kind, number, code in top:
        citing = citations[kind, number, code]
        at, _, first_key, outlet, headline, span = min(citing)
        is_certain = all(other[0] >= at + span for other in citing if other[2] != first_key)
        papers = len({key for _, _, key, _, _, _ in citing})
        rows.append((kind, number, names.get(code), len(citing), papers, at, is_certain, outlet, headline))
    return rows


def changed(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 4."""
    rows = []
    for article, revision, changed_parts, seen_at in conn.execute(
        """
        SELECT article_id, revision, changed, first_seen_at FROM news.article_revision
        WHERE revision > 1 AND first_seen_at >= '2026-09-30 17:00+00' AND first_seen_at < '2026-10-31 17:00+00'"""
    ).fetchall():
        earlier = "SELECT revision, headline, modified_at FROM news.article_revision WHERE article_id = %s"
        texts = {n: (headline, modified) for n, headline, modified in conn.execute(earlier, [article])}
        [[key, headline, modified, current]] = conn.execute(
            "SELECT outlet_key, headline, modified_at, revision_count FROM news.article_record WHERE article_id = %s",
            [article],
        ).fetchall()
        texts[current] = (headline, modified)
        (old, old_modified), (new, new_modified) = texts[revision - 1], texts[revision]
        is_declared = new_modified is not None and (old_modified is None or new_modified > old_modified)
        [[captured_before]] = conn.execute(
            "SELECT max(fetched_at) FROM ops.reading WHERE article_id = %s AND outcome = 'article' AND fetched_at < %s",
            [article, seen_at],
        ).fetchall()
        old_headline = old if "headline" in changed_parts else None
        parts = ", ".join(changed_parts)
        rows.append((key, parts, not is_declared, captured_before, seen_at, old_headline, new, article))
    return [row[:-1] for row in sorted(rows, key=lambda row: (-row[4].timestamp(), row[-1]))[:10]]


def copies(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 5."""
    outlets: dict[str, str] = dict(conn.execute("SELECT outlet_key, name FROM news.outlet").fetchall())
    outlet_of: dict[int, str] = dict(
        conn.execute(
            "SELECT m.article_id, a.outlet_key FROM news.story_article AS m"
            " JOIN news.article_record AS a USING (article_id)"
        ).fetchall()
    )
    stories = {
        story: (agency, first)
        for story, agency, first, at in conn.execute(
            "SELECT story_id, agency, first_outlet_key, first_published_at FROM news.story"
        )
        if datetime(2026, 8, 31, 17, tzinfo=UTC) <= at < datetime(2026, 9, 30, 17, tzinfo=UTC)
    }
    kept_shares: dict[Any, list[float]] = defaultdict(list)
    for story, article, share in conn.execute("SELECT story_id, article_id, kept::float8 FROM news.story_article"):
        if story in stories:
            agency, first = stories[story]
            if agency or outlet_of[article] != first:
                kept_shares[agency or outlets[first], outlets[outlet_of[article]]].append(share)
    rows = []
    for pair, shares in kept_shares.items():
        rows.append((*pair, len(shares), _rounded(Decimal(repr(sum(shares) / len(shares))), "0.01")))
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))[:10]


def topics(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 6, by section."""
    code_of_words: dict[str, str] = dict(conn.execute("SELECT words, code FROM news.section").fetchall())
    names: dict[str, str] = dict(conn.execute("SELECT code, name FROM news.section_code").fetchall())
    provinces = _provinces(conn)
    articles: Counter[tuple[int, str]] = Counter()
    certain: Counter[tuple[int, str]] = Counter()
    for article, day, path in conn.execute("SELECT article_id, published_on, section_path FROM news.article_record"):
        codes = [code_of_words[part.lower()] for part in path if part.lower() in code_of_words]
        if day and codes and "91" in provinces.get(article, {}):
            articles[day.year, names[codes[-1]]] += 1
            certain[day.year, names[codes[-1]]] += provinces[article]["91"]
    rows = [(*key, Decimal(count), Decimal(certain[key])) for key, count in articles.items()]
    return sorted(rows, key=lambda row: (-row[0], -row[2], row[1]))[:12]


def tagged(conn: psycopg.Connection, word: str) -> list[Row]:
    """Answer question 6, by tag."""
    names, provinces = _names(conn, "province"), _provinces(conn)
    articles: Counter[tuple[int, str]] = Counter()
    for article, day, tags in conn.execute("SELECT article_id, published_on, tags FROM news.article_record"):
        if word in tags:
            articles.update(
                (day.year, names[code]) for code, is_certain in provinces.get(article, {}).items() if is_certain
            )
    rows = [(*key, count) for key, count in articles.items()]
    return sorted(rows, key=lambda row: (-row[0], -row[2], row[1]))[:12]


def newest(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 7."""
    newest_of: dict[str, Row] = {}
    for key, at, article, headline, url in conn.execute(
        "SELECT outlet_key, published_at, article_id, headline, url FROM news.article_record"
        " WHERE published_at IS NOT NULL"
    ):
        if key not in newest_of or (-at.timestamp(), article) < (-newest_of[key][0].timestamp(), newest_of[key][1]):
            newest_of[key] = (at, article, headline, url)
    return [(key, newest_of[key][0], *newest_of[key][2:]) for key in sorted(newest_of)]


def gaps(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 8."""
    nights = {
        (key, day): verdict_and_counts
        for key, day, *verdict_and_counts in conn.execute(
            "SELECT outlet_key, day, verdict, announced, loaded, refused, failed FROM news.coverage"
        )
    }
    rows: list[Row] = []
    for day in (date(2026, 10, 1), date(2026, 10, 2)):
        for key in sorted({key for key, _ in nights}):
            verdict, *counts = nights.get((key, day), ["no crawl", None, None, None, None])
            rows += [(day, key, verdict, *counts)] if verdict != "green" else []
    return rows


def credits(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 9."""
    outlets_by_credit: dict[str | None, list[str]] = defaultdict(list)
    for credit, key in conn.execute(
        """
        SELECT i.credit, a.outlet_key FROM news.article_image AS i, news.article_record AS a
        WHERE a.article_id = i.article_id AND a.published_on >= '2026-09-01' AND a.published_on <= '2026-09-30'"""
    ):
        outlets_by_credit[credit].append(key)
    total = sum(map(len, outlets_by_credit.values()))
    rows = [
        (c, len(keys), len(set(keys)), _rounded(Decimal(len(keys)) / total, "0.001"))
        for c, keys in outlets_by_credit.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0] is None, row[0]))[:10]


def wards(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 10."""
    ward = {
        code: (name, above)
        for code, name, above in conn.execute("SELECT code, name, parent_code FROM news.unit_last WHERE level = 'ward'")
    }
    names = _names(conn, "province")
    dated_articles = {
        article
        for (article,) in conn.execute("SELECT article_id FROM news.article_record WHERE published_on IS NOT NULL")
    }
    certain_by_ward: dict[str, dict[int, bool]] = defaultdict(dict)
    for article, level, codes in conn.execute("SELECT article_id, level, today_codes FROM news.article_place"):
        if level in ("ward", "former_ward") and article in dated_articles:
            for code in codes:
                certain_by_ward[code][article] = certain_by_ward[code].get(article, False) or len(codes) == 1
    rows = [
        (ward[code][0], names[ward[code][1]], Decimal(len(certain)), Decimal(sum(certain.values())), code)
        for code, certain in certain_by_ward.items()
        if code in ward
    ]
    return [row[:-1] for row in sorted(rows, key=lambda row: (-row[3], -row[2], row[4]))[:10]]


def delays(conn: psycopg.Connection, _word: str) -> list[Row]:
    """Answer question 11."""
    lags_by_outlet: dict[str, list[int | None]] = defaultdict(list)
    for key, day, lead, body in conn.execute(
        """
        SELECT a.outlet_key, a.published_on, a.lead, t.body FROM news.article_record AS a, news.article_text AS t
        WHERE t.article_id = a.article_id AND a.published_on >= '2026-09-24' AND a.published_on <= '2026-09-30'"""
    ):
        lags = [
            lag for text in (lead, body[0] if body else None) if text and (lag := _days_before(text, day)) is not None
        ]
        lags_by_outlet[key].append(lags[0] if lags else None)
    rows = []
    for key, all_lags in sorted(lags_by_outlet.items()):
        lags = [lag for lag in all_lags if lag is not None]
        rows.append((key, len(all_lags), len(lags), median_low(lags) if lags else None, max(lags, default=None)))
    return rows


def searched(conn: psycopg.Connection, word: str) -> list[Row]:
    """Answer question 12 for the articles that are in the search index; its snippets are left out."""
    outlets: dict[str, str] = dict(
        conn.execute("SELECT outlet_key, name FROM news.outlet WHERE province_code = '91'").fetchall()
    )
    condition = "a.province_code = '91' AND a.published_on >= '2026-09-01' AND a.published_on < '2026-10-01'"
    condition += " AND a.article_id IN (SELECT article_id FROM news.article_search)"
    rows = [
        (at, outlets[key], headline, url, article) for article, at, key, headline, url in holding(conn, word, condition)
    ]
    return [row[:-1] for row in sorted(rows, key=lambda row: (-row[0].timestamp(), row[-1]))]


def holding(conn: psycopg.Connection, word: str, where: str = "true") -> Iterator[Row]:
    """Yield number, time, newspaper, headline and address of each article whose text has the word or phrase."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    for *row, texts in conn.execute(
        f"""
        SELECT a.article_id, a.published_at, a.outlet_key, a.headline, a.url, ARRAY[a.headline, a.lead] || t.body
            || ARRAY(SELECT i.caption FROM news.article_image AS i WHERE i.article_id = a.article_id) || a.tags
            || ARRAY(SELECT b.name FROM news.article_byline AS b WHERE b.article_id = a.article_id)
        FROM news.article_record AS a, news.article_text AS t WHERE t.article_id = a.article_id AND {where}""".encode()
    ):
        if any(pattern.search(re.sub(r"[^\w\s]", "", text.lower())) for text in texts if text):
            yield tuple(row)


SLOW: list[Answer] = [
    by_province_and_day,
    quoted,
    cited,
    changed,
    copies,
    topics,
    tagged,
    newest,
    gaps,
    credits,
    wards,
    delays,
    searched,
]


def _names(conn: psycopg.Connection, level: str) -> dict[str, str]:
    return dict(conn.execute("SELECT code, name FROM news.unit_last WHERE level = %s", [level]).fetchall())


def _provinces(conn: psycopg.Connection) -> dict[int, dict[str, bool]]:
    """Map each article to today's provinces of the places it names, and whether each is certain."""
    province_of_ward: dict[str, str] = dict(
        conn.execute("SELECT code, parent_code FROM news.unit_last WHERE level = 'ward'").fetchall()
    )
    by_article: dict[int, dict[str, bool]] = defaultdict(dict)
    for article, level, codes in conn.execute("SELECT article_id, today_level, today_codes FROM news.article_place"):
        provinces = {code if level == "province" else province_of_ward[code] for code in codes}
        for code in provinces:
            by_article[article][code] = by_article[article].get(code, False) or len(provinces) == 1
    return by_article


def _days_before(text: str, published: date) -> int | None:
    if not (match := _DAY.search(text)):
        return None
    day, month, year = match.groups()
    for back in range(31):
        at = published - timedelta(days=back)
        if (at.day, at.month) == (int(day), int(month)) and (year is None or int(year) == at.year):
            return back
    return None


def _rounded(value: Decimal, unit: str) -> Decimal:
    return value.quantize(Decimal(unit), rounding=ROUND_HALF_UP)
