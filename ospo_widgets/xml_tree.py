# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""XML as plain elements, without document types, entities or anything else that could unfold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 60
"""Deepest nesting that is read."""

_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>")


class XmlError(ValueError):
    """The text is no XML, or XML that is not read; the message says which."""


@dataclass(slots=True)
class Element:
    """One element; names are without their namespaces.

    Attributes:
        name: Name.
        attributes: Attributes by name.
        children: Elements inside, in order.
        pieces: Its own text in pieces.
        line: Line on which it begins, from 1.
    """

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
        return next((element.text for element in self.all(*names)), "")

    def walk(self) -> Iterator[Element]:
        """This element and all below it."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            pending += reversed(element.children)


def parse_xml(content: str, *, most_characters: int, most_elements: int) -> Element:
    """The root element.

    Args:
        content: The text, decoded already, whatever encoding its declaration names.
        most_characters: Longest text that is read.
        most_elements: Most elements that are read.

    Raises:
        XmlError: It is no XML, it declares a document type (in which entities can hide), or it is
            too large or too deep.
    """
    if len(content) > most_characters:
        raise XmlError(f"larger than {most_characters} characters")
    reader = _Reader(most_elements)
    body = _DECLARATION.sub(_blank, content, count=1)
    try:
        reader.parser.Parse(body.encode("utf-8", "replace"), True)
    except XmlError:
        raise
    except (expat.ExpatError, ValueError) as error:
        raise XmlError("no valid XML") from error
    return reader.top.children[0]


def _blank(match: re.Match[str]) -> str:
    """The declaration taken out; line numbers stay."""
    return "\n" * match[0].count("\n")


class _Reader:
    """Builds elements from the events of the parser."""

    def __init__(self, most_elements: int) -> None:
        self.top = Element("")
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._open = [self.top]
        self._left = most_elements

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._left -= 1
        if self._left < 0 or len(self._open) > MAX_DEPTH:
            raise XmlError("too many elements or nested too deep")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        line = self.parser.CurrentLineNumber
        made = Element(name.rpartition(" ")[2], plain, line=line)
        self._open[-1].children.append(made)
        self._open.append(made)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        self._open[-1].pieces.append(data)

    def _doctype(self, *_: object) -> None:
        raise XmlError("it declares a document type")
