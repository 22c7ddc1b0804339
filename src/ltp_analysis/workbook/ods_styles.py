"""How the cells and pages of an ODS look: Arial, no colour but that of links, no fill."""

from __future__ import annotations

from ltp_analysis.workbook.book import Style
from ltp_analysis.workbook.odf import document, element

PORTRAIT, LANDSCAPE = "portrait", "landscape"

_A4, _A3 = ("21cm", "29.7cm"), ("42cm", "29.7cm")
_DEFAULT = "Default"


def style_name(style: Style) -> str:
    """Return the name of a style within the file."""
    return style.replace(" ", "_20_")


def styles(language: str) -> str:
    """Return the part `styles.xml` for texts in a language."""
    speech, _, country = language.partition("-")
    text = {
        "style:font-name": "Arial",
        "fo:font-family": "Arial",
        "fo:font-size": _size(Style.TEXT),
        "fo:language": speech,
        "fo:country": country or "none",
    }
    usual = element(
        "style:default-style",
        {"style:family": "table-cell"},
        element("style:text-properties", text),
    )
    base = element("style:style", {"style:name": _DEFAULT, "style:family": "table-cell"})
    layouts, pages = zip(*map(_page, (PORTRAIT, LANDSCAPE)), strict=True)
    return document(
        "office:document-styles",
        element(
            "office:font-face-decls",
            None,
            element("style:font-face", {"style:name": "Arial", "svg:font-family": "Arial"}),
        ),
        element("office:styles", None, usual, *map(_number, Style), base, *map(_style, Style)),
        element("office:automatic-styles", None, *layouts),
        element("office:master-styles", None, *pages),
    )


def _size(style: Style) -> str:
    return f"{style.points}pt"


def _number(style: Style) -> str:
    """Return how the numbers of a style are shown; nothing for the styles of texts."""
    if style.decimals is None:
        return ""
    digits = {
        "number:decimal-places": str(style.decimals),
        "number:min-decimal-places": str(style.decimals),
        "number:min-integer-digits": "1",
        "number:grouping": "true",
    }
    name = {"style:name": _number_name(style)}
    return element("number:number-style", name, element("number:number", digits))


def _number_name(style: Style) -> str:
    return f"number{style.decimals}"


def _style(style: Style) -> str:
    """Return the style of a cell."""
    name = {
        "style:name": style_name(style),
        "style:display-name": str(style),
        "style:family": "table-cell",
        "style:parent-style-name": style_name(Style.TITLE)
        if style is Style.COVER_TITLE
        else _DEFAULT,
    }
    if style.decimals is not None:
        name["style:data-style-name"] = _number_name(style)
    cell = {
        "style:vertical-align": "top",
        "style:text-align-source": "fix" if style.at_right else "value-type",
        "fo:wrap-option": "wrap" if style.wraps else "no-wrap",
        "fo:padding-right": "0.2cm" if style.at_right else "0cm",
    }
    if style in (Style.HEADER, Style.NUMBER_HEADER):
        cell["fo:border-bottom"] = "0.5pt solid #000000"
    text = {"fo:font-size": _size(style), "fo:font-weight": "bold" if style.bold else "normal"}
    if style is Style.LINK:
        text |= {"fo:color": "#0000ff", "style:text-underline-style": "solid"}
    return element(
        "style:style",
        name,
        element("style:table-cell-properties", cell),
        element("style:paragraph-properties", {"fo:text-align": "end"}) if style.at_right else "",
        element("style:text-properties", text),
    )


def _page(name: str) -> tuple[str, str]:
    """Return the layout and the master page of one orientation: one page wide, no head or foot."""
    width, height = _A4 if name == PORTRAIT else _A3
    sides = {
        "fo:page-width": width,
        "fo:page-height": height,
        "style:print-orientation": name,
        "fo:margin": "1.5cm",
        "style:scale-to-X": "1",
        "style:scale-to-Y": "0",
    }
    layout = element(
        "style:page-layout",
        {"style:name": f"{name}-layout"},
        element("style:page-layout-properties", sides),
    )
    page = element(
        "style:master-page",
        {"style:name": name, "style:page-layout-name": f"{name}-layout"},
        element("style:header", {"style:display": "false"}),
        element("style:footer", {"style:display": "false"}),
    )
    return layout, page
