"""A real Airflow, a real PostgreSQL and the sample press, up once for a file: its nights begin on an empty database."""

from collections.abc import Iterator

import pytest
from night_services import DELAY, Services

from crawler.database import migrate
from crawler.local.airflow import AirflowServer
from crawler.local.postgres import PostgresServer
from crawler.sample_press import SamplePress, serving


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    home = tmp_path_factory.mktemp("home")
    server, press = PostgresServer(home), SamplePress()
    url = server.start()
    migrate(url)
    with serving(press) as address:
        environment = {
            "DATABASE_URL": url,
            "BAOTINH_HOME": str(home),
            "BAOTINH_SAMPLE_PRESS": address,
            "BAOTINH_DELAY": str(DELAY),
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "5",
        }
        found = Services(home, server, press, address, AirflowServer(home, server.airflow_url, environment), url)
        try:
            with found.up():
                yield found
        finally:
            server.destroy()
