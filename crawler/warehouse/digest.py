"""The digest: one number for the content of `news`, whatever the order in which it was loaded."""

import psycopg

# The columns that are left out of each table: they depend on a run, a build or the time of fetching, and a rebuild may
# not differ by them. Coverage describes the crawls and not the press, so it is not part of the content. Nor is what
# enrichment finds (places, documents, officials, stories): it follows from these rows and from enrichment's own build.
_LEFT_OUT = {
    "article": "first_seen_at parser_build_id gone_at",
    "article_text": "",
    "article_revision": "first_seen_at record_id",
    "article_url": "first_seen_at",
    "article_image": "",
    "article_byline": "",
    "outlet": "is_read_from_page",
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
