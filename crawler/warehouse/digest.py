"""One number for all that `news` holds, whatever the order in which it came."""

import psycopg

# What tells of a run, a build or a moment of fetching is left out: a rebuild may not differ by it. Coverage
# describes the crawls and not the press, so it is no part of the content. What enrichment finds (places, documents,
# officials, stories) follows from these rows and its own build, so it is none either: two builds read one content.
_LEFT_OUT = {
    "article": "first_seen_at parser_build_id gone_at",
    "article_text": "",
    "article_revision": "first_seen_at record_id",
    "article_url": "first_seen_at",
    "article_image": "",
    "article_byline": "",
    "outlet": "",
    "unit": "",
}
# The names above are part of what is hashed, and digests are written down: where a table got another name since, its
# rows keep the old one here, so that the same content has the same digest.
_RENAMED = {"article": "article_record"}


def digest(conn: psycopg.Connection) -> str:
    """Return the sum of the rows' sha256 modulo 2^256, in hex: equal content, equal digest."""
    total = 0
    for label, left_out in _LEFT_OUT.items():
        table = _RENAMED.get(label, label)
        query = f"SELECT sha256(convert_to(%s || (to_jsonb(t) - %s::text[])::text, 'UTF8')) FROM news.{table} AS t"
        for (row,) in conn.execute(query, [label, left_out.split()]):
            total += int.from_bytes(row, "big")
    return f"{total % (1 << 256):064x}"
