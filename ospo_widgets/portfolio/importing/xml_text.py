# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""XML as plain elements, without document types, entities or anything else that could unfold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_TEXT = 64_000_000
"""Longest text that is parsed, characters."""

MAX_ELEMENTS = 1_000_000
"""Most elements."""

MAX_DEPTH = 60
"""Deepest nesting."""

_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>")


@dataclass(slots=True)
class Element:
    """One element; names are without their namespaces.

    Attributes:
        name: Name.
        attributes: Attributes by name.
        children: Elements inside, in order.
        pieces: Its own text in pieces.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

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
        return next((element.text for element in self.all(*names)), "")


class _RefusedError(ValueError):
    """The text is XML that we do not read."""


def parse_xml(content: str) -> Element | None:
    """The root element.

    Returns:
        None when it is no XML, declares a document type (in which entities can hide), or is too
        large or too deep.
    """
    if len(content) > MAX_TEXT:
        return None
    reader = _Reader()
    # The text is decoded already, whatever encoding its declaration names.
    body = _DECLARATION.sub("", content, count=1)
    try:
        reader.parser.Parse(body.encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError):
        return None
    return next(iter(reader.top.children), None)


class _Reader:
    """Builds elements from the events of the parser."""

    def __init__(self) -> None:
        self.top = Element("")
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._open = [self.top]
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) > MAX_DEPTH:
            raise _RefusedError("large")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        made = Element(name.rpartition(" ")[2], plain)
        self._open[-1].children.append(made)
        self._open.append(made)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        self._open[-1].pieces.append(data)

    def _doctype(self, *_: object) -> None:
        raise _RefusedError("doctype")
