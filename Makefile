# Everything one needs, by name. `make help` lists it.
PYTHON ?= python3
VENV := .venv/bin
FLASK := $(VENV)/flask --app wsgi
# At most four at once: more wait for each other's database and browser rather than end sooner.
PYTEST := $(VENV)/pytest -n logical --maxprocesses 4 --dist worksteal
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # compiled modules halve the time to the first page

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F '|' '{ printf "  make %-8s %s\n", $$1, $$2 }'

run: export DEMO ?= $(or $(shell sed -n 's/^DEMO=//p' .env 2>/dev/null),1)
run: setup  ## serve the community on http://127.0.0.1:8000 (PORT=8001 and DEMO=0 change it)
	@exec $(FLASK) serve

worker: setup  ## deliver owed reactions in a process of its own
	@exec $(FLASK) worker

test: setup-dev  ## all tests, on SQLite and PostgreSQL, browser tests included (ARGS="-k voting")
	@$(PYTEST) $(ARGS)

check: lint test  ## everything that has to hold before a change is shared

lint: style layout floors  ## style, layout, and who may import whom

style: setup-dev
	@$(VENV)/ruff check

layout: setup-dev
	@$(VENV)/ruff format --check --quiet || { echo "Some files are not in the common layout; make format mends it."; exit 1; }

floors: setup-dev
	@$(VENV)/lint-imports --no-logo

format: setup-dev  ## put imports and layout in order
	@$(VENV)/ruff check --fix --select I,UP
	@$(VENV)/ruff format

bench: setup-dev  ## measure speed and memory
	@$(VENV)/python -m bench

build: setup  ## scripts and styles into static/dist

lock: setup  ## renew the lock files from pyproject.toml
	@sh scripts/lock.sh

clean:  ## remove what was installed and built; data/ stays
	rm -rf .venv node_modules static/dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Targets of their own, so that `make lint test` sets up once.
setup: python
	@$(PYTHON) scripts/setup.py

setup-dev: python
	@$(PYTHON) scripts/setup.py --dev

python:
	@command -v $(PYTHON) >/dev/null || { echo "Guildhall needs Python 3.11 or newer, and there is no $(PYTHON) here." \
		"Install one (Debian, Ubuntu: apt-get install python3 python3-venv)." >&2; exit 1; }

.PHONY: help run worker test check lint style layout floors format bench build lock clean setup setup-dev python
