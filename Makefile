# Needs Python 3.11 or newer and make; uv is used where it is there. `make help` lists what it can do.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)
export URL CONTACT

.DEFAULT_GOAL := help
.PHONY: help crawl test bench lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

crawl: .venv/run  ## crawl the sample portal, or a real one: make crawl URL=https://www.example.gov.cn/ CONTACT=you@example.org
ifeq ($(origin URL),command line)
	@$(BIN)/scrapy crawl reports -a url="$$URL" --init --dump -L WARNING
else
	@$(BIN)/python -m tests.site run -- $(BIN)/scrapy crawl reports -a url={url} --init --dump -L WARNING
endif

test: .venv/dev  ## ruff, mypy --strict and the whole test suite
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto --dist worksteal

bench: .venv/bench  ## measure: reading, understanding, links, addresses met, frontier and the sample crawl beside their peers, lag among hostile pages, how well reports are found, what coming back, keeping records and finding reports cost
	@$(BIN)/python bench/reading.py --seeds $(PAGES)
	@$(BIN)/python bench/understanding.py --seeds $(SEEDS)
	@$(BIN)/python bench/links.py
	@$(BIN)/python bench/seen.py
	@$(BIN)/python bench/frontier.py
	@$(BIN)/python bench/crawl.py
	@$(BIN)/python bench/lag.py
	@$(BIN)/python bench/finding.py $(SEEDS)
	@$(BIN)/python bench/returning.py $(SEEDS)
	@$(BIN)/python bench/warc.py
	@$(BIN)/python bench/keeping.py
SEEDS ?= 200-201
PAGES ?= 500

lock:  ## write the locks anew from pyproject.toml (needs uv)
	@sed -n 's/^requires = \["\(.*\)"\]/\1/p' pyproject.toml | $(LOCK) --extra dev --extra ocr -o requirements-dev.lock
	@sed -n 's/^requires = \["\(.*\)"\]/\1/p' pyproject.toml | $(LOCK) -c requirements-dev.lock -o requirements.lock
	@uv pip compile --group bench -c requirements-dev.lock $(LOCKED) -o requirements-bench.lock
LOCK = uv pip compile pyproject.toml - --extra postgres $(LOCKED)
LOCKED = --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --quiet --custom-compile-command "make lock"

clean:  ## remove the environment; the archive in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ": make PYTHON=python3.12 …")'
	@$(if $(UV),uv venv --quiet --python $(PYTHON) .venv,$(PYTHON) -m venv .venv)

# $(1): a lock. Every file is checked against its hash; the project itself goes in without asking a registry again.
define install
	@echo "Installing $(1) into .venv …"
	@$(if $(UV),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check) --require-hashes -r $(1)
	@$(if $(UV),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check) --no-deps --no-build-isolation -e .
endef

.venv/run: requirements.lock pyproject.toml | .venv/bin/python
	$(call install,requirements.lock)
	@touch $@

.venv/bench: requirements-bench.lock | .venv/dev
	$(call install,requirements-bench.lock)
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(call install,requirements-dev.lock)
	@touch .venv/run $@
