"""A citation for programs that keep references: BibTeX, RIS and CSL JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ltp_analysis.citations.work import Work
    from ltp_analysis.validated.citation import Author

_SPECIAL: Final = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(work: Work) -> str:
    """Return a citation as BibTeX, for BibLaTeX too (`@dataset` is unknown to old styles).

    Args:
        work: What is cited.
    """
    fields = {
        "title": f"{{{_tex(work.title)}}}",
        "author": " and ".join(_tex_name(author) for author in work.authors),
        "year": str(work.released.year),
        "month": str(work.released.month),
        "date": work.released.isoformat(),
        "publisher": f"{{{_tex(work.publisher)}}}",  # or “and” in it would make it two
        "version": _tex(work.version),
        "note": _tex(_note(work)),
        "abstract": _tex(work.abstract),
        "keywords": _tex(", ".join(work.keywords)),
        "language": _tex(work.language),
        "doi": work.doi,
        "url": work.address,
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(work)},", *lines, "}"]) + "\n"


def ris(work: Work) -> str:
    """Return a citation as RIS.

    Args:
        work: What is cited.
    """
    lines = [
        ("TY", "DATA" if work.kind == "dataset" else "RPRT"),
        ("ID", _key(work)),
        ("TI", work.title),
        *(("AU", _ris_name(author)) for author in work.authors),
        ("PY", str(work.released.year)),
        ("DA", work.released.strftime("%Y/%m/%d")),
        ("PB", work.publisher),
        ("ET", work.version),
        ("N1", _note(work)),
        ("AB", work.abstract),
        *(("KW", word) for word in work.keywords),
        ("LA", work.language),
        ("DO", work.doi),
        ("UR", work.address),
    ]
    said = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\r\n".join([*said, "ER  - ", ""])


def csl_json(work: Work) -> str:
    """Return a citation as CSL JSON: a list of one entry.

    Args:
        work: What is cited.
    """
    day = work.released
    entry: dict[str, Any] = {
        "id": _key(work),
        "type": work.kind,
        "title": work.title,
        "author": [_csl_name(author) for author in work.authors],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "publisher": work.publisher,
        "version": work.version,
        "note": _note(work),
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "language": work.language,
        "DOI": work.doi,
        "URL": work.address,
    }
    kept = {key: value for key, value in entry.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=1) + "\n"


def _note(work: Work) -> str:
    # Not the identifier first: programs take “word: more” at the start of a note for a field.
    said = [work.part, f"raw tables {work.swhid}", f"licence {work.licences[0].id}"]
    return "; ".join(filter(None, said))


def _key(work: Work) -> str:
    return re.sub(r"[^A-Za-z0-9.:-]+", "-", work.key)


def _name(author: Author) -> str:
    return author.name or ", ".join(filter(None, [author.family, author.given]))


def _ris_name(author: Author) -> str:
    # The comma tells programs that the words of a body are one name.
    return f"{author.name}," if author.name else _name(author)


def _tex_name(author: Author) -> str:
    # In braces, or BibTeX would take the words of a body for a person's names.
    return f"{{{_tex(author.name)}}}" if author.name else _tex(_name(author))


def _csl_name(author: Author) -> dict[str, str]:
    if author.name:
        return {"literal": author.name}
    return {key: text for key in ("family", "given") if (text := getattr(author, key))}


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)
