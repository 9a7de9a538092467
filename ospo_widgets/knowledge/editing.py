# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Changes one field of one row in the text of its file; all else stays, byte for byte.

Nothing is dumped: the place of the value is taken from the YAML node, and only these characters
are replaced. Comments, order, quotes and line ends of the rest survive. Each result is read again,
and must say the same but for the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Confidence
from ospo_widgets.knowledge.nodes import File, Problem
from ospo_widgets.knowledge.source_rows import SourceRow, file_rows, plain
from ospo_widgets.knowledge.writing import AS_WRITTEN, HEAD, row_lines, written
from ospo_widgets.wording import words

BEFORE = ("sources", "source", "checked", "confidence")
"""Fields that stand last; a new field comes before the first of them."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a row stands in the nodes of its file."""

    node: yaml.MappingNode
    top: yaml.MappingNode


def set_fields(text: str, row: SourceRow, fields: Mapping[str, object]) -> str:
    """The text of a file with other values in one row.

    Args:
        text: The file.
        row: The row, as it was read from this text.
        fields: Name to value; texts, truth values, None, lists of texts, and for ``sources`` a list
            of mappings. A field that is not there yet is added, an empty optional text taken out.

    Raises:
        InputError: The row is no longer there, or a value cannot be replaced without losing a
            comment.
    """
    for name, value in fields.items():
        text = _set(text, row, name, value)
    return text


def review(text: str, row: SourceRow, on: date, confidence: str = "") -> str:
    """The text of a file with another day of review, and perhaps another confidence, in a row.

    Raises:
        InputError: The row has no day of review, or the confidence is none.
    """
    if not row.reviewed:
        raise InputError(words("knowledge.refused.change.undated", key=row.key))
    if confidence and confidence not in list(Confidence):
        known = ", ".join(Confidence)
        raise InputError(
            words("knowledge.refused.change.confidence", confidence=confidence),
            remedy=words("knowledge.refused.change.confidence_remedy", known=known),
        )
    fields: dict[str, object] = {"checked": on.isoformat()}
    if confidence:
        fields["confidence"] = confidence
    return set_fields(text, row, fields)


def _set(text: str, row: SourceRow, name: str, value: object) -> str:
    spot = _find(text, row)
    nodes = {str(key.value): (key, content) for key, content in spot.node.value}
    before = _holds(spot, name)
    after = _frozen(value)
    if before == after and (name in nodes or value in ("", None)):
        return text
    if name in nodes and value == "" and name not in BEFORE:
        changed = _without(text, *nodes[name])
    elif name in nodes:
        changed = _replaced(text, name, nodes[name][1], value)
    else:
        changed = _added(text, spot.node, name, value)
    gone = name if name in nodes and value == "" and name not in BEFORE else ""
    _must_differ_only(text, changed, row, {} if gone else {name: after}, gone)
    return changed


def _holds(spot: _Spot, name: str) -> object:
    return next((plain(v) for k, v in spot.node.value if str(k.value) == name), None)


def _find(text: str, row: SourceRow) -> _Spot:
    problems: list[Problem] = []
    top = File(row.file, problems).read(text)
    found = None
    if top is not None:
        found = _node_at(top.node, row.line if row.kind not in {"policies", "matrices"} else 0)
    if top is None or found is None:
        raise InputError(words("knowledge.refused.change.moved", key=row.key, where=row.where))
    return _Spot(found, top.node)


def _node_at(top: yaml.MappingNode, line: int) -> yaml.MappingNode | None:
    """The row that begins at a line; the whole file for line 0."""
    if not line:
        return top
    for _, value in top.value:
        for node in value.value if isinstance(value, yaml.SequenceNode) else ():
            if isinstance(node, yaml.MappingNode) and node.start_mark.line + 1 == line:
                return node
    return None


def _replaced(text: str, name: str, node: yaml.Node, value: object) -> str:
    start, end = node.start_mark.index, _end(text, node)
    old = text[start:end]
    if _has_comment(node, old):
        raise InputError(
            words("knowledge.refused.change.comments", field=name),
            remedy=words("knowledge.refused.change.in_file"),
        )
    return text[:start] + _value(text, name, node, value) + text[end:]


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends; what is written as a block ends with its last line that is not empty."""
    end = int(node.end_mark.index)
    start = int(node.start_mark.index)
    return start + len(text[start:end].rstrip())


def _value(text: str, name: str, node: yaml.Node, value: object) -> str:
    if name != "sources" or not isinstance(value, tuple | list):
        return written(value, day=name in AS_WRITTEN)
    if isinstance(node, yaml.SequenceNode) and node.flow_style:
        return written(value)
    indent = " " * int(node.start_mark.column)
    return f"{_line_end(text)}{indent}".join(f"- {written(one)}" for one in value)


def _has_comment(node: yaml.Node, old: str) -> bool:
    """Whether replacing a value would lose a comment.

    A comment begins with “#” after a space or at the start of a line, outside quotes. When in doubt
    the answer is yes: the person then edits the file.
    """
    if isinstance(node, yaml.ScalarNode):
        return node.style in {"|", ">"} and "#" in old.partition("\n")[0]
    return any(_comment_in(line) for line in old.splitlines())


def _comment_in(line: str) -> bool:
    quote = ""
    for place, character in enumerate(line):
        if quote:
            quote = "" if character == quote and line[place - 1] != "\\" else quote
        elif character in "\"'" and line[:place].rstrip()[-1:] in ("", ":", "-", ",", "[", "{"):
            quote = character
        elif character == "#" and (not place or line[place - 1].isspace()):
            return True
    return False


def _without(text: str, key: yaml.Node, node: yaml.Node) -> str:
    """Without a field and its line; the first field of a row, which has the dash, always stays."""
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    end = text.find("\n", _end(text, node))
    return text[:start] + (text[end + 1 :] if end >= 0 else "")


def _added(text: str, node: yaml.MappingNode, name: str, value: object) -> str:
    if node.flow_style:
        at = _end(text, node) - 1
        return f"{text[:at]}, {name}: {written(value, day=name in AS_WRITTEN)}{text[at:]}"
    line_end = _line_end(text)
    column = int(node.start_mark.column)
    if name == "sources" and isinstance(value, tuple | list):
        said = "".join(f"{line_end}{' ' * (column + 2)}- {written(one)}" for one in value)
    else:
        said = f" {written(value, day=name in AS_WRITTEN)}"
    line = f"{' ' * column}{name}:{said}{line_end}"
    keys = {str(key.value): key for key, _ in node.value}
    first = next((keys[other] for other in BEFORE if other in keys and other != name), None)
    if first is not None and first is not node.value[0][0]:
        at = text.rfind("\n", 0, first.start_mark.index) + 1
        return text[:at] + line + text[at:]
    at = text.find("\n", _end(text, node.value[-1][1]))
    if at < 0:
        return f"{text}{line_end}{line}"
    return text[: at + 1] + line + text[at + 1 :]


def add_row(text: str, kind: str, fields: Mapping[str, object], *, holder: str = "CERN",
            year: int = 2026) -> str:  # fmt: skip
    """The text of a file with one more row at the end of a list.

    Args:
        text: The file; empty for a new one, which gets the two SPDX lines.
        kind: Name of the list.
        fields: Fields of the row, in their order.
        holder: Copyright holder of a new file.
        year: Year of a new file.

    Raises:
        InputError: The file has no such list, or the list stands in brackets.
    """
    lines = row_lines(fields)
    if not text.strip():
        head = [line.format(holder=holder, year=year) for line in HEAD]
        return "\n".join([*head, f"{kind}:", *lines, ""])
    problems: list[Problem] = []
    top = File(kind, problems).read(text)
    held = _list_in(top.node, kind) if top is not None else None
    if held is None or held.flow_style or not held.value:
        raise InputError(words("knowledge.refused.change.no_list", kind=kind))
    at = text.find("\n", _end(text, held.value[-1]))
    before, after = (text, "") if at < 0 else (text[:at], text[at + 1 :])
    line_end = _line_end(text)
    gap = [""] if _apart(text, held) else []
    changed = line_end.join([before.rstrip("\r"), *gap, *lines, after])
    found = {row.key: row.data for row in file_rows(changed, f"{kind}.yaml", problems)}
    if problems or len(found) <= len({r.key for r in file_rows(text, f"{kind}.yaml", [])}):
        raise InputError(words("knowledge.refused.change.no_room"))
    return changed


def _list_in(top: yaml.MappingNode, kind: str) -> yaml.SequenceNode | None:
    for key, value in top.value:
        if str(key.value) == kind and isinstance(value, yaml.SequenceNode):
            return value
    return None


def _apart(text: str, held: yaml.SequenceNode) -> bool:
    """Whether empty lines stand between the rows of a list."""
    if len(held.value) < 2:
        return True
    one, other = held.value[-2:]
    return "\n\n" in text[_end(text, one) : other.start_mark.index].replace("\r", "")


def row_text(text: str, row: SourceRow) -> str:
    """The lines of a row as they stand in its file, for an overlay."""
    lines = text.splitlines(keepends=True)
    return "".join(lines[row.line - 1 : row.last]).rstrip() + "\n"


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _frozen(value: object) -> object:
    if isinstance(value, tuple | list):
        return tuple(_frozen(one) for one in value)
    if isinstance(value, Mapping):
        return {str(name): _frozen(one) for name, one in value.items()}
    return value


def _must_differ_only(
    before: str, after: str, row: SourceRow, change: Mapping[str, object], gone: str
) -> None:
    """Read the result again: all must be as it was, but for one field.

    Args:
        before: The file before.
        after: The file after.
        row: The row that changed.
        change: The field and its new value; empty when the field went.
        gone: Name of the field that went, else empty.

    Raises:
        InputError: Something else would change, so nothing is.
    """
    problems: list[Problem] = []
    wanted = dict(_comparable(before, row.file, problems))
    if row.key in wanted:
        kept = {name: value for name, value in wanted[row.key].items() if name != gone}
        wanted[row.key] = {**kept, **change}
    found = list(_comparable(after, row.file, problems))
    if problems or len(found) != len(wanted) or dict(found) != wanted:
        raise InputError(
            words("knowledge.refused.change.more", key=row.key),
            remedy=words("knowledge.refused.change.in_file"),
        )


def _comparable(
    text: str, file: str, problems: list[Problem]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    for row in file_rows(text, file, problems):
        # Rules are rows of their own; the policy around them would tell of each change twice.
        yield row.key, {name: value for name, value in row.data.items() if name != "rules"}
