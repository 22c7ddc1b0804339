"""What the text of a report is made of: words, numbers that open, places, links, citations."""

from __future__ import annotations

from dataclasses import dataclass, field

from ltp_analysis.reports.markdown import LINE_END, escape


@dataclass(frozen=True)
class Number:
    """A number that opens: it leads to what it rests on.

    Attributes:
        target: Where: the id of a row of an appendix.
        text: The number as it is printed.
    """

    target: str
    text: str


@dataclass(frozen=True)
class Place:
    """A text that links lead to.

    Attributes:
        name: Its id.
        text: The text.
    """

    name: str
    text: str


@dataclass(frozen=True)
class Link:
    """A link within the document or to an address.

    Attributes:
        target: Id of a place, after a hash, or an address.
        text: The text.
        name: What a screen reader says for it, if the text alone says too little.
    """

    target: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class Citation:
    """A source, cited.

    Attributes:
        key: Its id in the bibliography.
    """

    key: str

    @property
    def text(self) -> str:
        """Return about as many letters as it will take."""
        return f"{self.key[:16]} (2018)"


@dataclass(frozen=True)
class Used:
    """Links to where a number is used, on a line of their own.

    Attributes:
        links: The links.
    """

    links: tuple[Link, ...]

    @property
    def parts(self) -> tuple[str | Link, ...]:
        """Return the line's words and links."""
        return ("Used at:", *(part for link in self.links for part in (" ", link)))

    @property
    def text(self) -> str:
        """Return the words of the line."""
        return " ".join(("Used at:", *(link.text for link in self.links)))


Part = str | Number | Place | Link | Used | Citation
Cell = Part | tuple[Part, ...]
"""What a cell of a table, or a phrase, is made of."""


class Inline(str):
    """Markdown that is put into a sentence as it is."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


def finding_place(name: str) -> str:
    """Return the id of the row in which a finding is explained."""
    return f"f-{name}"


def statement_place(name: str) -> str:
    """Return the id of the row in which a statement stands."""
    return f"s-{name}"


@dataclass
class Uses:
    """Where numbers were printed, so that their explanations can lead back.

    Attributes:
        places: For each target, the ids of the numbers that lead to it, in the order of printing.
        texts: Each number as it is printed, by its id.
    """

    places: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, Number] = field(default_factory=dict)

    def markdown(self, cell: Cell) -> Inline:
        """Return a cell or phrase as Markdown; numbers in it are taken down."""
        if isinstance(cell, tuple):
            return Inline("".join(self.markdown(part) for part in cell))
        if isinstance(cell, str | Citation):
            return Inline(escape(cell) if isinstance(cell, str) else f"@{cell.key}")
        if isinstance(cell, Used):
            return Inline(f"{LINE_END}[{self.markdown(cell.parts)}]{{.used}}")
        text = escape(cell.text)
        if isinstance(cell, Place):
            return Inline(f"[{text}]{{#{cell.name}}}")
        if isinstance(cell, Link):
            spoken = f'{{aria-label="{escape(cell.name)}"}}' if cell.name else ""
            return Inline(f"[{text}]({cell.target}){spoken}")
        name = f"u-{len(self.texts) + 1}"
        self.texts[name] = cell
        self.places.setdefault(cell.target, []).append(name)
        return Inline(f"[[{text}](#{cell.target}){{.finding}}]{{#{name}}}")

    def back(self, target: str) -> tuple[Link, ...]:
        """Return links to where the numbers that lead to a target stand."""
        names = self.places.get(target, [])
        return tuple(
            Link(f"#{name}", str(number), f"use {number} of {len(names)}")
            for number, name in enumerate(names, start=1)
        )


def plain(cell: Cell) -> str:
    """Return the words of a cell, without what they lead to."""
    if isinstance(cell, tuple):
        return "".join(plain(part) for part in cell)
    return cell if isinstance(cell, str) else cell.text
