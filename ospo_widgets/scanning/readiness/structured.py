# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""YAML and JSON of somebody else, as plain data with the line of each top-level field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_CHARACTERS = 256 * 1024
MAX_DEPTH = 20
MAX_NODES = 50_000


class StructureError(ValueError):
    """It cannot be read; ``line`` says where, counted from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Document:
    """Data of a file.

    Attributes:
        data: Mappings, lists and texts; numbers and dates of YAML stay texts as written.
        lines: Line of each field by its path, for example ``("authors", 0, "orcid")``.
    """

    data: Any
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """Line of a field, or of the nearest that is around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def yaml_document(text: str) -> Document:
    """Read YAML without aliases, not too deep and not too long.

    Raises:
        StructureError: It is no such YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if len(text) > MAX_CHARACTERS:
        raise StructureError("too long")
    try:
        _look_at_events(yaml.parse(text, Loader=loader))
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        raise StructureError(error.problem or "not YAML", line) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise StructureError("not YAML") from None
    lines: dict[tuple[str | int, ...], int] = {}
    return Document(_plain(node, (), lines) if node is not None else None, lines)


def _look_at_events(events: Iterator[Any]) -> None:
    """Refuse, before anything is built from it, what would take too much to build."""
    depth = 0
    for count, event in enumerate(events):
        if isinstance(event, yaml.AliasEvent):
            line = getattr(event.start_mark, "line", 0) + 1
            raise StructureError("aliases are not read", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise StructureError("too deep or too long")


def _plain(node: Any, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            lines[*path, name] = key.start_mark.line + 1
            found[name] = _plain(value, (*path, name), lines)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value, (*path, i), lines) for i, value in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def json_document(text: str) -> Document:
    """Read JSON; lines are known of the fields of the outermost mapping only.

    Raises:
        StructureError: It is no JSON.
    """
    if len(text) > MAX_CHARACTERS:
        raise StructureError("too long")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise StructureError(error.msg, error.lineno) from None
    except (ValueError, RecursionError):
        raise StructureError("not JSON") from None
    lines: dict[tuple[str | int, ...], int] = {}
    if isinstance(data, dict):
        for number, line in enumerate(text.split("\n"), start=1):
            for match in re.finditer(r'"([^"\\]{1,80})"\s{0,9}:', line[:2000]):
                if match[1] in data:
                    lines.setdefault((match[1],), number)
    return Document(data, lines)


def one_line(value: Any, limit: int = 300) -> str:
    """A text in one line, cut; empty for everything that is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value)[: limit * 2].split())[:limit]
