"""The little XML that an OpenDocument file is written in."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "xmlns:office": f"{NAMES}office:1.0",
    "xmlns:table": f"{NAMES}table:1.0",
    "xmlns:text": f"{NAMES}text:1.0",
    "xmlns:style": f"{NAMES}style:1.0",
    "xmlns:number": f"{NAMES}datastyle:1.0",
    "xmlns:meta": f"{NAMES}meta:1.0",
    "xmlns:manifest": f"{NAMES}manifest:1.0",
    "xmlns:fo": f"{NAMES}xsl-fo-compatible:1.0",
    "xmlns:svg": f"{NAMES}svg-compatible:1.0",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "office:version": "1.3",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, attributes: dict[str, str] | None = None, *content: str) -> str:
    """Return an element; its content is XML already."""
    given = "".join(f" {key}={quoteattr(value)}" for key, value in (attributes or {}).items())
    inner = "".join(content)
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


def document(name: str, *content: str) -> str:
    """Return a part of the file; its content is XML already."""
    return DECLARATION + element(name, NAMESPACES, *content)
