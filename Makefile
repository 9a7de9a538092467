# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

# Two commands matter: "make serve" to use the apps, "make test" to check everything.

PYTHON ?= python3
PORT ?= 8866
FUZZ_SECONDS ?= 60
VENV := .venv
BIN := $(VENV)/bin
# Our own messages say what goes wrong; pip's hints about itself do not help.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The apps and the tests start hundreds of Python processes, which shall not compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help serve test lint unit processes browser docs release fuzz clean

help:
	@echo 'make serve   start the apps (PORT=$(PORT)); the address is printed'
	@echo 'make test    set up and run all checks and tests, browser journeys included'
	@echo 'make lint    ruff, mypy, import rules'
	@echo 'make unit    quick tests, without a browser'
	@echo 'make processes tests that start other programs, the wheel in an empty environment'
	@echo 'make browser tests that drive Chromium'
	@echo 'make docs    the documentation site, in build/site'
	@echo 'make release wheel, source, digests and bills of materials, in dist'
	@echo 'make fuzz    every parser, each for FUZZ_SECONDS=$(FUZZ_SECONDS) seconds; see benchmarks/fuzz/README.md'
	@echo 'make clean   remove .venv, caches and build results'

serve: $(VENV)/.installed
	$(BIN)/ospo serve --port $(PORT)

test: lint unit processes browser

lint: $(VENV)/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/.installed-test
	$(BIN)/pytest -n 2 --dist loadgroup -m 'not browser and not slow and not processes'

processes: $(VENV)/.installed-test
	$(BIN)/pytest -n 3 --dist loadgroup -m '(processes or slow) and not browser'

browser: $(VENV)/.installed-test $(VENV)/.installed-proxy
	OSPO_CHROMIUM="$$($(BIN)/python tests/browser/find_chromium.py)" && export OSPO_CHROMIUM && \
	$(BIN)/pytest -n 2 --dist loadgroup -m browser

docs: $(VENV)/.installed-test
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/site
	@echo 'The site is in build/site: open build/site/index.html'

release: $(VENV)/.installed-test
	$(BIN)/python deploy/release.py dist

fuzz: $(VENV)/.installed-test
	@$(PIP) install --editable '.[fuzz]'
	$(BIN)/python benchmarks/fuzz/run.py --seconds $(FUZZ_SECONDS)

# Each stamp is newer than what it was made from, so a second run has nothing to do.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or newer is needed; "$(PYTHON)" is' \
			"$$($(PYTHON) --version 2>&1)." >&2; \
		echo 'Name another one: make $(MAKECMDGOALS) PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo 'No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv' >&2; \
		rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@echo 'Installing into $(VENV). This takes a minute or two the first time.'
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.made pyproject.toml
	@echo 'Installing into $(VENV), with what the tests need. This takes a minute or two the first time.'
	@$(PIP) install --editable '.[test,docs]'
	@touch $(VENV)/.installed $@

# JupyterHub needs a proxy that npm has; npm itself comes with pip, see tests/hub/install_proxy.py.
$(VENV)/.installed-proxy: $(VENV)/.installed-test tests/hub/install_proxy.py
	@$(BIN)/python tests/hub/install_proxy.py $(VENV)/hub-proxy
	@touch $@

clean:
	rm -rf $(VENV) build dist test-results *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find ospo_widgets tests -name __pycache__ -type d -prune -exec rm -rf {} +
