"""Every page in a real browser, held against WCAG 2.2 AA by axe-core, and used by keyboard alone.

Only where Chromium is on the PATH. A page 320 pixels wide is what a reader sees who enlarges a
window of 1280 to 400%.
"""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "reports").glob("[!_]*.qmd"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
NARROW, WIDE = (320, 256), (1280, 900)
NUMBER = "main p a.finding, main li a.finding"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not on the PATH"),
]


def broken(page: Page, within: str = "") -> list[str]:
    """Return the rules of axe-core that a page breaks, each with the first place."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within or None, options=options).response["violations"]
    return [f"{rule['id']} ({rule['help']}): {rule['nodes'][0]['html']}" for rule in found]


def wider_than_the_window(page: Page) -> int:
    """Return by how many pixels a page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def has_numbers(page: Page) -> bool:
    return page.locator(NUMBER).count() > 0


def opened(page: Page) -> Locator:
    """Open the first number of a page by keyboard, and return the dialog."""
    page.locator(NUMBER).first.focus()
    page.keyboard.press("Enter")
    return page.locator("dialog[open]")


def in_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML"))


def place_in_window(page: Page, identifier: str) -> float:
    """Return how far below the upper edge of the window an element stands, in pixels."""
    return float(
        page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", identifier)
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_breaks_no_rule(
    visit: Callable[..., Page], name: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    page = visit(name, *size)
    page.emulate_media(color_scheme=scheme)
    assert broken(page) == []
    assert wider_than_the_window(page) <= 0
    if has_numbers(page):
        dialog = opened(page)
        assert dialog.count() == 1
        assert broken(page, "dialog") == []
        assert wider_than_the_window(page) <= 0


@pytest.mark.parametrize("name", NAMES)
def test_what_scrolls_sideways_can_be_reached_and_has_a_name(
    visit: Callable[..., Page], name: str
) -> None:
    page = visit(name, *NARROW)
    regions = page.locator(".scroll")
    names = regions.evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label') || document.getElementById("
        "one.getAttribute('aria-labelledby')).textContent)"
    )
    assert len(set(names)) == len(names)
    assert all(names)
    assert set(regions.evaluate_all("all => all.map(one => one.tabIndex)")) <= {0}


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_keeps_a_size_that_can_be_read(visit: Callable[..., Page], name: str) -> None:
    page = visit(name, *NARROW)
    for picture in page.locator("figure img").all():
        drawn = picture.evaluate("one => [one.clientWidth, one.naturalWidth]")
        assert drawn[0] >= 0.9 * drawn[1]


@pytest.mark.parametrize("name", NAMES)
def test_on_a_wide_screen_the_appendix_is_seen_whole(visit: Callable[..., Page], name: str) -> None:
    page = visit(name)
    for table in ("findings", "statements"):
        scroll = page.locator(f"#tbl-{table} .scroll")
        assert scroll.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_number_opens_and_closes_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("2019")
    for _ in range(100):
        page.keyboard.press("Tab")
        if 'class="finding"' in in_focus(page):
            break
    number = in_focus(page)
    assert 'class="finding"' in number
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    title = page.locator("#finding-title").inner_text()
    assert title in number
    assert dialog.evaluate("one => one.matches(':modal')")
    assert dialog.get_attribute("aria-labelledby") == "finding-title"
    for _ in range(30):
        assert page.evaluate("document.activeElement.closest('dialog') !== null") or (
            # Between the last and the first element a browser gives its own controls a turn.
            page.evaluate("document.activeElement === document.body")
        )
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert in_focus(page) == number


def test_the_close_button_gives_the_focus_back(visit: Callable[..., Page]) -> None:
    page = visit("2019")
    opened(page)
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 0
    assert 'class="finding"' in in_focus(page)


def test_the_dialog_shows_the_row_of_the_number_and_its_statements(
    visit: Callable[..., Page],
) -> None:
    page = visit("2019")
    target = str(page.locator(NUMBER).first.get_attribute("href"))[1:]
    row = page.locator(f'tr:has([id="{target}"])')
    cells = [" ".join(text.split()) for text in row.locator("th, td").all_text_contents()]
    headings = page.locator("#tbl-findings thead th").all_text_contents()
    named = row.locator('a[href^="#s-"]').count()
    dialog = opened(page)
    shown = dialog.locator("dl").first
    assert shown.locator("dt").all_text_contents() == headings
    assert [" ".join(text.split()) for text in shown.locator("dd").all_text_contents()] == cells
    assert named > 0
    assert dialog.locator("dl").count() == 1 + named
    assert dialog.locator("[id]:not(h2)").count() == 0


def test_a_link_in_the_dialog_closes_it_and_leads_to_its_place(visit: Callable[..., Page]) -> None:
    page = visit("2019")
    link = opened(page).locator('a[href^="#s-"]').first
    target = str(link.get_attribute("href"))
    link.press("Enter")
    assert page.locator("dialog[open]").count() == 0
    assert page.url.endswith(target)
    assert 0 <= place_in_window(page, target[1:]) < WIDE[1]
    page.keyboard.press("Tab")  # goes on from there, not from the number
    assert page.evaluate("document.activeElement.closest('#tbl-statements') !== null")


def test_with_control_a_number_is_a_plain_link(visit: Callable[..., Page]) -> None:
    page = visit("2019")
    with page.context.expect_page() as other:
        page.locator(NUMBER).first.click(modifiers=["Control"])
    target = page.locator(NUMBER).first.get_attribute("href")
    assert other.value.url.endswith(str(target))
    assert page.locator("dialog[open]").count() == 0


def test_without_script_a_number_leads_to_its_row_and_the_row_leads_back(
    visit: Callable[..., Page],
) -> None:
    page = visit("2019", script=False)
    number = page.locator(NUMBER).first
    target = str(number.get_attribute("href"))[1:]
    number.press("Enter")
    row = page.locator(f'tr:has([id="{target}"])')
    assert page.url.endswith(f"#{target}")
    assert row.locator(":target").count() == 1
    row.locator(".used a").first.press("Enter")
    back = page.url.partition("#")[2]
    assert page.locator(f'[id="{back}"] > a.finding').get_attribute("href") == f"#{target}"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "toolkit"])
def test_every_way_back_says_which_of_how_many_it_is(visit: Callable[..., Page], name: str) -> None:
    page = visit(name)
    for line in page.locator(".used").all():
        said = line.locator("a").evaluate_all("all => all.map(one => one.ariaLabel)")
        texts = line.locator("a").all_text_contents()
        assert said == [f"use {text} of {len(texts)}" for text in texts]


def test_a_page_printed_with_the_dialog_open_is_the_page_alone(
    visit: Callable[..., Page],
) -> None:
    page = visit("2019")
    words = "The findings that texts and tables of this report print"
    assert opened(page).count() == 1
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    # A font may join the letters f and i in one.
    sheets = [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in printed.pages]
    texts = [" ".join(sheet.split()) for sheet in sheets]
    assert len(texts) > 5
    assert all(texts)
    assert any(words in text for text in texts)
    assert not any(re.search(r"\bClose\b", text) for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_on_paper(visit: Callable[..., Page], name: str) -> None:
    page = visit(name, width=717)  # what A4 leaves between margins of a centimetre
    page.emulate_media(media="print")
    assert wider_than_the_window(page) <= 0


def test_colours_of_the_reader_s_own_leave_all_that_is_told_apart(
    visit: Callable[..., Page],
) -> None:
    page = visit("2019")
    page.emulate_media(forced_colors="active")
    page.keyboard.press("Tab")
    page.locator(NUMBER).first.focus()
    outline = page.locator(NUMBER).first.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    callout = page.locator(".callout").first
    assert callout.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
