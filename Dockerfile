# The package with Airflow, its login for several people (FAB) and Celery, exactly as uv.lock names them.
FROM python:3.11.14-slim-bookworm

RUN useradd --create-home --uid 1000 baotinh \
 && install -d -o baotinh /var/lib/baotinh /opt/airflow /backups \
 && pip install --no-cache-dir uv==0.13.9
WORKDIR /opt/baotinh
COPY pyproject.toml uv.lock README.md LICENSE NOTICE ./
# The dependencies first: they change less often than the code.
RUN uv sync --frozen --no-dev --extra server --no-install-project
COPY crawler crawler
COPY dags dags
COPY plugins plugins
COPY docs/runbook.md docs/runbook.md
COPY sql sql
RUN uv sync --frozen --no-dev --extra server --no-editable
ENV PATH=/opt/baotinh/.venv/bin:$PATH AIRFLOW_HOME=/opt/airflow BAOTINH_HOME=/var/lib/baotinh
USER baotinh
WORKDIR /var/lib/baotinh
