"""Two builds over one archive: the report says in what they differ, and nothing else."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import Baotinh
from invented_pages import FETCHED, fck, onecms

from crawler.archive import Archive, WarcWriter, captures, write_readings
from crawler.contributor.builds import NoSuchBuild, open_build
from crawler.outlets import outlet_by_key
from crawler.sites import parser_build, read_all

PACKAGE = Path(__file__).parents[2] / "crawler"
FIRST = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
SECOND = "https://baoangiang.com.vn/khoi-cong-cau-moi-a1002.html"
OTHER_PAPER = "https://baodanang.vn/le-hoi-dua-ghe-4001.html"
MISSING = "https://baoangiang.com.vn/da-go-a1003.html"
LEAD_RULE = "' detail-desc ')]\","


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home whose archive holds three articles of two papers, and a page that is gone."""
    text = "<p>Sáng 9-6, xã họp dân.</p><p>Ai cũng đồng lòng góp công.</p>"
    for key, pages in (
        ("baoangiang", {FIRST: fck(text), SECOND: fck(text, url=SECOND, lead="Một cây cầu mới."), MISSING: ""}),
        ("baodanang", {OTHER_PAPER: onecms(text)}),
    ):
        writer = WarcWriter(Archive(tmp_path / "home" / "archive"), key, "night")
        for url, html in pages.items():
            writer.write_exchange(
                url=url,
                method="GET",
                request_headers=[],
                status=200 if html else 404,
                reason="-",
                response_headers=[("Content-Type", "text/html; charset=utf-8")],
                body=html.encode(),
                fetched_at=FETCHED,
            )
        writer.seal()
    return tmp_path / "home"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Give a copy of this checkout's package."""
    shutil.copytree(PACKAGE, tmp_path / "other" / "crawler")  # with its byte code: two seconds for each test
    (tmp_path / "other" / ".gitignore").write_text("__pycache__\n", "utf8")
    return tmp_path / "other"


def change(checkout: Path, file: str, before: str, after: str) -> None:
    path = checkout / "crawler" / "sites" / file
    text = path.read_text("utf8")
    assert before in text
    path.write_text(text.replace(before, after), "utf8")


def environment(**more: str) -> Mapping[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("BAOTINH_")} | more


def lines_of(report: str) -> list[str]:
    return [" ".join(line.split()) for line in report.splitlines() if line.strip()]


def test_a_rule_that_found_the_lead_is_named_with_the_pages_it_served(
    home: Path, other: Path, baotinh: Baotinh
) -> None:
    change(other, "families/fck.py", LEAD_RULE, LEAD_RULE.replace("detail", "no-such"))
    done = baotinh("replay", "--against", str(other), "--home", str(home), "--examples", "1", environment=environment())
    assert done.returncode == 0, done.stderr
    said = lines_of(done.stdout)
    assert said[1] == f"+ {parser_build()} this build"
    assert said[2] == "4 pages compared: 2 read the same, 2 differ"
    assert [line for line in said if line.startswith("baoangiang")] == ["baoangiang lead 2 · ·"]
    assert not any("baodanang" in line or ("→" in line and "witness" not in line) for line in said[3:])
    example = said[said.index("Examples") + 1 :]
    assert [example[0], example[2], example[4].split(" → ")[0]] == ["lead gained", "- null", "witness: none"]
    assert example[1].split()[0] == SECOND or example[1].split()[0] == FIRST
    assert example[1].split()[1].startswith("<urn:uuid:")
    assert example[3] in ("+ Một cây cầu mới.", "+ Sáng 9-6, xã họp bàn việc đưa nước sạch về ấp.")
    assert len(example) == 5


def test_a_revision_is_exported_and_a_lost_layout_stands_first(home: Path, other: Path) -> None:
    git = ["git", "-C", str(other), "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "crawler"], ["commit", "-q", "-m", "before"]):
        subprocess.run([*git, *arguments], check=True)
    for name in ("newscontents", "content-fck"):
        change(other, "families/fck.py", name, f"no-such-{name}")
    change(other, "families/onecms.py", "block-sc-author')]", "no-such-class')]")

    done = subprocess.run(
        [sys.executable, "-m", "crawler", "replay", "--against", "HEAD", "--home", str(home), "--strict"],
        cwd=other,
        env=environment(PYTHONPATH=str(other)),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    said = lines_of(done.stdout)
    assert said[0] == f"- {parser_build()} HEAD"
    assert said[2] == "4 pages compared: 1 read the same, 3 differ"
    assert said[3:5] == ["Outcomes", "baoangiang article → layout_changed 2"]
    assert "baodanang bylines · 1 ·" in said


def test_readings_that_a_build_left_are_compared_without_it(home: Path, baotinh: Baotinh) -> None:
    archive = Archive(home / "archive")
    (warc,) = archive.sealed("baoangiang")
    readings = [
        *read_all((c.page for c in captures(warc) if c.kind == "response"), outlet_by_key("baoangiang"), workers=1)
    ]
    readings[0].result.article.tags = ["nước sạch"]  # type: ignore[union-attr]
    write_readings(archive, warc, "0123456789ab", readings)
    done = baotinh("replay", "--against", "0123456789ab", "--home", str(home), "--strict", environment=environment())
    said = lines_of(done.stdout)
    assert done.returncode == 1, done.stderr
    assert "3 pages compared: 2 read the same, 1 differ" in said
    assert [line[-25:] for line in said if line.startswith("not compared: baodanang-")] == [
        "that build left no readings of it"[-25:]
    ]
    assert "baoangiang tags · 1 ·" in said
    assert said[-2:] == ["- nước sạch", "+ null"]


def test_limit_and_outlet_bound_what_is_compared(home: Path, other: Path, baotinh: Baotinh) -> None:
    change(other, "families/onecms.py", 'name = "onecms"', 'name = "onecms"\n    layout = "0"')
    run = ("replay", "--against", str(other), "--home", str(home))
    one = baotinh(*run, "--outlet", "baoangiang", "--limit", "2", environment=environment())
    assert "2 pages compared: 2 read the same, 0 differ" in lines_of(one.stdout)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("no-such-revision", "nor a git revision of"),
        ("--version", "nor a git revision of"),
        (str(Path(__file__).parent), "holds no package `crawler`"),
        (__file__, "no wheel"),
    ],
)
def test_what_is_no_build_is_refused(tmp_path: Path, named: str, said: str) -> None:
    with pytest.raises(NoSuchBuild, match=said), open_build(named, Archive(tmp_path)):
        pass


def test_a_build_that_does_not_start_says_why_in_one_line(home: Path, other: Path, baotinh: Baotinh) -> None:
    (other / "crawler" / "cli.py").write_text("import no_such_module\n")
    done = baotinh("replay", "--against", str(other), "--home", str(home), environment=environment())
    assert done.returncode == 1
    assert "No module named 'no_such_module'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_same_sources_are_not_read_twice(home: Path, other: Path, baotinh: Baotinh) -> None:
    done = baotinh("replay", "--against", str(other), "--home", str(home), environment=environment())
    assert done.returncode == 0
    assert "the same sources: no reading can differ" in done.stdout
