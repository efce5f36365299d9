# SPDX-License-Identifier: EUPL-1.2
# Every target sets up what it needs by itself, in .venv (benchmarks and docs in environments of their own).
.PHONY: run test check bench docs lock messages clean
.DEFAULT_GOAL := run
SHELL := /bin/bash

run: .venv/.run ## The site with the fictional example region, on this machine
	@scripts/assets
	@.venv/bin/gemengd serve --workspace build/example --data build/site

test: .venv/.dev ## All tests
	@scripts/assets --dev
	@scripts/chromium
	@scripts/postgres
	@scripts/java
	.venv/bin/pytest -n 2 --dist loadfile --durations 20 $(TESTS)
	@echo "What asks the database more than one question once more, on PostgreSQL"
	.venv/bin/python tests/postgres_server.py .venv/bin/pytest -n 2 --dist loadfile -m "not slow" \
		tests/web/organisations tests/web/events tests/web/control tests/web/published tests/web/test_failures.py \
		tests/browser/site

check: .venv/.dev ## Format, lint, types, layers, documents
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python scripts/check_documents.py

bench: .venv/.dev .venv-bench/.bench .venv-bench-placement/.bench ## Beside the peers, in one run
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

lock: .venv/.dev ## Renew the lock files (hashes, no addresses)
	scripts/lock

messages: .venv/.dev ## Collect the texts of the site, each app's into its own catalogue; translations stay
	scripts/messages

.venv/.run: requirements/run.lock pyproject.toml scripts/setup
	@scripts/setup .venv requirements/run.lock
	@touch $@

.venv/.dev: requirements/dev.lock pyproject.toml scripts/setup
	@scripts/setup .venv requirements/dev.lock
	@touch $@ .venv/.run

.venv-bench/.bench: requirements/bench.lock pyproject.toml scripts/setup
	@scripts/setup .venv-bench requirements/bench.lock
	@touch $@

.venv-bench-placement/.bench: requirements/bench-placement.lock pyproject.toml scripts/setup
	@scripts/setup .venv-bench-placement requirements/bench-placement.lock
	@touch $@

.venv-docs/.docs: requirements/docs.lock pyproject.toml scripts/setup
	@scripts/setup .venv-docs requirements/docs.lock
	@touch $@

clean: ## Remove what the targets made
	rm -rf .venv .venv-bench .venv-bench-placement .venv-docs .venv-node build src/gemengd/web/static/vendor
