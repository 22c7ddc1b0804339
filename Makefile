# Each line works alone on a machine with python3, its venv module and make.
PYTHON ?= python3
NOX = .venv/bin/nox

.PHONY: reports test
reports test: $(NOX)
	$(NOX) -s $(subst test,tests,$@)

$(NOX): requirements/nox.txt
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/nox.txt
	touch $@
