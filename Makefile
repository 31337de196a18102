PYTHON ?= python3
PORT ?= 3000
BIN := .venv/bin
export PYTHONPATH := $(CURDIR)
export DAGSTER_DISABLE_TELEMETRY := yes

.PHONY: run dev test test-cluster lint types eval bench fuzz alert-test setup tools storage cluster lock newest-client

run: setup
	@$(BIN)/python -m ct_pipeline run

dev: setup
	@$(BIN)/python -m ct_pipeline dev --port $(PORT)

test: setup tools lint types
	$(BIN)/pytest -n 3 --dist worksteal --durations=20

# Spark beside one machine, and storage that machines share; needs Java 17 or later and PostgreSQL,
# of which the tests start a server of their own, as of S3.
test-cluster: cluster
	$(BIN)/pytest ct_pipeline_tests/cluster

# The newest DuckDB, for the test that opens the edition with it; that test says where it goes without.
newest-client:
	test -e .venv-newest || "$(PYTHON)" -m venv .venv-newest
	.venv-newest/bin/pip install --quiet --disable-pip-version-check --upgrade duckdb pytz
	@.venv-newest/bin/python -c "import duckdb; print('DuckDB', duckdb.__version__)"

lint: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --quiet dbt/models dbt/tests
	@$(BIN)/sqlfluff lint --quiet --config ct_pipeline/.sqlfluff ct_pipeline

types: setup tools
	$(BIN)/mypy

# Quality, measured: reads ../shared/data too where it is there, and says so where it is not.
eval: setup
	@for report in benchmarks/eval_*.py; do echo "== $$report"; $(BIN)/python $$report || exit 1; done

# Speed, measured as ratios within one run.
bench: setup
	@for report in benchmarks/bench_*.py; do echo "== $$report"; $(BIN)/python $$report || exit 1; done

# Hostile bytes for every reader, guided by what they reach; a minute each.
SECONDS ?= 60
fuzz: setup tools
	@$(BIN)/python -m ct_pipeline_tests.fuzzing --seconds $(SECONDS) $(TARGETS)

alert-test: setup
	@$(BIN)/python -m ct_pipeline alerts test "$(CONSUMER)"

setup: .venv/.ready dbt/target/manifest.json

# What develops the program: tests, linters, type checks. Running it needs none of them.
tools: .venv/.tools

# One line where Python is not one that the locks are for; nothing is made then. What stands for
# Python and is none (a version manager's shim) may end well and say words of its own.
PYTHON_FAULT = $(shell test -n "$(PYTHON)" || { echo "PYTHON names none"; exit; }; \
  command -v "$(PYTHON)" >/dev/null || { echo "there is no $(PYTHON)"; exit; }; \
  said=$$("$(PYTHON)" -c 'import sys; v = sys.version_info[:2]; print("fits" if (3, 11) <= v <= (3, 13) else "is Python %d.%d" % v)' \
  2>/dev/null </dev/null); \
  case "$$said" in (fits) ;; ("is Python "[0-9]*) echo "$(PYTHON) $$said" ;; (*) echo "$(PYTHON) does not run" ;; esac)
SUPPORTED_HERE = $(shell for one in python3.13 python3.12 python3.11; do \
  test "$$("$$one" -c 'print("runs")' 2>/dev/null </dev/null)" = runs && echo "$$one" && exit; done)

.venv/.ready: requirements/project.lock requirements/installer.lock
	$(if $(PYTHON_FAULT),$(error ct_pipeline needs Python 3.11, 3.12 or 3.13; $(PYTHON_FAULT). \
	  $(if $(SUPPORTED_HERE),Name the one that is here,Install one and name it): \
	  make $(firstword $(MAKECMDGOALS) run) PYTHON=$(or $(SUPPORTED_HERE),python3.12)))
	@set -e; trap 'test -e .venv/.ready || rm -rf .venv' EXIT; trap 'exit 130' INT TERM; \
	test -e $@ || rm -rf .venv; \
	echo "setting up .venv (once, 700 MB, one to five minutes): $$("$(PYTHON)" --version), the installer …"; \
	test -e .venv || "$(PYTHON)" -m venv .venv; \
	: Twice quiet: where the machine names places of its own that are not there, pip warns of each.; \
	$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements/installer.lock; \
	echo "  … $$(grep -c '^[a-z0-9].*==' requirements/project.lock) packages by the lock, with hashes, and compiled …"; \
	$(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements/project.lock; \
	: Python 3.11 puts one into each environment, which no lock knows.; \
	$(BIN)/uv pip uninstall --quiet --python $(BIN)/python setuptools; \
	: So that python -m ct_pipeline is found from any folder.; \
	$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "ct_pipeline.pth").write_text("$(CURDIR)\n")'; \
	: A second of every command where the machine forbids to keep what is compiled.; \
	$(BIN)/python -m compileall -q ct_pipeline; \
	touch $@; \
	echo "  … done"

.venv/.tools: .venv/.ready requirements/development.lock
	@echo "adding the tools for tests (once)"
	@$(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements/development.lock
	@touch $@

# What storage shared by machines needs, where it is wanted (docs/operations.md).
storage: setup .venv/.storage

.venv/.storage: .venv/.ready requirements/storage.lock
	@echo "adding PostgreSQL and object storage (once)"
	@$(BIN)/uv pip install --quiet --require-hashes --compile-bytecode --python $(BIN)/python -r requirements/storage.lock
	@touch $@

# Spark and shared storage beside them, where they are wanted: 450 MB once.
cluster: setup tools .venv/.cluster

.venv/.cluster: requirements/cluster.lock
	@command -v java >/dev/null || { echo "Spark needs Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)"; exit 1; }
	@echo "adding Spark (once, 435 MB)"
	@$(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements/cluster.lock
	@touch $@

# Dagster draws the marts from it; a stale one would show a wrong lineage. What is newer than it is
# parsed only where its content is another.
dbt/target/manifest.json: .venv/.ready $(shell find dbt -path dbt/target -prune -o -type f -print)
	@$(BIN)/python -m ct_pipeline.publishing.manifest

COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	  --generate-hashes --no-strip-extras --no-annotate --no-header --no-emit-index-url

# Each holds all of the one before it, in the same versions.
lock: .venv/.ready
	$(COMPILE) --output-file requirements/project.lock
	$(COMPILE) --extra dev --constraint requirements/project.lock \
	  --output-file requirements/development.lock
	$(COMPILE) --extra storage --constraint requirements/project.lock \
	  --output-file requirements/storage.lock
	$(COMPILE) --extra dev --extra storage --extra storage-tests --extra cluster \
	  --constraint requirements/development.lock --constraint requirements/storage.lock \
	  --output-file requirements/cluster.lock
