"""Airflow's web server, built in a process of its own as Airflow builds it: what its answers carry."""

import json
import subprocess
import sys
from pathlib import Path

from crawler.local.airflow import AirflowServer
from crawler.resources import shipped

ASK = """
import json
from starlette.testclient import TestClient
from airflow.api_fastapi.app import init_plugins
from fastapi import FastAPI, Response
app = FastAPI()

@app.get("/plain")
def plain() -> str:
    return "x"

@app.get("/strict")
def strict(response: Response) -> str:
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return "x"

init_plugins(app)
client = TestClient(app)
print(json.dumps({path: dict(client.get(path).headers) for path in ("/plain", "/strict", "/none")}))
"""


def test_every_answer_has_them_and_a_stricter_one_stays(tmp_path: Path) -> None:
    (tmp_path / "airflow").mkdir()
    environment = AirflowServer(tmp_path, "postgresql://nobody@127.0.0.1:1/none", {}).environment()
    assert environment["AIRFLOW__CORE__PLUGINS_FOLDER"] == str(shipped("plugins"))
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = json.loads(done.stdout.splitlines()[-1])
    for headers in answers.values():
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
    assert answers["/plain"]["content-security-policy"].startswith("frame-ancestors 'self'")
    assert answers["/strict"]["content-security-policy"] == "default-src 'none'"
