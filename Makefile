# Each target first sees to it that the machine has what it needs (.ci/setup); when
# it has, that takes a moment. ARGS is handed on: make test ARGS="-k slip".

.PHONY: help setup test-setup run test bench lint format coverage lock clean
.DEFAULT_GOAL := help

bin := .venv/bin
ARGS ?=

help:
	@echo "make setup     install what the product needs (Debian 12, 13, Ubuntu 24.04)"
	@echo "make run       start server, kiosk and wall display with the sample office"
	@echo "make test      run every test"
	@echo "make bench     measure, as ratios to bare building blocks"
	@echo "make lint      check style and types"
	@echo "make format    put the code into the one style"
	@echo "make coverage  run every test and say what none of them reached"
	@echo "make lock      write the lock files anew (ARGS=--upgrade: newest versions)"
	@echo "make clean     remove .venv and everything made; never the data"

setup:
	@.ci/setup

test-setup:
	@.ci/setup --test

run: setup
	@.ci/start

test: test-setup
	$(bin)/python -m pytest --numprocesses 2 --dist loadgroup $(ARGS)

bench: test-setup
	$(bin)/python -m tests.bench $(ARGS)

lint: setup
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy

format: setup
	$(bin)/ruff check --fix
	$(bin)/ruff format

coverage: test-setup
	$(bin)/coverage erase
	$(bin)/coverage run -m pytest $(ARGS)
	$(bin)/coverage combine --quiet
	$(bin)/coverage report

lock: setup
	.ci/lock $(ARGS)

clean:
	rm -rf .venv build dist htmlcov .coverage .coverage.*
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
