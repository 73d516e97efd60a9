# `make setup` once, `make run` to see it. Nothing but Python (3.11 to 3.14) and make is needed first.
PYTHON ?= python3
CITY ?= data/cities/demo
WORKERS ?= 2
BIN := .venv/bin

.PHONY: setup setup-dev setup-bench run test soak bench bundle lint lock catalogue clean

setup:
	@$(PYTHON) tools/environment.py run

setup-dev:
	@$(PYTHON) tools/environment.py dev

setup-bench:
	@$(PYTHON) tools/environment.py bench

run: setup
	@$(BIN)/lanxun demo $(CITY)
	@$(BIN)/lanxun build $(CITY)
	@$(BIN)/python tools/run.py $(CITY)

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

test: lint
	@$(PYTHON) tools/debian.py chromium fonts-noto-cjk postgresql
	@$(BIN)/python -m pytest -m "not soak" -n $(WORKERS) --dist loadfile

soak: setup-dev
	@$(PYTHON) tools/debian.py chromium fonts-noto-cjk postgresql
	@$(BIN)/python -m pytest -m soak

bench: setup-bench
	@.venv-bench/bin/python -m benchmarks

bundle: setup
	@$(BIN)/python tools/bundle.py

catalogue: setup
	@$(BIN)/python -m pipelines.catalogue

lock:
	@$(PYTHON) tools/lock.py

clean:
	@rm -rf .venv .venv-bench node_modules dist dashboard/static/vendor
