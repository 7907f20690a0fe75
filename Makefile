# What people and CI call. Everything is set up by the target that needs it; see scripts/bootstrap.py.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=config.settings.test

CHECKS := check-format check-lint check-types check-layers check-templates check-translations \
	check-migrations check-django

.PHONY: $(CHECKS) run test check checks bench bench-linkage lock licences clean setup-run setup-test

run: setup-run
	@$(BIN)/accanto setup
	@if [ -f src/accanto/faces/cli/commands/demo.py ]; then $(BIN)/accanto demo --if-empty; fi
	@exec $(BIN)/accanto serve --port $(PORT)

# Both halves always run, so that the last line is pytest's own whatever the first half found.
test: setup-test
	@status=0; $(MAKE) --no-print-directory checks || status=1; $(BIN)/pytest -n 2 $(ARGS) || status=1; exit $$status

check: setup-test checks

# Every check runs, whatever the others found.
checks:
	@$(MAKE) --keep-going --no-print-directory $(CHECKS) && echo "Checks passed."

check-format:
	@$(BIN)/ruff format --check --quiet --output-format concise .
check-lint:
	@$(BIN)/ruff check --quiet --output-format concise .
check-types:
	@$(TEST_SETTINGS) $(BIN)/mypy --no-error-summary
check-layers:
	@PYTHONPATH=src $(BIN)/lint-imports --no-cache > var/lint-imports.txt || { cat var/lint-imports.txt; exit 1; }
check-templates:
	@$(BIN)/djlint src --lint --quiet
check-translations:
	@$(BIN)/python -m accanto.core.translations check
check-migrations:
	@$(TEST_SETTINGS) $(BIN)/accanto makemigrations --check --dry-run --verbosity 1
check-django:
	@$(TEST_SETTINGS) $(BIN)/accanto check

bench: setup-test
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.linkage

# Who is the same person, beside splink and recordlinkage, which live in an environment of their own.
bench-linkage: setup-test
	@test -x .venv-linkage/bin/python || $(PYTHON) -m venv .venv-linkage
	@$(BIN)/uv pip install --quiet --python .venv-linkage/bin/python --require-hashes -r requirements-bench.txt
	@$(BIN)/python -m tests.bench.linkage

lock: setup-test
	@for name in requirements requirements-dev requirements-bench; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			$(ARGS) $$name.in -o $$name.txt || exit 1; done
	@npm install --package-lock-only --ignore-scripts

# What Accanto is made of and under which licences: docs/dependencies.md.
licences: setup-test
	@$(BIN)/python scripts/licences.py

# The instance's data (var/, or ACCANTO_HOME) stays: remove that folder yourself to forget it.
clean:
	@if [ -x $(BIN)/accanto ]; then $(BIN)/accanto stop-database || true; fi
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	@find src tests config -name __pycache__ -prune -exec rm -rf {} +

setup-run:
	@$(PYTHON) scripts/bootstrap.py run

setup-test:
	@$(PYTHON) scripts/bootstrap.py test
