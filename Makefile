# The commands of Concord. Needed: Python 3.11 or newer with venv, git, make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
PYTHON ?= python3
DATA ?= var
PORT ?=
# Some shells set HOST to the name of the machine: only the command line counts.
HOST =
BROKER_URL ?=
DATABASE_URL ?=
ARGS ?=
SEED ?=
EXAMPLES ?= 40

.PHONY: help setup run move-data demo pictures test bench growth fuzz lint format lock diagrams compose production-secrets clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## Install what Concord needs into .venv

# Addresses go by the environment: they hold passwords, and everybody may read a command line.
run: export BROKER_URL := $(BROKER_URL)
run: export DATABASE_URL := $(DATABASE_URL)
run: setup ## Start everything on this machine (PORT=8080 HOST=127.0.0.1 DATA=var DATABASE_URL=mongodb://… BROKER_URL=amqp://…)
	@$(PY) -m deploy.embedded --data "$(DATA)" $(if $(PORT),--port "$(PORT)") $(if $(HOST),--host "$(HOST)")

# The server that wrote a folder before is needed once more, and lives in a place of its own.
OLD_SERVER := build/old-server
move-data: setup ## Bring a database written by the former embedded server over (DATA=var)
	@test -x $(OLD_SERVER)/bin/secantusd-py || $(PYTHON) -m venv $(OLD_SERVER)
	@$(OLD_SERVER)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement deploy/embedded/old_server.txt
	@$(PY) -m deploy.embedded.move --data "$(DATA)" --old-server $(OLD_SERVER)

demo: setup ## Fill an office with living cases, replay published ones, check every date
	@$(PY) -m deploy.demo --data "$(DATA)" $(ARGS)

pictures: $(VENV)/.installed-dev ## Draw the pictures of the README from an office of the demo (needs Chromium)
	@$(PY) -m deploy.pictures docs/pictures

# Which tests stay together is said in tests/conftest.py. One process more than there are cores:
# many wait for an installation to start or to settle.
PARALLEL = --numprocesses $(shell echo $$(( $$(nproc) + 1 ))) --maxprocesses 5 --dist loadscope --no-loadscope-reorder
# Each process reads all tests: those translated once are kept, whatever the machine says of others.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.installed-dev ## Run all tests and measure coverage (ARGS="-k word", SEED=order of a run before)
	@$(if $(ARGS),,PYTEST_PLUGINS=tests.support.counted_run) $(PY) -m pytest $(if $(SEED),--randomly-seed=$(SEED)) $(or $(ARGS),$(PARALLEL))

bench: $(VENV)/.installed-dev ## Measure what a petition costs (TREE=/other/checkout measured before, ROUNDS=5)
	@$(PY) -m benchmarks.bench $(if $(TREE),--tree "$(TREE)") --rounds $(or $(ROUNDS),5)

growth: $(VENV)/.installed-dev ## Measure whether lists stay fast as cases grow (SIZES=1000,10000)
	@$(PY) -m benchmarks.growth $(SIZES)

fuzz: $(VENV)/.installed-dev ## Ask every operation with many generated requests (EXAMPLES=40)
	@EXAMPLES=$(EXAMPLES) $(PY) -m pytest tests/system/test_described_answers.py --timeout 36000

lint: $(VENV)/.installed-dev ## Check style, types, and which room imports which
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy --strict
	@$(VENV)/bin/lint-imports --no-cache

format: $(VENV)/.installed-dev ## Bring the code into its format
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

# Addresses of registries never enter the lock files: they say what, the machine says where from.
# Extras stay in the lock: older pips look for a newer "kombu[redis]" beside a pinned "kombu".
LOCK := build/lock/bin/uv pip compile --quiet --upgrade --generate-hashes --no-header --no-strip-extras --no-emit-index-url --no-emit-find-links --python-version 3.11
lock: ## Lock the newest allowed versions, with hashes
	@test -x build/lock/bin/uv || { $(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv; }
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

diagrams: setup ## Draw the procedures, list the settings and the events in docs/
	@$(PY) -m deploy.diagrams docs
	@$(PY) -m deploy.settings_page docs/settings.md
	@$(PY) -m deploy.events_page docs/events.md

compose: setup ## Write docker-compose.yml anew, for the services that exist
	@$(PY) -m deploy.compose docker-compose.yml

production-secrets: setup ## Make keys and accounts for docker-compose.yml in var/production
	@$(PY) -m deploy.production var/production

clean: ## Remove what was built; the data in var/ stays
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "需要 Python 3.11 或更高版本（可用 make PYTHON=python3.12 指定） · Python 3.11 or newer is needed (choose one: make PYTHON=python3.12)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "缺少 venv 模块，请先执行 apt-get install python3-venv · Python lacks venv, first run: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(PY)
	@echo "正在安装依赖，约半分钟…… · installing into $(VENV), about half a minute …"
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "正在安装测试工具…… · installing the tools for tests …"
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@
