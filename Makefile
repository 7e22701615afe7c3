# make try    see learnlog at work, in a throwaway folder
# make test   all checks
# make soak   twenty people and three hubs, ten minutes long
# make bench  the figures of docs/benchmarks.md

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: try test soak bench lock clean

try: $(VENV)/.run
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/try.sh

test: $(VENV)/.dev
	$(BIN)/ruff check src tests docs
	$(BIN)/ruff format --check src tests docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --cov --cov-report=term -n 2

soak: $(VENV)/.dev
	LEARNLOG_SOAK=600 $(BIN)/pytest -s tests/test_many_people.py

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

lock:
	uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-header pyproject.toml --group install -o requirements.lock
	uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-header pyproject.toml --group dev -o requirements-dev.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf $(VENV)
