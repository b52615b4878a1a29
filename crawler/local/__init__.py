"""What one machine runs and watches: embedded PostgreSQL, Airflow, backups, housekeeping, status and doctor."""
