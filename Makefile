# Every target works on a bare machine: Python >= 3.11 and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EDITION ?= examples/brst2023
# Wheels are not byte-compiled at installation, and what libraries test themselves with is removed: half the
# time and a fifth less disk.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --require-hashes

.PHONY: help run demo setup test check bench docs lock clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(VENV)/installed: requirements.lock pyproject.toml
	@echo "Installing Serai's libraries into $(VENV) (about half a minute) ..."
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --no-compile -e .
	@$(BIN)/python -m pip --disable-pip-version-check uninstall --quiet --yes setuptools
	@find $(VENV)/lib -type d '(' -name __pycache__ -o -name tests ')' -prune -exec rm -rf {} +
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@echo "Installing the libraries for tests and checks ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@

setup: $(VENV)/installed-dev ## install everything for development
	@echo "Ready. Next: make run, make test or make check."

run: $(VENV)/installed ## load, plan and release the example edition, then serve it at http://localhost:8000
	@exec env SERAI_DEMO=1 $(BIN)/serai start $(EDITION)

demo: $(VENV)/installed ## plan an edition in a database of its own: make demo EDITION=dir
	@exec $(BIN)/serai demo $(EDITION)

test: $(VENV)/installed-dev ## the whole test suite, on SQLite and on PostgreSQL
	@$(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -n 2 --dist loadgroup
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/installed-dev ## style, types, import contracts, migrations, generated documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/serai makemigrations --check --dry-run
	$(BIN)/serai docs --check

bench: $(VENV)/installed-dev ## speed and quality, written to benchmarks/results
	@$(BIN)/python benchmarks/timetable.py
	@$(BIN)/python benchmarks/report.py
	@$(BIN)/python benchmarks/web.py

docs: $(VENV)/installed ## write docs/reference again from the code
	@$(BIN)/serai docs

lock: ## resolve the locks again (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes --no-header -q -c requirements.lock -o requirements-dev.lock

clean: ## remove the virtual environment, the demo data and caches
	rm -rf $(VENV) var out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
