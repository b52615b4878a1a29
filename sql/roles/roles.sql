-- Run by the container of PostgreSQL when it makes its data, and by hand after an upgrade: the same roles and databases
-- as `baotinh up` makes. What is there already is left as it is, passwords excepted.
\set ON_ERROR_STOP on
\getenv baotinh BAOTINH_PASSWORD
\getenv loader LOADER_PASSWORD
\getenv airflow AIRFLOW_PASSWORD
\getenv analyst ANALYST_PASSWORD
SELECT format('CREATE ROLE %I', name)
FROM unnest('{baotinh,baotinh_loader,airflow,analyst,baotinh_analyst,baotinh_fulltext}'::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE baotinh NOSUPERUSER LOGIN CREATEDB PASSWORD :'baotinh';
ALTER ROLE baotinh_loader NOSUPERUSER LOGIN PASSWORD :'loader';
ALTER ROLE airflow NOSUPERUSER LOGIN PASSWORD :'airflow';
ALTER ROLE analyst NOSUPERUSER LOGIN PASSWORD :'analyst' CONNECTION LIMIT 20;
ALTER ROLE analyst SET statement_timeout = '60s';
ALTER ROLE analyst SET default_transaction_read_only = 'on';
ALTER ROLE analyst SET temp_file_limit = '2GB';
-- They keep their connections when readers take all others (reserved_connections).
GRANT pg_use_reserved_connections TO baotinh, baotinh_loader, airflow;
-- REVOKE baotinh_fulltext FROM analyst leaves headlines, leads and snippets.
GRANT baotinh_analyst, baotinh_fulltext TO analyst;
SELECT format('CREATE DATABASE %I OWNER %I', name, name) FROM unnest('{baotinh,airflow}'::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec
-- Days and hours are Việt Nam's for whoever reads by hand; our own programs ask in UTC.
ALTER DATABASE baotinh SET timezone = 'Asia/Ho_Chi_Minh';
REVOKE ALL ON DATABASE airflow, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO baotinh;
\connect baotinh
\ir rights.sql
