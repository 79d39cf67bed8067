# Everything that one does with Tenfold from a checkout. `make` alone lists it.

VENV ?= .venv
ifeq ($(origin PYTHON), undefined)
PYTHON := $(VENV)/bin/python
PLAYER := $(VENV)/.ready-to-play
DEVELOPER := $(VENV)/.ready-to-develop
endif
WORKERS ?= 2
RESULTS ?= results
# Where browsers may be used, and what measures may lie (tests/conftest.py holds it): the rest is not read for them.
BROWSED := tests/journeys tests/ui
TIMED := tests/journeys
PINS := pyproject.toml $(wildcard .ci/constraints-*.txt)

.PHONY: help setup play test unit torture science pictures check format clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(PLAYER) ## only make the environment, for the command line

play: $(PLAYER) ## open the game in the browser (PORT=8765 to choose the port)
	@$(PYTHON) run.py play $(if $(PORT),--port $(PORT))

test: $(DEVELOPER) ## run every test, the browser's included (ARGS=tests/sim for some)
	@.ci/get-browser
ifdef ARGS
	@$(PYTHON) -m pytest $(ARGS)
else
	@$(PYTHON) -m tenfold.sim.month # compiled once, not in every worker
	@$(PYTHON) -m pytest -m "not browser and not torture" -n $(WORKERS) --dist worksteal
	@$(PYTHON) -m pytest -m "browser and not torture and not timed" -n $(WORKERS) --dist worksteal $(BROWSED)
	@$(PYTHON) -m pytest -m "timed and not torture" $(TIMED) # one by one: these measure how long people wait
endif

unit: $(DEVELOPER) ## run the tests that need no browser
	@$(PYTHON) -m pytest -m "not browser and not torture" $(ARGS)

torture: $(DEVELOPER) ## what takes minutes: kill sweeps and compare every byte (KILLS=30), all best replies again, every shipped question, full classes of bots, 100 turns in the browser (TURNS=100), a minute without network
	@TENFOLD_KILLS=$(or $(KILLS),30) $(PYTHON) -m pytest -s tests/sim/sweep/running/test_torture.py $(ARGS)
	@$(PYTHON) -m pytest -m torture --ignore=tests/ui/classroom/store --ignore=tests/ui/classroom/torture
	@TENFOLD_KILLS=$(or $(KILLS),50) TENFOLD_ROUNDS=40 $(PYTHON) -m pytest -s -m "torture or slow" tests/ui/classroom/store tests/ui/classroom/torture
	@.ci/get-browser
	@TENFOLD_TURNS=$(or $(TURNS),100) $(PYTHON) -m pytest -s tests/journeys/test_speed.py
	@TENFOLD_CUT=60 $(PYTHON) -m pytest -s tests/journeys/test_class_cut_off.py

science: $(DEVELOPER) ## race again what docs/ says of claims, hindcast, forecast and constants (RESULTS=results)
	@$(PYTHON) run.py claims --out $(RESULTS)/claims --install docs
	@$(PYTHON) run.py hindcast --out $(RESULTS)/hindcast --install docs
	@$(PYTHON) run.py forecast --out $(RESULTS)/forecast --install docs
	@$(PYTHON) run.py sensitivity --out $(RESULTS)/weights --install docs

pictures: $(DEVELOPER) ## take the pictures of docs/playing.md again
	@.ci/get-browser
	@$(PYTHON) tests/pictures.py

check: $(DEVELOPER) ## format, lint, types and the rule of imports; changes nothing
	@.ci/check $(PYTHON)

check-%: $(DEVELOPER)
	@.ci/check $(PYTHON) $*

format: $(DEVELOPER) ## format the code and mend what the linter can mend
	@$(PYTHON) -m ruff format
	@$(PYTHON) -m ruff check --fix

clean: ## remove what was built; .venv stays
	rm -rf build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/.ready-to-play: $(PINS)
	@.ci/make-venv $(VENV) .
	@touch $@

$(VENV)/.ready-to-develop: $(PINS)
	@.ci/make-venv $(VENV) '.[dev]'
	@touch $@ $(VENV)/.ready-to-play
