"""`baotinh enrich --text`: what a person at the command line gets."""

import json
import unicodedata
from pathlib import Path

from commands import Baotinh

BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}
TEXT = "Bí thư Tỉnh ủy Võ Thanh Liêm ký Nghị quyết số 09-NQ/TU ngày 2/3/2024 tại xã Mỹ Đức."


def test_a_text_needs_no_database(baotinh: Baotinh, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TEXT, "utf8")
    done = baotinh(
        "enrich", "--text", str(file), "--json", "--date", "1/5/2024", "--province", "An Giang", environment=BARE
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [(d["kind"], d["number"], d["date"]) for d in found["documents"]] == [
        ("Nghị quyết", "09-NQ/TU", "2024-03-02")
    ]
    assert [(o["office"], o["organ"], o["name"]) for o in found["officials"]] == [
        ("Bí thư", "Tỉnh ủy", "Võ Thanh Liêm")
    ]
    assert [(p["level"], p["codes"]) for p in found["places"]] == [("former_ward", ["30469"])]
    for mention in (*found["documents"], *found["officials"], *found["places"]):
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]


def test_the_same_is_found_however_the_text_is_written(baotinh: Baotinh, tmp_path: Path) -> None:
    """With a byte order mark, accents apart, Windows' line ends, hard and zero-width spaces, wrapped within a name."""
    plain = (
        TEXT.replace("Tỉnh ủy Võ", "Tỉnh ủy\u200b Võ").replace("Thanh Liêm", "Thanh\u00a0Liêm").replace("số ", "số\r\n")
    )
    file = tmp_path / "text.txt"
    file.write_bytes(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", plain).encode())
    done = baotinh("enrich", "--text", str(file), "--json", environment=BARE)
    found = json.loads(done.stdout)
    assert [(d["number"], d["date"]) for d in found["documents"]] == [("09-NQ/TU", "2024-03-02")]
    assert [o["name"] for o in found["officials"]] == ["Võ Thanh Liêm"]
    for mention in (*found["documents"], *found["officials"], *found["places"]):
        assert plain[mention["start"] : mention["end"]] == mention["text"]
    file.write_bytes(b"")
    empty = baotinh("enrich", "--text", str(file), "--json", environment=BARE)
    assert json.loads(empty.stdout) == {"documents": [], "officials": [], "places": []}


def test_a_mistake_is_one_clear_word(baotinh: Baotinh, tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes("Bí thư".encode("utf-16"))
    for options, word in (
        (["--text", str(file)], "no UTF-8 text"),
        (["--text", str(tmp_path / "none.txt")], "none.txt"),
        (["--json"], "--text"),
        (["--text", "-", "--province", "Nowhere"], "no province of today"),
        (["--text", "-", "--date", "yesterday"], "no day"),
    ):
        done = baotinh("enrich", *options, environment=BARE)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith("baotinh: ")
        assert word in done.stderr
