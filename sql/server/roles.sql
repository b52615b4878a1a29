-- Run once by the container of PostgreSQL when it makes its data: the same roles and databases as `baotinh up` makes.
\set ON_ERROR_STOP on
\getenv baotinh BAOTINH_PASSWORD
\getenv airflow AIRFLOW_PASSWORD
\getenv analyst ANALYST_PASSWORD
CREATE ROLE baotinh NOSUPERUSER LOGIN CREATEDB PASSWORD :'baotinh';
CREATE ROLE airflow NOSUPERUSER LOGIN PASSWORD :'airflow';
CREATE ROLE analyst NOSUPERUSER LOGIN PASSWORD :'analyst';
ALTER ROLE analyst SET statement_timeout = '60s';
ALTER ROLE analyst SET default_transaction_read_only = 'on';
CREATE DATABASE baotinh OWNER baotinh;
CREATE DATABASE airflow OWNER airflow;
