# `make` alone tells what there is.
.DEFAULT_GOAL := help
.PHONY: help run test test-postgres lint bench lock clean
ARGS ?=

help: ## what there is to make
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 23

run: ## the site on 127.0.0.1, PORT=8000; on a first start everything it needs, first
	@sh scripts/run.sh

test: ## everything the tests need, then all tests; ARGS="-k dates" for some
	@sh scripts/test.sh $(ARGS)

test-postgres: ## the same tests on a PostgreSQL of their own, which ends with them
	@# The databases go with the server; no test run has to empty them first.
	@sh scripts/postgres.sh sh scripts/test.sh --reuse-db $(ARGS)

lint: ## ruff, formatting, missing migrations, templates, deployment settings
	@sh scripts/lint.sh

bench: ## the benchmark table, each figure as a ratio measured in one run
	@sh scripts/bench.sh $(ARGS)

lock: ## pin the newest allowed versions of all dependencies
	@sh scripts/lock.sh

clean: ## remove what can be made again; the database and the key stay
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis test-results var/static var/static-files var/lock-tool
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
