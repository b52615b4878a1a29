"""Airflow's start when another program is quicker at its port."""

import socket
from pathlib import Path

import pytest

from crawler.local.airflow import AirflowServer
from crawler.local.postgres import PostgresServer


@pytest.mark.long
@pytest.mark.faults
@pytest.mark.timeout(600)
def test_a_port_that_is_taken_while_it_starts_costs_another_port_and_no_start(
    server: PostgresServer, tmp_path: Path
) -> None:
    airflow = AirflowServer(tmp_path, server.airflow_url, {"DATABASE_URL": server.url})
    with socket.create_server(("127.0.0.1", 0)) as thief:
        taken = thief.getsockname()[1]
        said: list[str] = []

        def say(text: str) -> None:
            said.append(text)
            if "metadata" in text:  # the port was chosen before, and is lost now
                (airflow.folder / "port").write_text(f"{taken}\n")

        try:
            airflow.start(say)
            assert airflow.url != f"http://127.0.0.1:{taken}"
            assert f"Port {taken} was taken meanwhile" in "".join(said)
            assert airflow.api().has_dag() in (True, False)  # logged in: it is ours that answers
        finally:
            airflow.stop()
