# One short command for each thing a contributor does; .ci/run calls the same ones.
BIN ?= .venv/bin
WORKERS ?= auto

.PHONY: help setup quick test long lint rulebook golden bench

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

setup:  ## make the environment
	python3 -m venv .venv
	CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject $(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'

quick:  ## the tests to run after each small change (half a minute)
	$(BIN)/python -m pytest -q -n $(WORKERS) --rulebooks 40 tests/test_house.py tests/test_cli.py \
	  tests/test_choosing.py tests/test_reading.py tests/test_sentences.py tests/test_firing.py tests/test_judging.py \
	  tests/test_judging_oracle.py tests/test_rendering.py tests/test_contract_language.py tests/test_contract_standing.py

test:  ## every test, as CI runs them
	$(BIN)/python -m pytest -q -n $(WORKERS)

long:  ## the long comparison of judging with clingo (an hour)
	$(BIN)/python -m pytest -q -n $(WORKERS) --rulebooks 20000 tests/test_judging_oracle.py

lint:  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

rulebook:  ## read the shipped rulebooks, see that they are laid out, run their examples and see that they guard their lines
	$(BIN)/rubicon rules check
	$(BIN)/rubicon rules fmt --check
	$(BIN)/rubicon rules test --threshold 100 --output /dev/null
	$(BIN)/rubicon rules check --rules us-force
	$(BIN)/rubicon rules fmt --check --rules us-force
	$(BIN)/rubicon rules test --rules us-force --threshold 100 --output /dev/null

golden:  ## write the texts that tests compare whole anew; read the change with git diff
	$(BIN)/python -m pytest -q --regold tests/test_rendering.py tests/test_readme.py
	$(BIN)/rubicon rules schema --output schemas
	git diff --stat -- tests/golden schemas

bench:  ## print the table of speed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python benchmarks/run.py
