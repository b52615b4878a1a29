"""`python -m crawler` is `baotinh`: what Airflow's tasks call, since a task knows its Python but not the PATH."""

from crawler.cli import main

main()
