# Everything that a fresh machine needs is installed by these commands: only cargo and python3 must be there.
.DEFAULT_GOAL := help
.PHONY: help demo test test-rust test-python lint lint-rust lint-python format stubs docs wheel bench sandbox audit clean
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
export PATH := $(BIN):$(PATH)
export VIRTUAL_ENV := $(VENV)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
CARGO := cargo

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: ## Do the main job against the embedded sandbox, and show it
	@$(CARGO) run --quiet --locked -p defacto-cli -- demo

test: lint test-rust test-python ## Prove it: lints and every suite, in every language

test-rust: ## The Rust suites: units, vectors, stories, sandbox, command, documentation
	$(CARGO) test --locked --workspace --exclude defacto-sdk-python --quiet

test-python: $(VENV)/.package ## The Python suites, against the installed package
	$(CARGO) build --locked --quiet -p defacto-cli
	DEFACTO_BINARY=$(CURDIR)/target/debug/defacto python -m pytest

lint: lint-rust lint-python ## Formatting, clippy with every combination of features, types, stubs

lint-rust: $(VENV)/.tools
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets --quiet -- -D warnings
	$(CARGO) clippy --locked -p defacto-sdk --quiet -- -D warnings
	$(CARGO) clippy --locked -p defacto-sdk --features uniffi --quiet -- -D warnings
	$(CARGO) clippy --locked -p defacto-sdk --features python,uniffi --quiet -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --quiet -p defacto-sdk -p defacto-sandbox

lint-python: $(VENV)/.package
	ruff check
	ruff format --check
	mypy
	python tools/stubs.py --check
	python -m mypy.stubtest defacto_sdk

format: $(VENV)/.tools ## Format the sources
	$(CARGO) fmt --all
	ruff check --fix
	ruff format

stubs: $(VENV)/.tools ## Write the Python stubs anew, from the library's own type information
	python tools/stubs.py

docs: ## Build the Rust documentation into target/doc
	$(CARGO) doc --locked --no-deps -p defacto-sdk -p defacto-sandbox

wheel: $(VENV)/.tools ## Build the wheels of the package and of the command into dist/
	maturin build --release --profile dist --out dist
	maturin build --manifest-path cli/Cargo.toml --profile dist --out dist

bench: $(VENV)/.tools ## Measure beside other clients: ratios from one run
	python benches/run.py

sandbox: ## Run the sandbox by hand
	@$(CARGO) run --quiet --locked -p defacto-cli -- sandbox

audit: ## Check licences and advisories (needs cargo-deny)
	$(CARGO) deny check

clean: ## Remove everything that was built
	rm -rf target .venv dist .build

$(VENV)/.tools: requirements-dev.txt
	python3 -m venv $(VENV)
	pip install --quiet -r requirements-dev.txt
	touch $@

# The package is installed anew whenever something that it is made of has changed.
NATIVE := $(shell find core bindings-python -name '*.rs' -o -name 'Cargo.toml') Cargo.toml Cargo.lock pyproject.toml
$(VENV)/.package: $(VENV)/.tools $(NATIVE)
	maturin develop --quiet
	touch $@
