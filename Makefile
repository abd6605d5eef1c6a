# Everything that a fresh machine needs is installed by these commands: only cargo and python3 must be there.
.DEFAULT_GOAL := help
.PHONY: help additions check features demo test test-rust test-python test-pythons test-engines test-console test-kotlin test-swift test-parity lint lint-rust lint-python lint-words
.PHONY: format surfaces command stubs inventory docs parity fuzz swift-package bench bench-check sandbox audit licences
.PHONY: clean msrv minimal-versions version requirements dist dist-python dist-command dist-native dist-crates dist-maven dist-swift
.PHONY: browser test-consumers surfaces-check surfaces-record dist-android dist-apple dist-sums toolchain version-of-tag
.PHONY: publish-python publish-crates publish-maven publish-github site site-serve semver
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
export PATH := $(BIN):$(PATH)
export VIRTUAL_ENV := $(VENV)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
CARGO := cargo
MAVEN := mvn --batch-mode --no-transfer-progress --file bindings-kotlin
# For tests: the library as it was just built for them, no reference pages.
QUICK := -Dnative.profile=dev -Ddocs.skip
# The same flags everywhere: other ones would build the package anew.
SWIFT := --package-path bindings-swift --scratch-path target/swift -Xswiftc -warnings-as-errors
SURFACES := target/parity/core.json target/parity/kotlin.json target/parity/swift.json
export DEFACTO_BINARY := $(CURDIR)/target/debug/defacto

# Crates that are chosen together share one build of the core: another choice has other features, and builds it anew.
# The native libraries are left out: they would bring their languages into everybody's build of the core.
RUST := --locked --quiet --workspace --features defacto-sdk/testing \
  --exclude defacto-sdk-python --exclude defacto-ffi --exclude defacto-bindings --exclude defacto-simulation
# What writes the sources of Kotlin and Swift, chosen as Maven and bindings-swift/generate.sh choose it.
TOOL := -p defacto-bindings -p defacto-ffi
WRITE := $(CARGO) build --locked --quiet $(TOOL) && $${CARGO_TARGET_DIR:-target}/debug/defacto-bindings
# How the command is built; `make test` takes the one of the Rust suites.
COMMAND := build --locked --quiet -p defacto-cli

LICENCES := $(CARGO) about generate --workspace --locked --fail about.hbs

SUITES := test-rust test-python test-engines test-console test-kotlin test-swift fuzz

# How long each fuzz target runs.
SECONDS := 20
TARGETS := webhook_parse intake identifiers error_bodies resume_tokens

# Nothing is left out silently: what cannot run says how to install it.
need = command -v $(1) > /dev/null || { echo "$(1) is missing: $(2)" >&2; exit 1; }
cargo_tool = @command -v $(1) > /dev/null || $(CARGO) install --locked --quiet $(1) $(2)

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

demo: ## Do the main job against the embedded sandbox, and show it
	@$(CARGO) run --quiet --locked -p defacto-cli -- demo

# What is installed comes first, one after the other: two that install at once would be in each other's way.
# Two at a time: one waits for servers and clocks while another one compiles. Parity compares what they built.
test: lint-words browser $(VENV)/.package $(VENV)/.engines $(VENV)/.console ## Prove it: lints and every suite, in every language
	$(MAKE) --jobs=2 --output-sync=target lint-rust lint-python $(SUITES) COMMAND="test $(RUST) --no-run"
	$(MAKE) test-parity

test-rust: ## The Rust suites: units, vectors, stories, sandbox, command, documentation
	$(CARGO) test $(RUST)
	$(CARGO) test --locked --quiet -p defacto-simulation -- --nocapture
	$(CARGO) test --locked --quiet -p defacto-tests-rust --features bundled-roots --test tls

test-python: $(VENV)/.package command ## The Python suites, against the installed package
	python -m pytest

# With the oldest Python that the package is for, and with newer ones, each in an environment of its own.
PYTHONS := 3.10 3.13
test-pythons: $(VENV)/.package command ## The Python suites on other versions that are installed: PYTHONS="3.10 3.14"
	rm -rf .build/wheels && maturin build --quiet --out .build/wheels
	for version in $(PYTHONS); do \
	  python=$$(command -v python$$version || ls ~/.pyenv/versions/$$version.*/bin/python | tail -n 1) && \
	  $$python -m venv .build/python-$$version && \
	  .build/python-$$version/bin/pip install --quiet -r requirements/dev.txt && \
	  .build/python-$$version/bin/pip install --quiet .build/wheels/*.whl && \
	  PATH=$(CURDIR)/.build/python-$$version/bin:$$PATH VIRTUAL_ENV=$(CURDIR)/.build/python-$$version \
	    python -m pytest -p no:cacheprovider || exit 1; \
	done

test-engines: $(VENV)/.package $(VENV)/.engines command ## Spark and Celery on the PostgreSQL store, and the store itself
	@$(call need,java,apt-get install openjdk-17-jdk-headless)
	tools/postgres.sh $(CARGO) test $(RUST) --features defacto-tests-rust/postgres-server --test store_postgres
	tools/postgres.sh $(CARGO) test $(RUST) --features defacto-tests-rust/postgres-server \
	  --test storm_of_processes on_one_server
	tools/postgres.sh python -m pytest tests/engines

test-console: $(VENV)/.package $(VENV)/.console command browser ## The sandbox's console in a real browser
	python -m pytest tests/console

browser:
	@tools/chromium.sh

test-kotlin: command ## The Kotlin and Java suites, against the built jar
	@$(call need,java,apt-get install openjdk-17-jdk-headless)
	@$(call need,mvn,apt-get install maven)
	$(MAVEN) --non-recursive antrun:run@lint
	$(MAVEN) verify $(QUICK)

test-swift: command ## The Swift suites; sets Swift up in a cache folder when it is not installed
	bindings-swift/generate.sh
	bindings-swift/format.sh --check
	tools/swift.sh test $(SWIFT) --disable-xctest

test-parity: $(VENV)/.package surfaces ## Compare what the four languages have, as it was built, and check the reference
	$(CARGO) test --locked --quiet $(TOOL)
	$(WRITE) snippets --out sandbox/src/snippets/surface.json --check
	$(WRITE) reference --out docs/reference --check
	python tools/parity.py $(SURFACES) --check
	python tools/surfaces.py $(SURFACES)
	python tools/doc_sample.py --foreign

surfaces-check: parity ## Compare what each language offers with the last release: removed, renamed, newly required
	python tools/surfaces.py $(SURFACES)

surfaces-record: parity ## Record what each language offers, at a release
	python tools/surfaces.py $(SURFACES) --record

# Without the sanitizers, which need a nightly compiler and look for what unsafe code does: the core has none.
fuzz: ## Feed what reads text from outside with anything: SECONDS=600 each, TARGETS="intake webhook_parse"
	$(call cargo_tool,cargo-fuzz)
	cd fuzz && for target in $(TARGETS); do \
	  $(CARGO) fuzz run --sanitizer none $$target -- -max_total_time=$(SECONDS) -rss_limit_mb=2048 -max_len=65536 \
	    -timeout=25 -verbosity=0 -print_final_stats=1 || exit 1; \
	done

simulate: ## Play the journeys in simulated worlds: SEEDS=100000, or one: SEED=17
	$(CARGO) test --locked --quiet --profile simulation -p defacto-simulation -- --nocapture

parity: $(VENV)/.package ## Write docs/parity.md: what the four languages have, as it was built
	$(MAVEN) package $(QUICK) -DskipTests
	bindings-swift/generate.sh
	$(MAKE) --no-print-directory surfaces
	python tools/parity.py $(SURFACES)

# What was found in the core, in the jar and in the Swift module.
surfaces:
	@mkdir -p target/parity
	$(WRITE) inventory > target/parity/core.json
	tools/swift.sh package $(SWIFT) dump-symbol-graph --minimum-access-level public
	python3 tools/swift_surface.py target/swift target/parity/swift.json

# The suites of other languages start the sandbox with it.
command:
	$(CARGO) $(COMMAND)

check: $(VENV)/.tools ## The quick look before a commit: formatting, clippy, units and words
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --all-targets --quiet -- -D warnings
	$(CARGO) test --locked --quiet -p defacto-sdk --lib
	ruff check --quiet
	typos
	python tools/prose.py

lint: lint-rust lint-python lint-words ## Formatting, clippy with every combination of features, types, stubs, words

lint-words: $(VENV)/.tools ## Spelling, the words of docs/writing.md, the subjects of commits
	typos
	python tools/prose.py
	python tools/doc_sample.py --foreign --language python
	python tools/version.py
	tools/subjects.sh

# For what is written by hand in Rust; the names of the API are in `surfaces`, too.
semver: ## Compare the Rust crate with the last release, by its tag (needs cargo-semver-checks)
	$(call cargo_tool,cargo-semver-checks)
	last=$$(git describe --tags --abbrev=0 --match 'v*' 2> /dev/null) || { echo "there is no release to compare with"; exit 0; }; \
	$(CARGO) semver-checks --package defacto-sdk --all-features --baseline-rev $$last

version: ## Set the version everywhere, and give the changes so far its heading: V=0.2.0
	@[ -n "$(V)" ] || { echo "Say which: make version V=0.2.0" >&2; exit 1; }
	python3 tools/version.py $(V)

# In a folder of its own: builds in one folder wait for each other.
CLIPPY := CARGO_TARGET_DIR=target/lint $(CARGO)
lint-rust: $(VENV)/.tools
	$(CARGO) fmt --all --check
	$(CLIPPY) clippy --locked --workspace --exclude defacto-simulation --features defacto-tests-rust/postgres-server \
	  --all-targets --quiet -- -D warnings
	$(CLIPPY) clippy --locked -p defacto-simulation --all-targets --quiet -- -D warnings
	$(CLIPPY) clippy --locked -p defacto-sdk --all-targets --quiet -- -D warnings
	$(CLIPPY) clippy --locked -p defacto-sdk --features portfolio --quiet -- -D warnings
	$(CLIPPY) clippy --locked -p defacto-sdk --features parquet,testing --all-targets --quiet -- -D warnings
	$(CLIPPY) clippy --locked -p defacto-sdk --features sqlite,postgres --all-targets --quiet -- -D warnings
	$(CLIPPY) clippy --locked -p defacto-sdk --features uniffi --quiet -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CLIPPY) doc --locked --no-deps --quiet -p defacto-sdk -p defacto-sandbox

lint-python: $(VENV)/.package $(VENV)/.engines $(VENV)/.console
	ruff check
	ruff format --check
	mypy
	pyright
	# Apart: their files have names that others have as well.
	MYPYPATH=tests/python mypy tests/engines examples/celery
	mypy tests/console
	python tools/stubs.py --check
	python tools/surface_pages.py --check
	python -m mypy.stubtest defacto_sdk

format: $(VENV)/.tools ## Format the sources
	$(CARGO) fmt --all
	ruff check --fix
	ruff format
	$(MAVEN) --quiet --non-recursive antrun:run@format
	bindings-swift/format.sh

additions: $(VENV)/.tools ## Try it: a new operation with its model, and a new option, in every language from three files
	python tools/additions.py

features: ## Check every two features of the core together (needs cargo-hack)
	$(call cargo_tool,cargo-hack)
	$(CARGO) hack check --locked -p defacto-sdk --feature-powerset --depth 2 --no-dev-deps

# The oldest compiler that the crates name.
MSRV = $(shell sed -nE 's/^rust-version = "(.*)"/\1/p' Cargo.toml)
msrv: ## Check what is published with the oldest compiler that it names (needs rustup and the network)
	rustup toolchain install --profile minimal $(MSRV)
	$(CARGO) +$(MSRV) check --locked -p defacto-sdk -p defacto-sandbox -p defacto-cli

# In a copy, since it changes the lock file.
minimal-versions: ## Check the core with the oldest versions of what it depends on (needs rustup and the network)
	rustup toolchain install --profile minimal nightly
	rm -rf .build/minimal && mkdir -p .build/minimal && git archive HEAD | tar -x -C .build/minimal
	cd .build/minimal && $(CARGO) +nightly update -Z direct-minimal-versions
	cd .build/minimal && $(CARGO) check --locked -p defacto-sdk --target-dir $(CURDIR)/target/minimal

stubs: $(VENV)/.tools ## Write the Python stubs anew, from the library's own type information
	python tools/stubs.py

inventory: ## Print all operations and models in the names of the vendor's OpenAPI document, as JSON
	@$(WRITE) inventory --openapi

docs: ## Write docs/reference and what the sandbox writes calls from, and build the Rust documentation into target/doc
	$(WRITE) snippets --out sandbox/src/snippets/surface.json
	$(WRITE) reference --out docs/reference
	python3 tools/surface_pages.py
	$(CARGO) doc --locked --no-deps -p defacto-sdk -p defacto-sandbox

site: $(VENV)/.site ## Build the site of the documentation into target/site; fails at a broken link
	python tools/website.py

site-serve: $(VENV)/.site ## Serve the site on this machine, built anew with every change
	python tools/website.py --serve

dist: dist-python dist-command dist-native dist-crates dist-maven dist-swift ## Make everything that ships, for this machine, into dist/
	python tools/dist.py sums

dist-python: $(VENV)/.dist ## Wheel and source distribution; for another platform: TARGET=aarch64-unknown-linux-gnu
	python tools/dist.py python

dist-command: $(VENV)/.dist ## Wheel and archive of the command, with its manual and completions
	python tools/dist.py command

dist-native: $(VENV)/.dist ## The native library of Kotlin, Java and Swift
	$(call cargo_tool,cargo-cyclonedx)
	python tools/dist.py native

dist-crates: ## The crates, as crates.io gets them
	python3 tools/dist.py crates

# A release gathers the libraries of all platforms in dist/native first.
dist-maven: $(if $(wildcard dist/native),,dist-native) ## A Maven repository with the jars
	@$(call need,mvn,apt-get install maven)
	python3 tools/dist.py maven

dist-swift: $(if $(wildcard dist/native),,dist-native) ## The Swift package, and the library for servers
	python3 tools/dist.py swift

dist-android: ## The Android archive, beside the jars in the Maven repository (needs the NDK)
	python3 tools/dist.py android

dist-apple: ## The binary framework for Swift (needs a Mac)
	bindings-swift/xcframework.sh

dist-sums: ## Checksums of everything in dist/
	python3 tools/dist.py sums

toolchain: ## Install Rust's part for a platform: TARGET=aarch64-apple-darwin
	rustup target add $(TARGET)

# What only the release workflow does: each needs an account.
version-of-tag: ## Check that the version is that of the tag: TAG=v0.2.0
	python3 tools/version.py $(TAG)

publish-python: $(VENV)/.dist ## Upload the Python packages to PyPI, as a trusted publisher
	uv publish --trusted-publishing always dist/python/* dist/command/*.whl

publish-crates: ## Upload the crates to crates.io
	$(CARGO) publish --locked --package defacto-sdk-macros --package defacto-sdk --package defacto-sandbox

publish-maven: ## Sign the jars, and upload them to Maven Central, where they wait to be released (needs GnuPG and CENTRAL_TOKEN)
	python3 tools/dist.py bundle
	curl --fail --silent --show-error --header "Authorization: Bearer $$CENTRAL_TOKEN" \
	  --form bundle=@dist/maven-central.zip \
	  "https://central.sonatype.com/api/v1/publisher/upload?publishingType=USER_MANAGED"

publish-github: ## Make the release at GitHub with all files: TAG=v0.2.0 (needs gh)
	gh release create $(TAG) --verify-tag --notes-file <(python3 tools/version.py --changes) \
	  dist/SHA256SUMS dist/python/* dist/command/* dist/crates/* dist/swift/*.tar.gz dist/swift/*.zip

test-consumers: $(VENV)/.dist ## Install what is in dist/ into empty projects in five languages, and enrol a borrower in each
	python tools/consumers.py

swift-package: ## Build the native library and the Swift sources that come from it
	bindings-swift/generate.sh dist

bench: $(VENV)/.tools ## Measure beside other clients: ratios from one run
	python benches/run.py

bench-check: $(VENV)/.tools ## Count the instructions of the hot paths, and compare them with the accepted counts
	@$(call need,valgrind,apt-get install valgrind)
	python benches/instructions.py

sandbox: ## Run the sandbox by hand
	@$(CARGO) run --quiet --locked -p defacto-cli -- sandbox

audit: ## Check licences and advisories (needs cargo-deny, and the advisories from the network)
	$(call cargo_tool,cargo-deny)
	$(call cargo_tool,cargo-about,--features cli)
	$(CARGO) deny check
	$(LICENCES) | sed "s,[[:space:]]*$$,," > target/THIRD-PARTY-LICENSES.md
	cmp target/THIRD-PARTY-LICENSES.md THIRD-PARTY-LICENSES.md || { echo "write it anew: make licences" >&2; exit 1; }

licences: ## Write THIRD-PARTY-LICENSES.md: the licences of everything that is built in
	$(call cargo_tool,cargo-about,--features cli)
	$(LICENCES) | sed "s,[[:space:]]*$$,," > THIRD-PARTY-LICENSES.md

clean: ## Remove everything that was built
	rm -rf target .venv dist .build bindings-kotlin/target bindings-kotlin/*/target bindings-swift/lib
	rm -rf bindings-swift/Sources/Defacto/Generated bindings-swift/Tests/DefactoTests/Generated

$(VENV)/.tools: requirements/dev.txt
	python3 -m venv $(VENV)
	pip install --quiet -r $<
	touch $@

# Apart from the tools: it is half a gigabyte.
$(VENV)/.engines: requirements/engines.txt $(VENV)/.tools
	pip install --quiet -r $<
	touch $@

$(VENV)/.console: requirements/console.txt $(VENV)/.tools
	pip install --quiet -r $<
	touch $@

$(VENV)/.dist: requirements/dist.txt $(VENV)/.tools
	pip install --quiet -r $<
	touch $@

$(VENV)/.site: requirements/site.txt $(VENV)/.tools
	pip install --quiet -r $<
	touch $@

requirements: $(VENV)/.dist ## Pin what requirements/*.in name, with the hash of every file
	for file in requirements/*.in; do \
	  oldest=3.10; [[ $$file != requirements/@(engines|site).in ]] || oldest=3.11; \
	  uv pip compile --quiet --universal --python-version $$oldest --generate-hashes --no-header --no-annotate \
	    $$file --output-file $${file%.in}.txt $(UPGRADE); \
	done

# The package is installed anew whenever something that it is made of has changed.
NATIVE := $(shell find core bindings-python -name '*.rs' -o -name 'Cargo.toml' -o -path '*/texts/*') $(wildcard core/templates/*) Cargo.toml Cargo.lock pyproject.toml
$(VENV)/.package: $(VENV)/.tools $(NATIVE)
	maturin develop --quiet
	touch $@
