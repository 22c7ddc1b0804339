# Each line works alone on a machine with python3, its venv module and make.
PYTHON ?= python3
NOX = .venv/bin/nox

.PHONY: reports test
reports: $(NOX)
	$(NOX) -s reports
	@echo "Open reports/_output/index.html: it leads to every report."

test: $(NOX)
	$(NOX) -s tests

$(NOX): requirements/nox.txt
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/nox.txt
	touch $@
