"""The steps of a night and of a paper's past, as plain functions: commands and DAGs only call them."""
