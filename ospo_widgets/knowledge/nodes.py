# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""YAML with positions: every value remembers its line, so that each problem names ``file:line``.

Scalars follow YAML 1.2: only ``true`` and ``false`` are truth values, so ``answer: yes`` is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from ospo_widgets.knowledge.model import Confidence, Provenance, Source

MAX_DEPTH = 12
"""Deepest nesting that any of our files needs, with room; stops aliases that contain themselves."""

_TAG = "tag:yaml.org,2002:"
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_IMPLICIT = {
    key: tuple(value) for key, value in _BASE.yaml_implicit_resolvers.items() if key is not None
}
"""First character to what a plain scalar that begins with it may be, as PyYAML has it."""
_DEFAULT: dict[type, str] = {
    yaml.ScalarNode: _TAG + "str",
    yaml.SequenceNode: _TAG + "seq",
    yaml.MappingNode: _TAG + "map",
}
"""Tag of what has none written and is nothing else."""


class _Loader(_BASE):  # type: ignore[misc]
    """PyYAML's safe loader without resolvers by path, which we never add: a third faster."""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Nothing to descend into."""

    def ascend_resolver(self) -> None:
        """Nothing to come back from."""

    def resolve(self, kind: type, value: str, implicit: tuple[bool, bool]) -> str:
        """Tag of a node that has none written."""
        if kind is yaml.ScalarNode and implicit[0]:
            for tag, pattern in _IMPLICIT.get(value[:1], ()):
                if pattern.match(value):
                    return str(tag)
        return _DEFAULT[kind]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with a data file, and where.

    Attributes:
        file: Name of the file, relative to its folder.
        line: Line, counted from 1.
        message: One sentence.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


MAX_FILE_BYTES = 4_000_000
"""Largest data file that we read, in bytes; ours are a tenth of it."""


class File:
    """One data file that is being read; gathers its problems."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems

    def problem(self, line: int, message: str) -> None:
        """Note a problem and go on reading."""
        self.problems.append(Problem(self.name, line, message))

    def load(self, path: Path) -> Row | None:
        """As :meth:`read`, from a file; None also when it is not there."""
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                self.problem(1, f"the file is larger than {MAX_FILE_BYTES:,} bytes.")
                return None
            return self.read(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            self.problem(1, f"the file cannot be read as text: {error}.")
            return None

    def read(self, text: str) -> Row | None:
        """The top-level mapping of ``text``, None when the file is empty or no mapping."""
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problem(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem}.")
            return None
        except yaml.YAMLError as error:
            self.problem(1, f"not valid YAML: {str(error).splitlines()[0]}.")
            return None
        finally:
            loader.dispose()
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.problem(1, "must be a mapping with named fields at the top.")
            return None
        return Row(self, node)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stood, without the row itself.

    Attributes:
        file: Name of the file.
        line: Its first line.
        lines: Line of each of its fields.
    """

    file: str
    line: int
    lines: Mapping[str, int]

    @property
    def where(self) -> str:
        """``file:line`` of the row."""
        return f"{self.file}:{self.line}"

    def problem(self, name: str, message: str) -> Problem:
        """A problem at the line of a field, or of the row when the field is absent."""
        return Problem(self.file, self.lines.get(name, self.line), message)


_E = TypeVar("_E", bound=StrEnum)


class Row:
    """One mapping; reads its fields strictly and remembers which of them were asked for."""

    def __init__(self, file: File, node: yaml.MappingNode) -> None:
        self.file = file
        self.node = node
        self.line: int = node.start_mark.line + 1
        self._fields: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            self._lines[name] = key.start_mark.line + 1
            if not name:
                file.problem(self._lines[name], "a field name must be plain text.")
            elif name in self._fields:
                file.problem(self._lines[name], f"the field “{name}” is there twice.")
            self._fields[name] = value
        self._seen: set[str] = set()

    @property
    def where(self) -> str:
        """``file:line`` of the row."""
        return f"{self.file.name}:{self.line}"

    @property
    def place(self) -> Place:
        """Where the row stands, for messages after it was read."""
        return Place(self.file.name, self.line, self._lines)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def line_of(self, name: str) -> int:
        """Line of a field, or of the row when the field is absent."""
        return self._lines.get(name, self.line)

    def remember(self, name: str, line: int) -> None:
        """Keep the line of something inside this row, for :meth:`line_of`."""
        self._lines[name] = line

    def wrong(self, name: str, message: str) -> None:
        """Note a problem at the line of a field."""
        self.file.problem(self.line_of(name), message)

    def get(self, name: str, *, required: bool = False) -> yaml.Node | None:
        """The node of a field; an absent required field is a problem."""
        self._seen.add(name)
        node = self._fields.get(name)
        if node is not None and node.tag == _TAG + "null" and not required:
            return None
        if node is None and required:
            self.wrong(name, f"the field “{name}” is missing.")
        return node

    def text(self, name: str, *, required: bool = False) -> str:
        """A text field, empty when absent."""
        node = self.get(name, required=required)
        if node is None:
            return ""
        value = _text(node)
        if value is None or (required and not value.strip()):
            self.wrong(name, f"“{name}” must be a text (put numbers and dates in quotes).")
            return ""
        return value

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        node = self.get(name, required=required)
        if node is None:
            return ()
        values = _items(node)
        texts = [_text(v) for v in values] if values is not None else [None]
        if any(t is None or not t for t in texts) or (required and not texts):
            self.wrong(name, f"“{name}” must be a list of texts.")
            return ()
        return tuple(t for t in texts if t)

    def choice(self, name: str, kind: type[_E], default: _E) -> _E:
        """One value of an enumeration; required."""
        value = self.text(name, required=True)
        try:
            return kind(value)
        except ValueError:
            if value:
                self.wrong(name, f"“{name}” is “{value}”, must be one of: {', '.join(kind)}.")
            return default

    def choices(self, name: str, kind: type[_E]) -> frozenset[_E]:
        """Some values of an enumeration, at least one."""
        found = set()
        for value in self.texts(name, required=True):
            try:
                found.add(kind(value))
            except ValueError:
                self.wrong(name, f"“{name}” has “{value}”, must be of: {', '.join(kind)}.")
        return frozenset(found)

    def tags(self, name: str, kind: type[_E]) -> tuple[_E, ...] | None:
        """Some values of an enumeration in its order, perhaps none; None when absent."""
        if self.get(name) is None:
            return None
        values = self.texts(name)
        for value in values:
            if value not in list(kind):
                self.wrong(name, f"“{name}” has “{value}”, must be of: {', '.join(kind)}.")
        return tuple(tag for tag in kind if tag in values)

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of some plain values; required."""
        value = self.text(name, required=True)
        if value and value not in allowed:
            self.wrong(name, f"“{name}” is “{value}”, must be one of: {', '.join(allowed)}.")
        return value

    def flag(self, name: str, *, unknown: bool = False) -> bool | None:
        """True or false; with ``unknown``, ``null`` (written out) is None. Required."""
        self._seen.add(name)
        node = self._fields.get(name)
        if node is None:
            self.wrong(name, f"the field “{name}” is missing.")
            return None
        if unknown and node.tag == _TAG + "null":
            return None
        value = node.value if isinstance(node, yaml.ScalarNode) and not node.style else ""
        if value not in ("true", "false"):
            self.wrong(
                name, f"“{name}” must be true{', false or null' if unknown else ' or false'}."
            )
        return value == "true"

    def day(self, name: str) -> date:
        """A date as ``2026-11-22``; required."""
        node = self.get(name, required=True)
        if node is None:
            return date.min
        try:
            return date.fromisoformat(str(node.value))
        except ValueError:
            self.wrong(name, f"“{name}” must be a date such as 2026-11-22.")
            return date.min

    def node_value(self, name: str) -> str:
        """A scalar as it is written, whatever its type; empty for anything else."""
        node = self.get(name)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    def row(self, name: str, *, required: bool = False) -> Row | None:
        """A mapping inside this one."""
        node = self.get(name, required=required)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.wrong(name, f"“{name}” must be a mapping with named fields.")
            return None
        return Row(self.file, node)

    def rows(self, name: str, *, required: bool = False) -> Iterator[Row]:
        """A list of mappings."""
        node = self.get(name, required=required)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(name, f"“{name}” must be a list.")
            return
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                yield Row(self.file, item)
            else:
                self.file.problem(item.start_mark.line + 1, f"“{name}” must list mappings.")

    def names(self) -> tuple[str, ...]:
        """Names of all fields; counts them as asked for."""
        self._seen.update(self._fields)
        return tuple(n for n in self._fields if n)

    def plain(self, name: str) -> Mapping[str, object]:
        """A mapping as plain data (texts, truth values, numbers, lists), empty when absent."""
        node = self.get(name)
        if node is None:
            return MappingProxyType({})
        if not isinstance(node, yaml.MappingNode):
            self.wrong(name, f"“{name}” must be a mapping.")
            return MappingProxyType({})
        try:
            value = _plain(node, 0)
        except RecursionError:
            self.wrong(name, f"“{name}” is nested more than {MAX_DEPTH} deep.")
            return MappingProxyType({})
        return value if isinstance(value, Mapping) else MappingProxyType({})

    def provenance(self, *, needs_sources: bool = True) -> Provenance:
        """Fields ``sources`` (at least one, unless told otherwise), ``checked``, ``confidence``."""
        sources = []
        for row in self.rows("sources", required=needs_sources):
            source = Source(row.text("title", required=True), row.text("url"), row.text("clause"))
            if source.url and not source.url.startswith(("https://", "http://")):
                row.wrong("url", "“url” must begin with https:// or http://.")
            row.finish()
            sources.append(source)
        if "sources" in self and not sources:
            self.wrong("sources", "“sources” must name at least one source.")
        return Provenance(
            tuple(sources),
            self.day("checked"),
            self.choice("confidence", Confidence, Confidence.MEMORY),
        )

    def finish(self) -> None:
        """Report fields that nobody asked for."""
        for name in self._fields:
            if name and name not in self._seen:
                self.wrong(name, f"the field “{name}” is not known here.")


def _text(node: yaml.Node) -> str | None:
    """Text of a scalar; None for numbers, dates, null, true, false, and what is no scalar."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.tag == _TAG + "str":
        return str(node.value)
    if node.tag == _TAG + "bool" and node.value not in ("true", "false"):
        return str(node.value)
    return None


def _items(node: yaml.Node) -> list[yaml.Node] | None:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else None


def _plain(node: yaml.Node, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(node, yaml.MappingNode):
        return MappingProxyType({str(k.value): _plain(v, depth + 1) for k, v in node.value})
    if isinstance(node, yaml.SequenceNode):
        return tuple(_plain(v, depth + 1) for v in node.value)
    if node.tag == _TAG + "null":
        return None
    if node.tag == _TAG + "bool" and node.value in ("true", "false"):
        return bool(node.value == "true")
    if node.tag == _TAG + "int" and str(node.value).lstrip("-").isdecimal():
        return int(node.value)
    return str(node.value)
