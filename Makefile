# make render ENV=dev   install tfgen into .venv, render one environment and validate it
# make test             install the test tools, then lint, type-check and run the tests
#                       (CONSTRAINTS=tests/constraints.txt: in the versions of the last CI run)
# make bench            measure tfgen and others, and write the tables of benchmarks/README.md: an hour.
#                       BENCH="--fleets 1,10" measures less and prints it only

PYTHON ?= python3
ENV    ?= dev
PYTEST_ARGS ?= -n auto --dist loadgroup
CONSTRAINTS ?=
BENCH ?=

.PHONY: render test bench clean

render: .venv/installed
	.venv/bin/tfgen render $(ENV)
	.venv/bin/tfgen validate $(ENV)

test: .venv/installed-test .venv-checkov/installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	TFGEN_CHECKOV=$(CURDIR)/.venv-checkov/bin/checkov .venv/bin/pytest $(PYTEST_ARGS)

bench: .venv/installed
	.venv/bin/python -m benchmarks.run $(if $(BENCH),$(BENCH),--markdown)

clean:
	rm -rf .venv .venv-checkov

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/installed: setup.cfg pyproject.toml | .venv/bin/pip
	.venv/bin/pip install --quiet --editable .
	touch $@

.venv/installed-test: setup.cfg pyproject.toml | .venv/bin/pip
	.venv/bin/pip install --quiet --editable '.[test]' $(addprefix --constraint ,$(CONSTRAINTS))
	touch $@ .venv/installed

# checkov needs an environment of its own: its parser, bc-python-hcl2, installs a module of the
# same name as python-hcl2's and would replace it.
.venv-checkov/installed: tests/requirements-checkov.txt
	$(PYTHON) -m venv .venv-checkov
	.venv-checkov/bin/pip install --quiet --requirement $<
	touch $@
