# Two commands do everything on a machine with Python 3.11+ and make: `make run` and `make test`.

PYTHON ?= $(shell sh tools/python_to_use.sh)
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/made
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ROOMS := extract transform load warehouse flows
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-strip-extras --no-annotate --custom-compile-command "make lock"
# Locked beside our own dependencies: what links the project into the environment.
BESIDE := printf 'setuptools>=77\n'

# Two processes test, a module in one of them, so that what its tests share is made once (tests/conftest.py).
BESIDE_EACH_OTHER := --numprocesses 2 --dist loadscope --no-loadscope-reorder
FOUND := --doctest-modules tests $(ROOMS)

.DEFAULT_GOAL := help
.PHONY: help run test lint types style compiled system docs lock clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS=$$(printf '\t') read -r name what; \
		do printf '  make %-6s %s\n' "$$name" "$$what"; done

run: $(MADE)/runtime  ## install what is needed into .venv, then read the samples and compare them
	@$(BIN)/python -m flows run
	@printf '\nThe command itself: %s --help\n' "$(BIN)/fazhi"

test:  ## install what is needed, then lint, types, layers and all tests
	@# apt-get and pip work beside each other, and mypy beside the rest
	@$(MAKE) --no-print-directory --jobs 2 system lint compiled
	@# what was compiled is kept, also where Python is told not to: each of many processes would do it again
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest $(BESIDE_EACH_OTHER) $(FOUND)

lint: types style  ## the quick half of make test

types: $(MADE)/development
	$(BIN)/mypy

style: $(MADE)/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

# Found once beside mypy, what tests import is compiled: else both processes do it, as they find them at the same time.
compiled: $(MADE)/development
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --collect-only -qq $(FOUND) >/dev/null 2>&1 || true

system:
	@sh tools/system_packages.sh

docs: $(MADE)/development  ## write the data dictionary out of the schemas
	$(BIN)/python tools/write_dictionary.py

lock:  ## resolve the dependencies anew into the two lock files (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(BESIDE) | $(COMPILE) pyproject.toml - --output-file requirements.lock
	$(BESIDE) | $(COMPILE) --group dev --constraint requirements.lock pyproject.toml - \
		--output-file requirements-dev.lock
	$(PYTHON) tools/pin_without_extras.py requirements.lock requirements-dev.lock

clean:  ## remove what make run and make test made: .venv, data, caches
	rm -rf $(VENV) data build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	find $(ROOMS) samples tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "fazhi needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "making $(VENV) with $$($(PYTHON) -c 'import sys; print(sys.executable, sys.version.split()[0])')"
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "no venv module: install it (Debian, Ubuntu: apt-get install python3-venv)"; exit 1; }
	@mkdir -p $(MADE) && touch $@

# Everything comes from the lock file with its hash; the project itself is linked into the environment with
# the locked setuptools, so that nothing unlocked is fetched to build it.
$(MADE)/runtime: $(MADE)/venv requirements.lock pyproject.toml
	@echo "installing from requirements.lock (the first time takes a minute or two)"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(MADE)/development: $(MADE)/runtime requirements-dev.lock
	@echo "installing from requirements-dev.lock"
	@# compiled as it is imported: most of it never is
	@$(PIP) --no-compile --require-hashes -r requirements-dev.lock
	@touch $@
