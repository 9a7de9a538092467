# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A small XML reader without entities, documents types or anything else that could unfold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ospo_widgets.scanning.manifests.model import ManifestError
from ospo_widgets.sizes import MEGABYTE

MAX_SIZE = 2 * MEGABYTE
MAX_DEPTH = 60
MAX_ELEMENTS = 50_000


@dataclass(slots=True)
class Element:
    """One element; its name is without the namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    line: int = 0

    @property
    def text(self) -> str:
        """Its own text in one line."""
        return " ".join("".join(self.pieces).split())

    def all(self, *names: str) -> Iterator[Element]:
        """Elements on a path of names below this one."""
        if not names:
            yield self
            return
        for child in self.children:
            if child.name == names[0]:
                yield from child.all(*names[1:])

    def first(self, *names: str) -> str:
        """Text of the first element on a path, empty when there is none."""
        return next((e.text for e in self.all(*names)), "")

    def walk(self) -> Iterator[Element]:
        """This element and all below it."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            pending += reversed(element.children)


def load_xml(content: str) -> Element:
    """The root element.

    Raises:
        ManifestError: It is no XML, it declares a document type (in which entities can hide), or
            it is too large or too deep.
    """
    if len(content) > MAX_SIZE:
        raise ManifestError("larger than 2 MB")
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    top = Element("")
    open_elements = [top]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS or len(open_elements) > MAX_DEPTH:
            raise ManifestError("too many elements or nested too deep")
        made = Element(name.rpartition(" ")[2], attributes, line=parser.CurrentLineNumber)
        open_elements[-1].children.append(made)
        open_elements.append(made)

    def end(_: str) -> None:
        open_elements.pop()

    def characters(data: str) -> None:
        open_elements[-1].pieces.append(data)

    def doctype(*_: object) -> None:
        raise ManifestError("it declares a document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = doctype
    body = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", _blank, content, count=1)
    try:
        parser.Parse(body.encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError) as error:
        if isinstance(error, ManifestError):
            raise
        raise ManifestError("no valid XML") from error
    return top.children[0] if top.children else top


def _blank(match: re.Match[str]) -> str:
    """The declaration taken out: the text is decoded already; line numbers stay."""
    return "\n" * match[0].count("\n")
