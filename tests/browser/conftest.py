"""The pages of a copy of the checkout, and a browser to look at them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from ltp_analysis.engine import Engine
from ltp_analysis.made import Manifest
from ltp_analysis.project import Project
from ltp_analysis.site.update import update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or ""
# Nothing that a test of local files needs from the network, and no sandbox inside a container.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the pages, all made now."""
    root = tmp_path_factory.mktemp("checkout")
    made = shutil.ignore_patterns("_output", "_figures", ".quarto", "__pycache__")
    for name in ("data", "reports"):
        shutil.copytree(ROOT / name, root / name, ignore=made)
    project = Project(root)
    update(project, Manifest(), [], ["html"], Engine.EMBEDDED, lambda _: None)
    return project.output


@pytest.fixture(scope="module")
def chromium(pages: Path) -> Iterator[Browser]:  # noqa: ARG001 - made before a loop runs
    """Return the Chromium that is installed, started with an empty profile.

    Its driver keeps an event loop running, in which no kernel can be started: it starts after the
    pages are made and ends with the module.
    """
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, pages: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page by its name."""
    contexts = []

    def opened(name: str, width: int = 1280, height: int = 900, *, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.goto((pages / f"{name}.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
