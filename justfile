# The daily commands: `just` lists them, `just NAME` runs one. Each works without just as well.

# List the commands
default:
    @just --list --unsorted

# Install the package and all that its tests need, as uv.lock names it
setup:
    uv sync --frozen

# Play a night of six invented papers and stay up until Ctrl-C; `just demo --exit` ends after it
demo *options:
    uv run --frozen baotinh demo {{ options }}

# Run the tests that take minutes together; `just test tests/sites` runs a folder
test *options:
    uv run --frozen pytest {{ options }}

# Run the tests of whole nights, kills and a browser too, three files at a time
test-heavy *options:
    uv run --frozen pytest --heavy -n 2 {{ options }}

# Look at format, style and the floors of the house
lint:
    uv run --frozen ruff format --check .
    uv run --frozen ruff check .
    uv run --frozen lint-imports

# Set the code in its form, and mend what ruff can mend by itself
format:
    uv run --frozen ruff format .
    uv run --frozen ruff check --fix .

# Check the types of the package
types:
    uv run --frozen mypy

# Compare the packages of uv.lock with the advisories of pypi.org; it needs the internet
audit:
    uv export --frozen --no-emit-project --no-dev --quiet > requirements.txt
    uvx pip-audit --disable-pip -r requirements.txt

# Run what CI runs
ci:
    .ci/run

# Check the pages: links, commands, and why a block is not run; `just docs --heavy` follows them as a reader does
docs *options:
    uv run --frozen pytest tests/docs {{ options }}

# List the licence of each package that an installation brings, and refuse the GPL and AGPL
licences:
    uv run --frozen pip-licenses --from=mixed --order=license --packages $({{ just_executable() }} _installed)
    uv run --frozen pytest -q tests/local/test_licences.py

# Build the wheel and the source archive into dist/
build:
    uv build

_installed:
    @uv export --frozen --no-dev --extra server --extra kubernetes --no-emit-project --no-hashes --no-annotate --no-header --quiet | grep -oE '^[A-Za-z0-9._-]+'
