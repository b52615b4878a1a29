"""A running `up` gives its numbers to Prometheus, and lets Airflow send its own by OpenTelemetry."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from operator_home import operator, until
from prometheus_client.parser import text_string_to_metric_families

from crawler.local.ports import free_port

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.timeout(900)]


@contextmanager
def collector_of_telemetry() -> Iterator[tuple[int, list[bytes]]]:
    """Receive what is sent by OTLP over HTTP; give the port and the bodies of the metrics."""
    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/metrics":
                received.append(body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, received
        server.shutdown()


def test_up_serves_its_numbers_and_airflow_sends_its_own(tmp_path: Path) -> None:
    port = free_port([])
    with collector_of_telemetry() as (telemetry, received):
        environment = {
            "BAOTINH_METRICS_PORT": str(port),
            "AIRFLOW__METRICS__OTEL_ON": "True",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{telemetry}",
            "OTEL_METRIC_EXPORT_INTERVAL": "2000",
        }
        with operator(tmp_path / "home", environment) as someone:
            someone.comes_up()
            text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30).text
            until("the scheduler's numbers", lambda: any(b"airflow.scheduler" in body for body in received), 60)
            assert someone.run("down").returncode == 0
            said = someone.said.read_text()
    values = {s.name: s.value for f in text_string_to_metric_families(text) for s in f.samples if not s.labels}
    assert values["baotinh_up"] == 1
    assert values["baotinh_database_size_bytes"] > 1_000_000
    assert values["baotinh_database_free_bytes"] > 0
    assert f"metrics: http://127.0.0.1:{port}/metrics" in said
    assert "Traceback" not in said
