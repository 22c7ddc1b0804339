# Each line works alone on a machine with python3, its venv module and make.
PYTHON ?= python3
NOX = .venv/bin/nox

.PHONY: reports test
reports: $(NOX)
	$(NOX) -s reports
	@echo "The reports are in reports/_output/:" && ls reports/_output

test: $(NOX)
	$(NOX) -s tests

$(NOX): requirements/nox.txt
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/nox.txt
	touch $@
