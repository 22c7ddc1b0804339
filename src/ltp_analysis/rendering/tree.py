"""Walk Pandoc's JSON tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTE_FIRST = frozenset({"Div", "Span", "Code", "CodeBlock", "Link", "Image", "Figure"})


class Element(NamedTuple):
    """One element of the tree.

    Attributes:
        kind: Its type, such as `Header`.
        content: What it holds, as Pandoc nests it; lists in it may be changed in place.
        parent: The type of the element around it.
    """

    kind: str
    content: Any
    parent: str

    @property
    def attributes(self) -> tuple[str, list[str], dict[str, str]]:
        """Its identifier, classes and key-value pairs."""
        if self.kind == "Header":
            found = self.content[1]
        elif self.kind in _ATTRIBUTE_FIRST or self.kind == "Table":
            found = self.content[0]
        else:
            return "", [], {}
        identifier, classes, pairs = found
        return identifier, classes, dict(pairs)


def walk(node: Any, parent: str = "") -> Iterator[Element]:  # noqa: ANN401 - a JSON tree
    """Yield every element of a tree, in the order of the text.

    Args:
        node: A tree, or a part of one.
        parent: The type of the element around it.

    Yields:
        Each element before those inside it.
    """
    # A stack, since one generator within another would be passed through at every level.
    waiting = [(node, parent)]
    while waiting:
        here, around = waiting.pop()
        if isinstance(here, list):
            waiting += [(item, around) for item in reversed(here)]
        elif isinstance(here, dict):
            if "t" in here:
                kind, content = here["t"], here.get("c")
                yield Element(kind, content, around)
                waiting.append((content, kind))
            else:
                waiting.append((here.get("blocks", list(here.values())), around))


def text_of(node: Any) -> str:  # noqa: ANN401 - a JSON tree
    """Return the plain words of a part of a tree.

    Args:
        node: A tree, or a part of one.

    Returns:
        Its text without any markup.
    """
    words = []
    for element in walk(node):
        if element.kind == "Str":
            words.append(element.content)
        elif element.kind in {"Space", "SoftBreak", "LineBreak"}:
            words.append(" ")
        elif element.kind in {"Code", "Math"}:
            words.append(element.content[1])
    return "".join(words)
