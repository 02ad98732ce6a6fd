# `make` prints this menu. Everything is installed into .venv and frontend/node_modules; nothing else is touched.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := menu
PORT ?= 8000
HOST ?= 127.0.0.1
N ?= 20
SEED ?= 1
SCALE ?= 1
BENCH ?=
PYTHON ?= $(firstword $(foreach python,python3.11 python3.12 python3.13 python3,$(if $(shell command -v $(python)),$(python))))
BIN := .venv/bin
TESTS := $(BIN)/python -m pytest
FRONTEND := src/gasloop/shell/static/dist/manifest.json

.PHONY: menu install run test test-long story torture bench lint screenshots messages contracts engines-for-browser

menu: ## this menu
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

install: .venv/installed-core $(FRONTEND) ## venv, locked packages, frontend

run: install ## install what is missing, start the demonstration town: make run [PORT=8000] [HOST=127.0.0.1]
	@exec $(BIN)/gasloop up --demo --host $(HOST) --port $(PORT)

test: .venv/installed-dev $(FRONTEND) engines-for-browser ## lint and all tiers: pure, room, house, wire, browser, torture
	$(MAKE) --no-print-directory lint
	$(TESTS) tests/pure tests/room tests/house -n 2 --dist loadgroup --no-loadscope-reorder -m "not long"
	$(TESTS) tests/wire tests/browser -n 2 --dist loadgroup -m "not long"
	$(BIN)/python -m tests.torture --n $(N) --seed $(SEED)

test-long: .venv/installed-dev $(FRONTEND) engines-for-browser ## the long runs: other database, cold starts, torture, fuzzing, stories
	$(TESTS) tests -m "long or not long"
	$(BIN)/python -m tests.other_database
	$(BIN)/python -m tests.torture --n 200 --seed $(SEED)
	$(BIN)/python -m tests.torture --what devices --n 100 --seed $(SEED)

story: .venv/installed-dev $(FRONTEND) engines-for-browser ## each numbered item as one browser story, screenshots in docs/stories/
	$(BIN)/python -m tests.browser.stories docs/stories

torture: .venv/installed-dev ## kill things at random moments and count: make torture N=20 SEED=1
	$(BIN)/python -m tests.torture --n $(N) --seed $(SEED)
	$(BIN)/python -m tests.torture --what devices --n $(N) --seed $(SEED)

bench: .venv/installed-dev ## measure against rivals: make bench [BENCH=name] [SCALE=1]
	$(BIN)/python -m benchmarks $(BENCH) --scale $(SCALE)

lint: .venv/installed-dev $(FRONTEND) ## ruff, mypy, floors, migrations, translations, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.messages check
	$(BIN)/python -m tools.frontend check

screenshots: .venv/installed-dev $(FRONTEND) engines-for-browser ## the README's pictures
	$(BIN)/python -m tests.browser.screenshots docs/screenshots

messages: .venv/installed-dev ## bring the English catalogues in step with the source
	$(BIN)/python -m tools.messages update

contracts: ## write the import contracts from the floors
	PYTHONPATH=src $(PYTHON) -m gasloop.house > .importlinter

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "GasLoop needs Python 3.11 or newer; none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "GasLoop needs Python 3.11 or newer; $(PYTHON) is older." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed-core: requirements/core.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements/core.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	$(BIN)/python -m tools.messages compile
	@touch $@

.venv/installed-dev: requirements/dev.lock .venv/installed-core
	$(BIN)/pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements/dev.lock
	@touch $@

# Node from the machine where there is one that is new enough, else from a pip wheel.
$(FRONTEND): $(shell find frontend -path frontend/node_modules -prune -o -type f -print) | .venv/installed-core
	@$(BIN)/python -m tools.frontend build

# Debian's chromium and a CJK font; other systems bring their own chromium.
engines-for-browser:
	@command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi cjk || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null || { echo "The browser tests need chromium and a CJK font (fonts-noto-cjk)." >&2; exit 1; }; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null; }
