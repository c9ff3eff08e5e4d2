# Two targets on a machine with Python 3.11 and nothing else: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test lint clean browser

demo: $(VENV)/.runtime
	$(BIN)/stance score examples/articles --out out/demo

test: $(VENV)/.dev browser lint
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The report's tests drive a real browser; without one they are skipped.
browser:
	@command -v chromium >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    apt-get update -qq >/dev/null && apt-get install -qq -y chromium chromium-driver >/dev/null; } || \
	  echo "no chromium on this machine: the browser tests are skipped"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[train,dev]'
	@touch $@ $(VENV)/.runtime

clean:
	rm -rf out build *.egg-info
