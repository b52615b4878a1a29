"""Addresses: wrong ones are named without their secret, and no failure tells one."""

import pytest
from receiving import nobodys_port

from crawler.alerts import Message
from crawler.alerts.receivers import read_receivers
from crawler.configuration import BadConfiguration, read_configuration

TELEGRAM = "tgram://123456789:AAFbimatbimatbimatbimatbimatbimatbim/12345"
SLACK = "https://hooks.slack.com/services/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"


def test_spaces_and_commas_part_addresses_but_not_the_recipients_of_one() -> None:
    mail = "mailto://ten:bi-mat@example.org?to=a@example.org,b@example.org"
    receivers = read_receivers(f"{TELEGRAM}, {mail}\n{SLACK}")
    assert [str(found) for found in receivers] == [
        "address 1 (tgram://)",
        "address 2 (mailto://)",
        "address 3 (https://)",
    ]
    assert len({found.digest for found in receivers}) == 3
    assert "bimat" not in repr(receivers).lower()
    assert "bi-mat" not in repr(receivers)


def test_no_address_is_no_receiver() -> None:
    assert read_receivers(None) == []


def test_each_wrong_address_is_named_by_place_and_scheme_and_without_its_secret() -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_receivers(f"slack://bi-mat-1/x {TELEGRAM}, khongco://bi-mat-2@h, http://example.org/bi-mat-4")
    first, *rest = str(refused.value).splitlines()
    assert first == "the configuration is wrong:"
    assert [line.split(":")[1].split(" is")[0].split(" has")[0].strip() for line in rest] == [
        "address 1 (slack",
        "address 3 (khongco",
        "address 4 (http",
    ]
    with pytest.raises(BadConfiguration, match="address 1 has no scheme") as refused_too:
        read_receivers("bi-mat-3")
    assert "bi-mat" not in str(refused_too.value)
    assert all(line.startswith("  alert_to (BAOTINH_ALERT_TO): ") for line in rest)
    assert "bi-mat" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "json://ten:bi-mat@127.0.0.1:{port}/bi-mat",
        "mailto://ten:bi-mat@127.0.0.1:{port}?to=a@example.org&from=b@example.org",
    ],
)
def test_a_failure_says_why_and_holds_no_piece_of_the_address(address: str) -> None:
    port = nobodys_port()
    (receiver,) = read_receivers(address.format(port=port))
    failure = receiver.send(Message("test", "subject", "text"))
    assert failure is not None
    assert failure.startswith(f"address 1 ({receiver.scheme}://): ")
    assert "onnection error" in failure
    assert not any(piece in failure for piece in ("bi-mat", str(port), "127.0.0.1", "example"))


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        (f"{TELEGRAM}, {SLACK}", "tgram://***, https://***"),
        ("bi-mat", "***"),
        ("mailto://a:bi-mat@b.vn?to=x@y.vn,z@y.vn", "mailto://***"),
    ],
)
def test_the_printed_configuration_shows_only_the_kind_of_each_address(setting: str, shown: str) -> None:
    watcher = "https://watcher.example.org/ping/bi-mat"
    found = read_configuration(environment={"BAOTINH_ALERT_TO": setting, "BAOTINH_HEARTBEAT_URL": watcher}).as_text()
    assert (found["alert_to"], found["heartbeat_url"]) == (shown, "https://***")


def test_a_wrong_heartbeat_is_told_without_its_secret() -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_configuration(environment={"BAOTINH_HEARTBEAT_URL": "watcher.example.org/ping/bi-mat"})
    assert "heartbeat_url (BAOTINH_HEARTBEAT_URL) is '***'" in str(refused.value)
    assert "bi-mat" not in str(refused.value)
