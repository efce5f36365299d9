# SPDX-License-Identifier: EUPL-1.2
# Every target sets up what it needs by itself, in .venv (benchmarks and docs in environments of their own).
.PHONY: run test quick check bench docs lock messages bare clean
.DEFAULT_GOAL := run
SHELL := /bin/bash
# What programs keep for next time stays in this folder too (fonts, plots, tests), and goes with `make clean`.
export XDG_CACHE_HOME := $(CURDIR)/build/cache
export PYTEST_DEBUG_TEMPROOT := $(CURDIR)/build/pytest

run: .venv/.run ## The site with the fictional example region, on this machine; PORT=8001 chooses the port
	@scripts/system run
	@scripts/assets
	@.venv/bin/gemengd serve --workspace build/example --data build/site $(if $(PORT),--port "$(PORT)")

test: .venv/.dev ## All tests; TESTS=tests/tables only those
	@scripts/assets --dev
	@scripts/system test
	@mkdir -p build/pytest
	.venv/bin/pytest -n 2 --dist loadfile --durations 10 $(TESTS)
ifeq ($(strip $(TESTS)),)
	@echo "What asks the database more than one question once more, on PostgreSQL"
	.venv/bin/python tests/postgres_server.py .venv/bin/pytest -n 2 --dist loadfile -m "not slow" --durations 10 \
		tests/web/organisations tests/web/events tests/web/control tests/web/published tests/web/work tests/web/mail \
		tests/web/documents tests/web/versions tests/web/search tests/web/test_failures.py \
		tests/browser/site
endif

quick: .venv/.dev ## The tests of what differs from main, in about a minute; TESTS=tests/tables chooses others
	@scripts/assets --dev
	@mkdir -p build/pytest
	@scripts/quick $(TESTS)

check: .venv/.dev ## Format, lint, types, layers, documents
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python scripts/check_documents.py
	scripts/check_locks

bench: .venv/.dev .venv-bench/.bench .venv-bench-placement/.bench-placement ## Beside the peers, in one run
	.venv-bench/bin/python benchmarks/measure_national.py
	.venv-bench/bin/python benchmarks/city_and_growth.py
	.venv-bench/bin/python benchmarks/command_line.py
	.venv-bench/bin/python benchmarks/bootstrap.py
	.venv-bench/bin/python benchmarks/counting.py
	.venv-bench/bin/python benchmarks/protect.py
	.venv-bench-placement/bin/python benchmarks/placement_engine.py
	.venv-bench/bin/python benchmarks/placement_round.py
	.venv/bin/python benchmarks/site_load.py

docs: .venv-docs/.docs ## The documentation as web pages in build/docs
	.venv-docs/bin/sphinx-build -W --keep-going -q -b html docs build/docs
	@echo "Open build/docs/index.html"

lock: ## Renew the lock files (hashes, no addresses)
	scripts/lock

messages: .venv/.dev ## Collect the texts of the site, each app's into its own catalogue; translations stay
	scripts/messages

.venv/.run: requirements/run.lock pyproject.toml scripts/setup
	@scripts/setup .venv run

.venv/.dev: requirements/dev.lock pyproject.toml scripts/setup
	@scripts/setup .venv dev

.venv-bench/.bench: requirements/bench.lock pyproject.toml scripts/setup
	@scripts/setup .venv-bench bench

.venv-bench-placement/.bench-placement: requirements/bench-placement.lock pyproject.toml scripts/setup
	@scripts/setup .venv-bench-placement bench-placement

.venv-docs/.docs: requirements/docs.lock pyproject.toml scripts/setup
	@scripts/setup .venv-docs docs

bare: ## The two commands on a bare Debian 12, as root and as an ordinary user
	scripts/bare

clean: ## Remove what the targets made
	rm -rf .venv .venv-bench .venv-bench-placement .venv-docs .venv-lock .venv-node build src/gemengd/web/static/vendor
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
