"""The look of a Word file: Pandoc's own reference document with our styles put over it."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from xml.sax.saxutils import escape

from ltp_analysis.rendering.pandoc import run_pandoc

_INK = "1A2733"
_QUIET = "4A5A68"
_ACCENT = "12436D"
_RULE = "B1BBC4"
_WARNING = "8A4B00"
_SHADE = "EEF3F7"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spacing(before: int, after: int, line: int = 276) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _border(side: str, colour: str, size: int = 4, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


_KEEP = "<w:keepNext/><w:keepLines/>"
_SHADED = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>'
_SHADED_WARNING = '<w:shd w:val="clear" w:color="auto" w:fill="FFF3E0"/>'
_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
# Style: its name, what it is based on, the look of the paragraph, the look of the text.
_PARAGRAPHS = {
    "BodyText": ("Body Text", "Normal", _spacing(140, 120), ""),
    "Compact": ("Compact", "BodyText", _spacing(40, 40, 252), ""),
    "TableText": ("Table Text", "Normal", _spacing(20, 20, 240), _size(17)),
    "TableTextKept": ("Table Text Kept", "TableText", "<w:keepNext/>", ""),
    "Title": ("Title", "Normal", _KEEP + _spacing(0, 80, 240), f"<w:b/>{_colour(_INK)}{_size(52)}"),
    "Subtitle": ("Subtitle", "Normal", _KEEP + _spacing(0, 160), f"{_colour(_QUIET)}{_size(28)}"),
    "Author": ("Author", "Normal", _KEEP + _spacing(0, 40), f"{_colour(_QUIET)}"),
    "Date": (
        "Date",
        "Normal",
        "<w:pBdr>" + _border("bottom", _RULE, 6, 8) + "</w:pBdr>" + _spacing(0, 320),
        f"{_colour(_QUIET)}",
    ),
    "AbstractTitle": ("Abstract Title", "Normal", _KEEP + _spacing(240, 40), "<w:b/>"),
    "Abstract": ("Abstract", "Normal", _spacing(0, 240), ""),
    "Bibliography": (
        "Bibliography",
        "Normal",
        "<w:keepLines/>" + _spacing(0, 120) + '<w:ind w:left="425" w:hanging="425"/>',
        "",
    ),
    "BlockText": (
        "Block Text",
        "BodyText",
        "<w:pBdr>" + _border("left", _RULE, 18, 8) + '</w:pBdr><w:ind w:left="425" w:right="425"/>',
        _colour(_QUIET),
    ),
    "FootnoteText": ("footnote text", "Normal", _spacing(0, 40, 240), _size(18)),
    "Caption": ("caption", "Normal", _spacing(0, 120), f"{_colour(_INK)}{_size(20)}"),
    "TableCaption": ("Table Caption", "Caption", "<w:keepNext/>" + _spacing(240, 100), "<w:b/>"),
    "CaptionedFigure": ("Captioned Figure", "Normal", "<w:keepNext/>" + _spacing(240, 60), ""),
    "ImageCaption": ("Image Caption", "Caption", _KEEP + _spacing(60, 280), ""),
    "CalloutTitle": (
        "Callout Title",
        "Normal",
        _KEEP + _spacing(60, 60),
        f"<w:b/>{_colour(_ACCENT)}",
    ),
    "SourceCode": ("Source Code", "Normal", _SHADED + _spacing(60, 160, 252), _CODE + _size(19)),
    "Header": (
        "header",
        "Normal",
        _SHADED_WARNING + '<w:jc w:val="center"/>',
        f"<w:b/>{_colour(_WARNING)}{_size(20)}",
    ),
    "Footer": ("footer", "Normal", '<w:jc w:val="right"/>', f"{_colour(_QUIET)}{_size(18)}"),
}
_HEADINGS = ((34, 420), (28, 320), (24, 260), (22, 220), (22, 200), (22, 200))
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + _border("top", _INK, 8)
    + _border("bottom", _INK, 8)
    + _border("insideH", _RULE)
    + '</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    + _border("bottom", _INK, 8)
    + '</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
)
_CALLOUT = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Callout"><w:name w:val="Callout"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + _border("left", _ACCENT, 36)
    + '</w:tblBorders><w:tblCellMar><w:top w:w="80" w:type="dxa"/><w:left w:w="170" w:type="dxa"/>'
    '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f"<w:tcPr>{_SHADED}</w:tcPr></w:style>"
)
_LINK = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{_colour(_ACCENT)}<w:u w:val="single"/>'
    "</w:rPr></w:style>"
)
_PAGE = (
    '<w:footerReference w:type="default" r:id="rIdFooter"/>'
    '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1247" w:bottom="1304" '
    'w:left="1247" w:header="709" w:footer="624" w:gutter="0"/>'
)
_FOOTER = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:ftr xmlns:w="{_W}" xmlns:r="{_R}"><w:p><w:pPr>'
    '<w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
_HEADED = '<w:headerReference w:type="default" r:id="rIdHeader"/>'
_HEADER = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:hdr xmlns:w="{_W}" xmlns:r="{_R}"><w:p><w:pPr>'
    '<w:pStyle w:val="Header"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p></w:hdr>'
)


@lru_cache(maxsize=4)
def reference_docx(lang: str, notice: str = "") -> bytes:
    """Make the reference document: A4, page numbers, Arial, quiet headings, ruled tables.

    Args:
        lang: The language of the text, such as `en-GB`.
        notice: What stands at the head of every page; nothing if empty.

    Returns:
        A DOCX for Pandoc's `--reference-doc`.

    Raises:
        PandocError: Pandoc gave no reference document.
    """
    source = run_pandoc(["--print-default-data-file=reference.docx"])
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/styles.xml":
                content = _styles(content, lang)
            elif name == "word/document.xml":
                page = f"{_HEADED}{_PAGE}" if notice else _PAGE
                content = re.sub(
                    r"<w:sectPr\s*>.*?</w:sectPr>",
                    f'<w:sectPr xmlns:r="{_R}">{page}</w:sectPr>',
                    content,
                    flags=re.DOTALL,
                )
            elif name == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rIdFooter" Type="{_R}/footer" Target="footer1.xml"/>'
                if notice:
                    relation += (
                        f'<Relationship Id="rIdHeader" Type="{_R}/header" Target="header1.xml"/>'
                    )
                content = content.replace("</Relationships>", f"{relation}</Relationships>")
            elif name == "[Content_Types].xml":
                part = f'<Override PartName="/word/footer1.xml" ContentType="{_FOOTER_TYPE}"/>'
                if notice:
                    part += f'<Override PartName="/word/header1.xml" ContentType="{_HEADER_TYPE}"/>'
                content = content.replace("</Types>", f"{part}</Types>")
            elif name == "word/settings.xml":
                content = re.sub(
                    r'themeFontLang w:val="[^"]*"', f'themeFontLang w:val="{lang}"', content
                )
            new.writestr(_entry(name), content)
        new.writestr(_entry("word/footer1.xml"), _FOOTER)
        if notice:
            new.writestr(_entry("word/header1.xml"), _HEADER.format(escape(notice)))
    return result.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry with a fixed time, since Pandoc hands the time on to the document."""
    return zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))


def _styles(source: str, lang: str) -> str:
    defaults = (
        '<w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" '
        f'w:eastAsia="Arial"/>{_size(22)}<w:lang w:val="{lang}" w:eastAsia="{lang}" '
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    )
    source = re.sub(r"<w:rPrDefault>.*?</w:rPrDefault>", defaults, source, flags=re.DOTALL)
    made = {
        key: (
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
            f"<w:rPr>{text}</w:rPr></w:style>"
        )
        for key, (name, base, paragraph, text) in _PARAGRAPHS.items()
    }
    for level, (size, before) in enumerate(_HEADINGS, 1):
        made[f"Heading{level}"] = (
            f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            f'<w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
            '<w:next w:val="BodyText"/><w:qFormat/>'
            f"<w:pPr>{_KEEP}{_spacing(before, 100, 252)}"
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            f"<w:rPr><w:b/>{_colour(_ACCENT)}{_size(size)}</w:rPr></w:style>"
        )
    made |= {"Table": _TABLE, "Callout": _CALLOUT, "Hyperlink": _LINK}
    for key, style in made.items():
        old = re.compile(
            rf'<w:style\b[^>]*w:styleId="{key}"[^>]*>(?:(?!</w:style>).)*</w:style>', re.DOTALL
        )
        if old.search(source):
            source = old.sub(style, source)
        else:
            source = source.replace("</w:styles>", f"{style}</w:styles>")
    return source
