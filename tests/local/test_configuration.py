"""Settings: where each comes from, which wins, and what a wrong one is told."""

import re
from pathlib import Path

import pytest
from commands import Baotinh

import crawler
from crawler.configuration import BadConfiguration, read_configuration, setting_descriptions

BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def home_with(tmp_path: Path, *lines: str) -> dict[str, str]:
    (tmp_path / "baotinh.toml").write_text("\n".join(lines), "utf8")
    return {"BAOTINH_HOME": str(tmp_path)}


def complaints(environment: dict[str, str], home: Path | None = None) -> list[str]:
    with pytest.raises(BadConfiguration) as refused:
        read_configuration(home, environment)
    first, *rest = str(refused.value).splitlines()
    assert first == "the configuration is wrong:"
    return [line.strip() for line in rest]


def test_without_anything_the_defaults_hold() -> None:
    found = read_configuration(environment={})
    assert set(found.sources.values()) == {"default"}
    assert (found.settings.parallelism, found.settings.ui_port, found.settings.database_url) == (None, None, None)
    assert found.settings.night_crons == ["30 1 * * *"]


def test_the_environment_wins_over_the_file_and_the_option_over_both(tmp_path: Path) -> None:
    environment = home_with(tmp_path, "# mine", "", "ui_port = 9001", 'contact = "toa-soan@example.vn"')
    found = read_configuration(environment=environment | {"BAOTINH_UI_PORT": "9002"})
    assert (found.settings.ui_port, found.sources["ui_port"]) == (9002, "BAOTINH_UI_PORT")
    assert (found.settings.contact, found.sources["contact"]) == ("toa-soan@example.vn", f"{tmp_path}/baotinh.toml:4")
    elsewhere = read_configuration(tmp_path / "other", environment)
    assert (elsewhere.sources["home"], elsewhere.settings.contact) == ("--home", None)


def test_an_empty_variable_is_not_set() -> None:
    assert read_configuration(environment={"BAOTINH_CONTACT": "", "DATABASE_URL": ""}).sources["contact"] == "default"


def test_another_file_can_be_named_and_name_the_home(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('home = "/srv/baotinh"\nschedule_from = 2026-11-01T00:00:00+07:00\n')
    found = read_configuration(environment={"BAOTINH_CONFIG": str(file)})
    assert (found.settings.home, found.file) == ("/srv/baotinh", file)
    assert found.settings.schedule_from is not None
    with pytest.raises(BadConfiguration, match="there is no such file: write it, or unset it"):
        read_configuration(environment={"BAOTINH_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "mysql://u:p@h/d"),
        ("DATABASE_URL", "postgresql://u:p@h/"),
        ("BAOTINH_UI_PORT", "80"),
        ("BAOTINH_UI_PORT", "http"),
        ("BAOTINH_OUTLETS", "baoangiang;baocamau"),
        ("BAOTINH_PARALLELISM", "0"),
        ("BAOTINH_LOG_DAYS", "-1"),
        ("BAOTINH_BACKUPS", "0"),
        ("BAOTINH_BACKUP_HOURS", "-1"),
        ("BAOTINH_NIGHT_AT", "24:00"),
        ("BAOTINH_NIGHT_AT", "1:30"),
        ("BAOTINH_NIGHT_AT", "01:30;13:30"),
        ("BAOTINH_SAMPLE_PRESS", "127.0.0.1:8099"),
        ("BAOTINH_DELAY", "fast"),
        ("BAOTINH_CONTACT", "Nguyễn Văn A"),
        ("BAOTINH_ALERT_TO", " "),
        ("BAOTINH_ALERT_ON", "amber"),
        ("BAOTINH_ALERT_LANGUAGE", "fr"),
        ("BAOTINH_HEARTBEAT_URL", "watcher.example.org"),
        ("BAOTINH_SCHEDULE_FROM", "2026-11-01T00:00:00"),
    ],
)
def test_a_wrong_value_is_told_its_name_its_source_and_a_right_one(variable: str, value: str) -> None:
    (said,) = complaints({variable: value})
    name, (_, _, right) = next((n, m) for n, m in setting_descriptions().items() if m[0] == variable)
    assert said.startswith(f"{name} ({variable}) is ")
    assert said.endswith(f"it must be {right}")


def test_a_night_may_begin_several_times_a_day() -> None:
    found = read_configuration(environment={"BAOTINH_NIGHT_AT": "13:05, 01:30,01:30"}).settings
    assert (found.night_times, found.night_crons) == (["01:30", "13:05"], ["30 1 * * *", "5 13 * * *"])


def test_each_example_of_a_right_value_is_one() -> None:
    for variable, _, right in setting_descriptions().values():
        example = right.rsplit("such as ", 1)[-1]
        found = read_configuration(environment={variable: example})
        assert variable in found.sources.values(), right


def test_every_wrong_setting_is_named_at_once_with_its_line(tmp_path: Path) -> None:
    environment = home_with(tmp_path, "ui_port = 99999", "", "paralelism = 3", 'home = "/elsewhere"')
    said = complaints(environment | {"BAOTINH_PARALELISM": "3"})
    file = tmp_path / "baotinh.toml"
    assert said == [
        "BAOTINH_PARALELISM (environment) is no setting; did you mean BAOTINH_PARALLELISM?",
        f"paralelism ({file}:3) is no setting; did you mean parallelism?",
        f"home ({file}:4) cannot be set in the home's own file: set BAOTINH_HOME",
        f"ui_port ({file}:1) is '99999': it must be a whole number from 1024 to 65535, such as 8080",
    ]


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"baotinh\.toml: .*line 2"):
        read_configuration(environment=home_with(tmp_path, "ui_port = 9001", "contact = me"))


def test_the_command_prints_values_and_sources_and_no_password(baotinh: Baotinh, tmp_path: Path) -> None:
    environment = BARE | home_with(tmp_path, "parallelism = 4")
    done = baotinh(
        "config", environment=environment | {"DATABASE_URL": "postgresql://baotinh:bi-mat@db.example/baotinh"}
    )
    assert done.returncode == 0, done.stderr
    assert "database_url = postgresql://baotinh:***@db.example/baotinh    [DATABASE_URL]" in done.stdout
    assert f"parallelism = 4    [{tmp_path}/baotinh.toml:1]" in done.stdout
    assert "bi-mat" not in done.stdout


def test_no_command_starts_on_a_wrong_setting_and_no_password_is_shown(baotinh: Baotinh) -> None:
    done = baotinh("outlets", environment=BARE | {"DATABASE_URL": "postgres//baotinh:bi-mat@h/d"})
    assert (done.returncode, done.stdout) == (1, "")
    assert "database_url (DATABASE_URL)" in done.stderr
    assert "bi-mat" not in done.stderr
    assert "Traceback" not in done.stderr


def test_no_other_module_reads_a_setting_from_the_environment() -> None:
    package = Path(crawler.__file__).parent
    reads = re.compile(r"environ[^\n]*[\"'](BAOTINH_|DATABASE_URL)")
    files = [f for f in [*package.rglob("*.py"), *package.parent.glob("dags/*.py")] if reads.search(f.read_text())]
    assert files == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nga:hunter2@db/x",
        "postgresql://nga:a@b/hunter2:c@db/x",
        "postgresql://nga@db/x?password=hunter2&sslmode=require",
        "postgresql://nga@db/x?sslpassword=hunter2",
        "host=db user=nga password=hunter2",
        "postgresql//nga:hunter2@db/x",
    ],
)
def test_no_password_of_a_database_is_shown_whatever_its_form(url: str, tmp_path: Path) -> None:
    environment = {"DATABASE_URL": url}
    try:
        shown = read_configuration(tmp_path, environment).as_text()["database_url"]
    except BadConfiguration as error:
        shown = str(error)
    assert "***" in shown
    assert "hunter2" not in shown
