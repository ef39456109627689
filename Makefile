# Needs git, make and Python 3.11 or newer; fetches the rest. `make help` lists the targets.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
PYTHON ?= $(shell for name in $(CANDIDATES); do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
LOCK := --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
LAUNCH := from playwright.sync_api import sync_playwright; \
	sync_playwright().start().chromium.launch(args=["--no-sandbox"]).close()
POT := plutomi/locale/plutomi.pot
WORDS := --no-wrap --add-location=file --sort-by-file
# Busy machines make clocks and browsers late: what failed runs once more, alone; what fails twice has failed.
AGAIN = echo "== once more, what failed, alone"; $(BIN)/python -m pytest --last-failed
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help run test lint unit browser chromium bench lock catalogues clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: $(READY) ## Start everything on http://localhost:3000 (see docs/settings.md)
	@exec $(BIN)/plutomi run

test: lint unit browser ## Check everything, as CI does

lint: $(READY) ## Style, types, who may import whom
	@echo "== lint"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy plutomi
	$(BIN)/lint-imports

unit: $(READY) ## Everything that needs no browser
	@echo "== unit, database and API tests"
	$(BIN)/python -m pytest -n 2 -m "not browser" || { $(AGAIN) -m "not browser"; }

browser: $(READY) chromium ## Journeys through the built pages in a real Chromium
	@echo "== browser tests"
	$(BIN)/python -m pytest -m browser || { $(AGAIN) -m browser; }

bench: $(READY) chromium ## Measure: figure, baseline, ratio, bar
	$(BIN)/python -m bench

lock: ## Pin what pyproject.toml asks for (needs uv)
	uv pip compile pyproject.toml $(LOCK) --output-file requirements.lock

catalogues: $(READY) ## Bring new words into every catalogue; LANGUAGE=fr begins one
	@$(BIN)/pybabel -q extract -F babel.cfg $(WORDS) --omit-header -k say -k plural:1,2 -k mark -o $(POT) .
	@test -z "$(LANGUAGE)" || test -e plutomi/locale/$(LANGUAGE) || \
		$(BIN)/pybabel -q init -i $(POT) -d plutomi/locale -D plutomi -l $(LANGUAGE) --no-wrap
	@$(BIN)/pybabel -q update -i $(POT) -d plutomi/locale -D plutomi --no-wrap \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@rm $(POT)

clean: ## Remove what was built or installed; PLUTOMI_DATA stays
	rm -rf $(VENV) .web .served .reflex .mypy_cache .ruff_cache .pytest_cache

# The lock is whole: pips before 23.3 would look for newer releases of what is asked for by an extra, and refuse them.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Plutomi needs Python 3.11 or newer; there is none of: $(CANDIDATES)." \
		"Install one, or name it: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ test "$$(id -u)" = 0 && apt-get update && apt-get install -y --no-install-recommends python3-venv; } || \
		{ echo "$(PYTHON) cannot make virtual environments: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
	@echo "== installing into $(VENV) (a minute or two the first time)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/pip install --no-deps --no-build-isolation --editable .
	$(BIN)/pip check
	@touch $@

# In turn: the system's, Playwright's own, Debian's package. The tests take the first that is there.
chromium: $(READY)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
		|| $(BIN)/python -c '$(LAUNCH)' 2>/dev/null \
		|| { echo "== fetching Chromium"; $(BIN)/playwright install chromium && $(BIN)/python -c '$(LAUNCH)'; } \
		|| { test "$$(id -u)" = 0 && apt-get update && apt-get install -y --no-install-recommends chromium; } \
		|| { echo "The browser tests need Chromium: install your system's package, or the libraries that" \
			"'$(BIN)/playwright install-deps chromium' lists"; exit 1; }
