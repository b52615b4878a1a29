"""What a command prints of a site's own text moves no cursor and turns no line around."""

import io
import json
import sys
from pathlib import Path
from typing import TextIO, cast

import pytest
from commands import Baotinh

from crawler.commands.plain_output import PlainOutput, escaped

BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\x1b]0;title\x07 \x1b[2J", "\\u001b]0;title\\u0007 \\u001b[2J"),
        ("tin\u202egpj.exe\u2066\u200f", "tin\\u202egpj.exe\\u2066\\u200f"),
        ("a\rb\x08\x9b1A", "a\\u000db\\u0008\\u009b1A"),
        ("Đồng Tháp\tmùa nước\n", "Đồng Tháp\tmùa nước\n"),
        ("\x1b[1mhelp\x1b[0m", "\x1b[1mhelp\x1b[0m"),
    ],
)
def test_marks_are_shown_not_obeyed(text: str, printed: str) -> None:
    assert escaped(text) == printed
    behind = io.StringIO()
    print(text, end="", file=cast(TextIO, PlainOutput(behind)))
    assert behind.getvalue() == printed


def test_json_keeps_its_meaning() -> None:
    text = json.dumps({"headline": "a\u202eb\x9b"}, ensure_ascii=False)
    assert json.loads(escaped(text)) == json.loads(text)


def test_a_command_prints_none_of_a_page_or_of_an_argument(baotinh: Baotinh, tmp_path: Path) -> None:
    done = baotinh("identify", "javascript:x\x1b[2J\u202e", environment=BARE)
    assert done.returncode == 1
    assert "\\u001b[2J\\u202e" in done.stderr or "\\x1b[2J\\u202e" in done.stderr
    assert not {"\x1b", "\u202e"} & {*done.stderr}
    page = tmp_path / "page.html"
    page.write_text(
        '<html><body><div class="detail-title"><h1>Tiêu\u202e đề &#x2067;x</h1></div>'
        '<div id="newscontents"><p>Một\x1b[2J câu\u061c.</p></div></body></html>'
    )
    for form in ("--json", "--explain"):
        done = baotinh("parse", str(page), "--url", "https://baoangiang.com.vn/a-a1.html", form, environment=BARE)
        assert done.returncode == 0, done.stderr
        assert not {"\x1b", "\u202e", "\u2067", "\u061c"} & {*done.stdout}


def test_the_tests_themselves_print_as_they_are() -> None:
    assert not isinstance(sys.stdout, PlainOutput)
