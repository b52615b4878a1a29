# The package with Airflow, its login for several people (FAB), Celery and Kubernetes, exactly as uv.lock names them.
FROM python:3.11.14-slim-bookworm

# Each folder that a volume is mounted on belongs to the image's user: a new volume gets the owner from here.
RUN groupadd --gid 1000 baotinh \
 && useradd --create-home --uid 1000 --gid 1000 baotinh \
 && install -d -o 1000 -g 1000 /var/lib/baotinh /opt/airflow /opt/airflow/logs /backups \
 && pip install --no-cache-dir uv==0.13.9
WORKDIR /opt/baotinh
COPY pyproject.toml uv.lock README.md LICENSE NOTICE ./
# The dependencies first: they change less often than the code.
RUN uv sync --frozen --no-dev --extra server --extra kubernetes --extra bucket --no-install-project
COPY crawler crawler
COPY dags dags
COPY plugins plugins
COPY docs/runbook.md docs/runbook.md
COPY sql sql
RUN uv sync --frozen --no-dev --extra server --extra kubernetes --extra bucket --no-editable
ENV PATH=/opt/baotinh/.venv/bin:$PATH AIRFLOW_HOME=/opt/airflow BAOTINH_HOME=/var/lib/baotinh
USER 1000:1000
WORKDIR /var/lib/baotinh
