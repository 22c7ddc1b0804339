"""The project's sessions: `nox -l` lists them."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "tests"]

LOCKS = Path("requirements")
CHECKED = Path("dist", "checked")
CI = "CI" in os.environ


@nox.session
def reports(session: nox.Session) -> None:
    """Rebuild every report into reports/_output."""
    _install(session, "reports")
    session.run("ltp", "report", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests and measure what they cover."""
    _install(session, "dev")
    _test(session, "--cov")


@nox.session
def browser(session: nox.Session) -> None:
    """Look at every page in Chromium; skipped where chromium is not on the PATH."""
    if shutil.which("chromium") is None:
        session.skip("chromium is not on the PATH, so there is nothing to look with")
    _install(session, "dev")
    session.run("pytest", "-m", "browser", *session.posargs)


@nox.session
def minimums(session: nox.Session) -> None:
    """Run the tests on the oldest libraries that the package allows."""
    _install(session, "minimums")
    # Old libraries warn of new ones. What a browser shows turns on none of them, and whole studies
    # and reports, which take most of the time, on nothing that the other tests do not use.
    _test(session, "-W", "ignore::DeprecationWarning", "-m", "not browser and not slow")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style with every rule of ruff; exceptions stand with their reasons in pyproject."""
    _install(session, "dev")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly."""
    _install(session, "dev")
    session.run("mypy")


@nox.session
def quarto(session: nox.Session) -> None:
    """Compare the reports of both engines; skipped where quarto is not on the PATH."""
    if shutil.which("quarto") is None:
        session.skip("quarto is not on the PATH, so there is nothing to compare with")
    _install(session, "dev")
    session.run("pytest", "-m", "quarto", *session.posargs)


@nox.session
def reproduce(session: nox.Session) -> None:
    """Make the archive of the dataset, then all of it again elsewhere, and compare every byte."""
    _install(session, "reports")
    archive = _archive(session)
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}
    with session.chdir(session.create_tmp()):
        mask = os.umask(0o077)
        session.run("ltp", "verify", str(archive), "--deep", env=elsewhere)
        os.umask(mask)


@nox.session
def standards(session: nox.Session) -> None:
    """Hold an archive against the validators of its standards: nox -s standards -- ARCHIVE.

    Without one, the archive that `reproduce` made is taken.
    """
    archive = Path(session.posargs[0]) if session.posargs else next(CHECKED.glob("*.zip"), None)
    if archive is None:
        session.error("there is no archive yet: run nox -s reproduce, or name one after --")
    # cffconvert asks for a jsonschema that the others do not work with, and works with theirs.
    session.install("--no-deps", "--require-hashes", "-r", str(LOCKS / "standards.txt"))
    session.run("python", "tests/dataset/standards/validators.py", str(archive))


def _archive(session: nox.Session) -> Path:
    """Make the archive anew, away from those that were released."""
    settings = tomllib.loads(Path("data", "raw", "study.toml").read_text(encoding="utf-8"))
    shutil.rmtree(CHECKED, ignore_errors=True)
    session.run("ltp", "release", settings["version"], "--to", str(CHECKED))
    (archive,) = CHECKED.glob("*.zip")
    return archive.resolve()


@nox.session(default=False)
def ltp(session: nox.Session) -> None:
    """Run the command line: nox -s ltp -- explain FINDING."""
    _install(session, "reports")
    session.run("ltp", *session.posargs)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure speed anew and write docs/benchmarks.md: nox -s bench -- REPETITIONS."""
    _install(session, "reports")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session(default=False)
def mutations(session: nox.Session) -> None:
    """Change raw cells one at a time and write docs/mutations.md: nox -s mutations -- CHANGES."""
    _install(session, "reports")
    session.run("python", "-m", "mutations", *session.posargs)


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Write the lock files anew from pyproject.toml, with hashes."""
    session.install("uv")
    groups = {
        "reports": ["--group", "build"],
        "dev": ["--group", "build", "--group", "tests", "--group", "lint", "--group", "types"],
        "minimums": ["--group", "build", "--group", "tests", "--resolution", "lowest-direct"],
    }
    for name, options in groups.items():
        _compile(session, name, "pyproject.toml", *options)
    _compile(session, "nox", str(LOCKS / "nox.in"))
    overrides = f"--override={LOCKS / 'standards-overrides.txt'}"
    _compile(session, "standards", str(LOCKS / "standards.in"), overrides)


def _compile(session: nox.Session, name: str, source: str, *options: str) -> None:
    session.run(
        "uv",
        "pip",
        "compile",
        source,
        *options,
        "--universal",
        "--python-version=3.11",
        "--generate-hashes",
        "--no-emit-index-url",
        "--custom-compile-command=nox -s lock",
        "--quiet",
        f"--output-file={LOCKS / name}.txt",
        *session.posargs,
    )


def _install(session: nox.Session, lock_file: str) -> None:
    # Compiled once, not by every command anew: uv leaves it to Python, which some machines forbid.
    session.env.update(UV_COMPILE_BYTECODE="1", PYTHONDONTWRITEBYTECODE="")
    session.install("--require-hashes", "-r", str(LOCKS / f"{lock_file}.txt"))
    session.install("--no-deps", "--no-build-isolation", "-e", ".")


def _test(session: nox.Session, *options: str) -> None:
    # Reports and pages are made once for all tests of a file, so these stay with one worker.
    workers = [] if session.posargs else ["-n", "logical", "--dist", "loadfile"]
    session.run("pytest", *workers, *options, *session.posargs)
