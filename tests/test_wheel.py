"""The wheel holds the data, and works where there is no checkout and no network."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import ltp_analysis

ROOT = Path(__file__).parents[1]
DATA = [
    path.relative_to(ROOT / "data").as_posix()
    for folder in ("raw", "processed")
    for path in sorted((ROOT / "data" / folder).iterdir())
]
PACKAGED = "ltp_analysis/_data/"
USE = """
import hashlib, json, pathlib, socket


def refuse(*arguments):
    raise OSError("there is no network here")


socket.socket.connect = socket.getaddrinfo = refuse

import ltp_analysis

frame = ltp_analysis.load("ratings")
print(json.dumps({
    "home": str(pathlib.Path(ltp_analysis.__file__).resolve()),
    "shape": frame.shape,
    "attrs": frame.attrs,
    "digests": {
        name: hashlib.sha256(ltp_analysis.load(name).to_csv().encode()).hexdigest()
        for name in ltp_analysis.tables()["name"]
    },
}))
"""

pytestmark = pytest.mark.slow


def run(arguments: list[str], folder: Path) -> str:
    """Run a command in a folder, with nothing of this checkout on the path of Python."""
    hidden = ("PYTHON", "PIP_", "VIRTUAL_ENV", "COVERAGE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    done = subprocess.run(
        arguments,
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def built(target: str, source: Path, folder: Path) -> Path:
    """Build a wheel or an sdist of a checkout and return its path."""
    run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)], source)
    (path,) = folder.iterdir()
    return path


def contents(wheel: Path) -> dict[str, bytes]:
    """Return what a wheel holds, by path, without what is said of the wheel itself."""
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of this checkout."""
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sdist of this checkout."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment that holds the wheel, and of this one its libraries."""
    home = tmp_path_factory.mktemp("installed")
    run([sys.executable, "-m", "venv", str(home)], home)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = str(scripts / "python")
    options = ["--quiet", "--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check"]
    run([python, "-m", "pip", "install", *options, str(wheel)], home)
    paths = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], home)
    # Where a .pth file names a folder, .pth files in that folder count for nothing: no checkout
    # that is installed there can be seen.
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(paths.strip(), "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    return scripts


def test_the_wheel_holds_all_data_as_committed(wheel: Path) -> None:
    found = contents(wheel)
    assert {"raw/study.toml", "raw/ratings.csv", "processed/findings.json"} <= set(DATA)
    assert {name.removeprefix(PACKAGED) for name in found if name.startswith(PACKAGED)} == set(DATA)
    for name in DATA:
        assert found[PACKAGED + name] == (ROOT / "data" / name).read_bytes(), name


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    found = contents(wheel)
    assert "ltp_analysis/py.typed" in found
    home = ROOT / "src" / "ltp_analysis"
    needed = {
        f"ltp_analysis/{path.relative_to(home).as_posix()}"
        for path in home.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert set(found) - {PACKAGED + name for name in DATA} == needed
    assert not [name for name in found if "test" in name.split("/")[0]]


def test_the_sdist_holds_data_and_tests_and_makes_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    with tarfile.open(sdist) as opened:
        opened.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    for name in DATA:
        assert (source / "data" / name).read_bytes() == (ROOT / "data" / name).read_bytes(), name
    assert (source / "tests" / "test_wheel.py").is_file()
    made = tmp_path / "made"
    made.mkdir()
    assert contents(built("wheel", source, made)) == contents(wheel)


def test_the_installed_package_has_the_tables_of_this_checkout(
    installed: Path, tmp_path: Path
) -> None:
    told = json.loads(run([str(installed / "python"), "-c", USE], tmp_path))
    assert Path(told["home"]).is_relative_to(installed.parent.resolve())
    with (ROOT / "data" / "processed" / "ratings.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert told["shape"] == [len(rows), len(header)]
    assert told["attrs"] == ltp_analysis.load("ratings").attrs
    assert told["digests"] == {
        name: hashlib.sha256(ltp_analysis.load(name).to_csv().encode()).hexdigest()
        for name in ltp_analysis.tables()["name"]
    }


def test_the_installed_command_runs(installed: Path, tmp_path: Path) -> None:
    assert "cite" in run([str(installed / "ltp"), "--help"], tmp_path)
