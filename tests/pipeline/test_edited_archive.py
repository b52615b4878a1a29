"""A sealed file that is not what was sealed any more brings no article; the others are loaded, and it is told."""

import psycopg
from one_article import capture

from crawler.archive import Archive
from crawler.pipeline.load import load_outlet

OTHER = "https://baoangiang.com.vn/cau-moi-thong-xe-a500002.html"


def headlines(conn: psycopg.Connection) -> list[str]:
    return [headline for (headline,) in conn.execute("SELECT headline FROM news.article_record ORDER BY 1")]


def test_an_edited_file_and_one_without_checksum_are_set_aside_and_loaded_when_they_are_back(
    conn: psycopg.Connection, archive: Archive
) -> None:
    edited, bare = capture(archive, 0, headline="Nước lũ về muộn"), capture(archive, 1, url=OTHER, headline="Cầu cũ")
    capture(archive, 2, url=OTHER.replace("2.html", "3.html"), headline="Đường mới")
    sealed, seal = edited.read_bytes(), bare.with_name(bare.name + ".sha256")
    edited.write_bytes(capture(Archive(archive.root / "forged"), 0, headline="Tin giả").read_bytes())
    seal_text = seal.read_text()
    seal.unlink()

    told: list[str] = []
    load_outlet(conn, archive, "baoangiang", told.append)
    assert headlines(conn) == ["Đường mới"]
    assert told[:2] == [
        f"baoangiang: {edited.name} is set aside: it is not what was sealed: bring it back from a copy of the archive",
        f"baoangiang: {bare.name} is set aside: it has no checksum beside it: bring NAME.sha256 back from a copy of the"
        " archive",
    ]

    edited.write_bytes(sealed)
    seal.write_text(seal_text)
    load_outlet(conn, archive, "baoangiang", told.append)
    assert headlines(conn) == ["Cầu cũ", "Nước lũ về muộn", "Đường mới"]
