# One-liners; `make` alone lists them. A fresh machine needs python3 (3.11+), make and a shell.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

help: ## list what there is
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("auditor needs Python 3.11 or newer, this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (about half a minute, once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.runtime ## set up what running needs
demo: $(VENV)/.runtime ## the real nightly job on 250 made-up accounts, over HTTP
	@$(BIN)/python -m demo night --world rough-week --directory var/demo $(ARGS) -- $(BIN)/python -m auditor run --exit-zero
test: $(VENV)/.dev ## everything that needs no service and no browser
	@$(BIN)/python -m pytest -q -m "not browser and not service and not slow" $(ARGS)
service: $(VENV)/.dev ## the history in a PostgreSQL of its own (Debian's postgresql)
	@$(BIN)/python -m pytest -q -m service $(ARGS)
slow: $(VENV)/.dev ## the long tests: every fault, kill points, thirty nights
	@$(BIN)/python -m pytest -q -m "slow and not service" $(ARGS)
lint: $(VENV)/.dev ## ruff and the import contracts
	@$(BIN)/ruff check . && $(BIN)/lint-imports --no-cache
types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy
e2e: $(VENV)/.dev ## the report in a real browser (Debian's chromium)
	@$(BIN)/python -m pytest -q -m browser $(ARGS)
accuracy: $(VENV)/.dev ## how well profile texts are read, against the labelled corpus
	@$(BIN)/python -m benchmarks.accuracy $(ARGS)
bench: $(VENV)/.dev ## times, requests and memory
	@$(BIN)/python -m benchmarks $(ARGS)
fuzz: $(VENV)/.dev ## fuzzers for ten minutes (ARGS passes on; FUZZ_SECONDS is for each)
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-40} $(BIN)/python -m pytest -q tests/fuzz $(ARGS)
sbom: $(VENV)/.runtime ## the bill of materials of what is pinned, as CycloneDX: sbom.json
	@$(BIN)/python requirements/sbom.py $(if $(ARGS),$(ARGS),sbom.json)
pictures: $(VENV)/.dev ## take the pictures of the documentation again
	@$(BIN)/python -m tests.browser.pictures
docs: $(VENV)/.dev ## refresh the generated parts of the docs
	@$(BIN)/python -m auditor.config.schema && $(BIN)/python -m auditor.config.example && $(BIN)/python tests/docs_generated.py

.PHONY: help setup demo test service slow lint types e2e accuracy bench fuzz sbom pictures docs
