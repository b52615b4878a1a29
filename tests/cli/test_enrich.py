"""`baotinh enrich --text`: what a person at the command line gets."""

import json
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
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert word in " ".join(done.stderr.replace("│", " ").split())
