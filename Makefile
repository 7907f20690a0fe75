# What people and CI call. Everything is set up by the target that needs it; see scripts/bootstrap.py.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=config.settings.test
MAKEFLAGS += --no-print-directory

.PHONY: run test check checks bench lock clean setup-run setup-test

run: setup-run
	@$(BIN)/accanto setup
	@if [ -f src/accanto/faces/cli/commands/demo.py ]; then $(BIN)/accanto demo --if-empty; fi
	@exec $(BIN)/accanto serve --port $(PORT)

# Both halves always run, so that the last line is pytest's own whatever the first half found.
test: setup-test
	@status=0; $(MAKE) checks || status=1; $(BIN)/pytest -n 2 $(ARGS) || status=1; exit $$status

check: setup-test checks

checks:
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(TEST_SETTINGS) $(BIN)/mypy --no-error-summary
	@PYTHONPATH=src $(BIN)/lint-imports --no-cache > var/lint-imports.txt || { cat var/lint-imports.txt; exit 1; }
	@$(BIN)/djlint src --lint --quiet
	@if [ -e src/accanto/core/translations.py ] || [ -e src/accanto/core/translations ]; then \
		$(BIN)/python -m accanto.core.translations check; fi
	@$(TEST_SETTINGS) $(BIN)/accanto makemigrations --check --dry-run --verbosity 1
	@$(TEST_SETTINGS) $(BIN)/accanto check
	@echo "Checks passed."

bench: setup-test
	@$(BIN)/python -m tests.bench

lock: setup-test
	@for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			$(ARGS) $$name.in -o $$name.txt || exit 1; done
	@npm install --package-lock-only --ignore-scripts

# The instance's data (var/, or ACCANTO_HOME) stays: remove that folder yourself to forget it.
clean:
	@if [ -x $(BIN)/accanto ]; then $(BIN)/accanto stop-database || true; fi
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	@find src tests config -name __pycache__ -prune -exec rm -rf {} +

setup-run:
	@$(PYTHON) scripts/bootstrap.py run

setup-test:
	@$(PYTHON) scripts/bootstrap.py test
