-- A login for one person on a server of several, as `baotinh analyst add` makes it on the embedded server. A superuser
-- runs it in the database `baotinh`, with the name in the variable NAME, then gives the password by psql's `\password`,
-- which sends no password. Repeated, it sets limits again that somebody changed.
\set ON_ERROR_STOP on
\getenv name NAME
SELECT format('CREATE ROLE %I', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS LOGIN CONNECTION LIMIT 5;
ALTER ROLE :"name" RESET ALL;
SELECT format('ALTER ROLE %I IN DATABASE %I RESET ALL', :'name', d.datname)
FROM pg_db_role_setting AS s
JOIN pg_database AS d ON d.oid = s.setdatabase
JOIN pg_roles AS r ON r.oid = s.setrole
WHERE r.rolname = :'name' \gexec
ALTER ROLE :"name" SET statement_timeout = '60s';
ALTER ROLE :"name" SET default_transaction_read_only = 'on';
ALTER ROLE :"name" SET temp_file_limit = '1GB';
-- REVOKE baotinh_fulltext leaves headlines, leads and snippets.
GRANT baotinh_analyst, baotinh_fulltext TO :"name";
