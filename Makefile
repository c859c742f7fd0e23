# ikedoctor: `make run` and `make test` work as the first command in a fresh clone.

VENV := .venv
PY := $(VENV)/bin/python
SAMPLE := sample_logs/strongswan/ike-integ-ikev2-responder/charon.log

.DEFAULT_GOAL := help
.PHONY: help run test test-slow lint bench accuracy grammars coverage

help:
	@echo "make run       install into .venv and diagnose a sample log"
	@echo "make test      run the tests (and their coverage gates)"
	@echo "make test-slow run the tests with real daemons and the long random runs (root, Debian)"
	@echo "make lint      ruff and mypy"
	@echo "make accuracy  measure the answers against the practice lab"
	@echo "make bench     measure speed and memory (half an hour, 15 GB of disk)"
	@echo "make grammars  compile the message grammars and draw them (build/grammars/*.html)"

$(PY):
	@sh tests/tools/make_venv.sh $(VENV)

$(VENV)/.run: pyproject.toml | $(PY)
	@$(PY) -m pip install --quiet --disable-pip-version-check -e . && touch $@

$(VENV)/.dev: pyproject.toml | $(PY)
	@$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]' && touch $@

# A fault found is exit code 1, which is what the sample is for.
run: $(VENV)/.run
	@$(VENV)/bin/ikedoctor diagnose $(SAMPLE) || test $$? -eq 1

test: $(VENV)/.dev
	@$(PY) -m pytest -m "not lab and not soak" -n 2 --cov --cov-report=
	@$(PY) -m coverage report --include='analyzer/causes/*,grammars/*' --fail-under=100 --skip-covered
	@$(PY) -m coverage report --fail-under=85 --skip-covered --format=total

test-slow: $(VENV)/.dev
	@$(PY) -m pytest -m "lab or soak"

lint: $(VENV)/.dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy

bench: $(VENV)/.dev
	@$(PY) -m tests.benchmarks.run
	@$(PY) -m tests.benchmarks.archives

accuracy: $(VENV)/.dev
	@$(PY) -m tests.lab.accuracy

grammars: $(VENV)/.dev
	@$(PY) -m analyzer.extract.build
	@$(PY) -m pip install --quiet --disable-pip-version-check 'pyparsing[diagrams]'
	@$(PY) -m tests.tools.diagrams build/grammars
