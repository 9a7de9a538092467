# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The rows of ``data/`` and of an overlay as they stand in their files, whatever their kind.

The loader makes typed facts for those who ask; this makes plain rows for those who look after the
facts: where each stands, what its fields say, whence it comes. What no loader knows yet is read
as well, so a new kind of row shows up here without code.

A row is named ``kind/id``:

=====================================  ========================================================
``licenses/MIT``                       a row of a list in a file of the same name, or in a folder
``policies/generic``                   the whole of a file in ``policies/``
``rules/generic:patent``               a rule inside it
``groups/notice``                      a group of ``verdicts.yaml``
``kinds/permissive``                   a kind of licences of ``effects.yaml``
``matrices/osadl``                     a matrix
``aliases/Apache``                     a row of everyday names, by its first name
``texts/LLVM-exception``               a verbatim text in ``license_texts/``
``hygiene.secrets/…``                  a row of a list that only the scan reads: file and list
=====================================  ========================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from ospo_widgets.knowledge.model import Source
from ospo_widgets.knowledge.nodes import MAX_DEPTH, File, Problem, Row

LEFT_OUT = frozenset({"wording", "translations", "portfolio", "examples"})
"""Folders of data that hold no rows of knowledge."""

OWN_NAME = frozenset({"policies", "matrices"})
"""Folders in which a whole file is one row."""

NAMED_BY = ("id", "names", "pattern", "start", "family", "name", "license", "component")
"""Fields by which a row of a list is named, the first that it has."""

PLAIN_KINDS = frozenset(
    {"licenses", "verdicts", "components", "glossary", "findings", "questions", "partners",
     "neighbours", "effects", "clauses", "obligations", "checklist", "practices", "activities",
     "templates", "aliases"}
)  # fmt: skip
"""Lists whose name is the kind of their rows, when they stand in a file or folder of that name."""

MAPPINGS: Mapping[tuple[str, str], str] = {
    ("verdicts", "groups"): "groups",
    ("effects", "kinds"): "kinds",
}
"""File and field whose mapping holds rows by name, to the kind of these rows."""

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row as it stands in its file.

    Attributes:
        kind: Kind of the row.
        id: Id within its kind.
        file: File relative to its folder, for example ``"findings/reuse.yaml"``.
        line: First line, from 1.
        last: Last line that belongs to it.
        data: Its fields: texts, truth values, whole numbers, None, tuples and mappings.
        lines: Line of each field.
        laid: It comes from an overlay.
        parent: Key of the row inside which it stands, empty for most.
    """

    kind: str
    id: str
    file: str
    line: int
    last: int
    data: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)
    laid: bool = False
    parent: str = ""

    @property
    def key(self) -> str:
        """``kind/id``."""
        return f"{self.kind}/{self.id}"

    @property
    def where(self) -> str:
        """``file:line``."""
        return f"{self.file}:{self.line}"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the fact stands, as far as the row says."""
        listed = self.data.get("sources", self.data.get("source"))
        return tuple(
            Source(*(str(one.get(name) or "") for name in ("title", "url", "clause")))
            if isinstance(one, Mapping)
            else Source(str(one))
            for one in (listed if isinstance(listed, tuple) else (listed,))
            if one
        )

    @property
    def checked(self) -> date | None:
        """Day when somebody looked; None when the row does not say, or says no date."""
        said = self.data.get("checked", self.data.get("version"))
        try:
            return date.fromisoformat(str(said)) if said else None
        except ValueError:
            return None

    @property
    def confidence(self) -> str:
        """How it was checked, as written; empty when the row does not say."""
        said = self.data.get("confidence")
        return said if isinstance(said, str) and "checked" in self.data else ""

    @property
    def title(self) -> str:
        """What it is in words for people: its name, title, term or first sentence."""
        for name in ("name", "title", "term", "text", "reason", "note", "range"):
            said = self.data.get(name)
            if isinstance(said, str) and said:
                return said
        return self.id

    @property
    def reviewed(self) -> bool:
        """Whether the kind of row has a day of review at all."""
        return "checked" in self.data


@dataclass(frozen=True, slots=True)
class Shelf:
    """All rows of a folder and of the overlay laid over it.

    Attributes:
        base: The folder.
        overlay: The overlay, None when there is none.
        rows: Rows that count, by key: those of the overlay take the place of ours.
        covered: Rows of ours whose place an overlay took, by key.
        problems: Files that cannot be read.
    """

    base: Path
    overlay: Path | None
    rows: Mapping[str, SourceRow]
    covered: Mapping[str, SourceRow] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def path_of(self, row: SourceRow) -> Path:
        """The file in which a row stands."""
        return (self.overlay if row.laid and self.overlay else self.base) / row.file

    def kinds(self) -> dict[str, int]:
        """Kinds of rows with their number, in the order of the files."""
        found: dict[str, int] = {}
        for row in self.rows.values():
            found[row.kind] = found.get(row.kind, 0) + 1
        return found


def read_shelf(base: Path, overlay: Path | None = None) -> Shelf:
    """Read all rows; what cannot be read is a problem, never an exception.

    Args:
        base: Folder of data.
        overlay: Folder laid over it.
    """
    problems: list[Problem] = []
    rows: dict[str, SourceRow] = {}
    covered: dict[str, SourceRow] = {}
    for row in folder_rows(base, problems):
        rows.setdefault(row.key, row)
    if overlay is not None:
        for row in folder_rows(overlay, problems, laid=True):
            if row.key in rows and not rows[row.key].laid:
                covered[row.key] = rows[row.key]
            rows[row.key] = _laid_over(rows.get(row.key), row)
    return Shelf(base, overlay, rows, covered, tuple(problems))


def _laid_over(ours: SourceRow | None, row: SourceRow) -> SourceRow:
    """A row of an overlay in place of ours; a group keeps our members and gets more."""
    if row.kind != "groups" or ours is None:
        return row
    both = [
        one
        for held in (ours.data["holds"], row.data["holds"])
        if isinstance(held, tuple)
        for one in held
    ]
    return replace(row, data={**row.data, "holds": tuple(dict.fromkeys(both))})


def folder_rows(
    folder: Path, problems: list[Problem], *, laid: bool = False
) -> Iterator[SourceRow]:
    """Rows of one folder, file by file."""
    for path in sorted(folder.rglob("*.yaml")):
        relative = path.relative_to(folder)
        if relative.parts[0] in LEFT_OUT:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(relative.as_posix(), 1, f"cannot be read as text: {error}."))
            continue
        yield from file_rows(text, relative.as_posix(), problems, laid=laid)
    for path in sorted((folder / "license_texts").glob("*.txt")):
        name = path.relative_to(folder).as_posix()
        yield SourceRow("texts", path.stem, name, 1, 1, {"id": path.stem}, laid=laid)


def file_rows(
    text: str, file: str, problems: list[Problem], *, laid: bool = False
) -> Iterator[SourceRow]:
    """Rows of one file.

    Args:
        text: Its content.
        file: Its name relative to the folder of data.
        problems: Gets what is wrong with its YAML.
        laid: It belongs to an overlay.
    """
    rows, found = _read_rows(text, file, laid)
    problems.extend(found)
    yield from rows


@lru_cache(maxsize=256)
def _read_rows(
    text: str, file: str, laid: bool
) -> tuple[tuple[SourceRow, ...], tuple[Problem, ...]]:
    """A draft differs from what it was in one file: the others need not be read again."""
    problems: list[Problem] = []
    rows = tuple(_rows_of(text, file, problems, laid=laid))
    return rows, tuple(problems)


def _rows_of(text: str, file: str, problems: list[Problem], *, laid: bool) -> Iterator[SourceRow]:
    top = File(file, problems).read(text)
    if top is None:
        return
    room, stem = file.partition("/")[0].removesuffix(".yaml"), file.rpartition("/")[2][:-5]
    if room in OWN_NAME and "/" in file:
        data = _fields(top.node)
        row_id = str(data.get("id") or stem) if room == "policies" else stem
        whole = SourceRow(room, row_id, file, 1, _last(top.node), data, _lines(top.node), laid)
        yield whole
        yield from _rules(top, whole)
        return
    seen: dict[str, int] = {}
    for key, value in top.node.value:
        name = str(key.value)
        if isinstance(value, yaml.SequenceNode):
            kind = name if name in {room, *_SPOKEN.get(room, ())} & PLAIN_KINDS else None
            kind = kind or f"{stem}.{name}"
            for node in value.value:
                if isinstance(node, yaml.MappingNode):
                    yield _made(node, kind, file, laid, seen)
        elif isinstance(value, yaml.MappingNode) and (room, name) in MAPPINGS:
            for inner, content in value.value:
                line = inner.start_mark.line + 1
                data = {"id": str(inner.value), "holds": plain(content)}
                kind = MAPPINGS[room, name]
                yield SourceRow(
                    kind, str(inner.value), file, line, _last(content), data, {"holds": line}, laid
                )


_SPOKEN = {"license_aliases": ("aliases",), "practices": ("activities", "templates")}
"""Files and folders whose lists have other names."""


def _made(
    node: yaml.MappingNode, kind: str, file: str, laid: bool, seen: dict[str, int]
) -> SourceRow:
    data = _fields(node)
    named = next((data[name] for name in NAMED_BY if data.get(name)), "")
    row_id = str(named[0] if isinstance(named, tuple) else named) or f"line {node.start_mark.line}"
    times = seen[f"{kind}/{row_id}"] = seen.get(f"{kind}/{row_id}", 0) + 1
    if times > 1:
        row_id = f"{row_id}:{times}"
    return SourceRow(
        kind, row_id, file, node.start_mark.line + 1, _last(node), data, _lines(node), laid
    )


def _rules(top: Row, policy: SourceRow) -> Iterator[SourceRow]:
    if policy.kind != "policies":
        return
    for key, value in top.node.value:
        if key.value == "rules" and isinstance(value, yaml.SequenceNode):
            for node in value.value:
                if isinstance(node, yaml.MappingNode):
                    data = _fields(node)
                    yield SourceRow(
                        "rules",
                        f"{policy.id}:{data.get('id', '')}",
                        policy.file,
                        node.start_mark.line + 1,
                        _last(node),
                        data,
                        _lines(node),
                        policy.laid,
                        policy.key,
                    )


def _fields(node: yaml.MappingNode) -> dict[str, object]:
    return {str(key.value): plain(value) for key, value in node.value}


def _lines(node: yaml.MappingNode) -> dict[str, int]:
    return {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


def _last(node: yaml.Node) -> int:
    """Last line with content; a block node ends where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark
    return int(end.line) + (1 if end.column else 0) or 1


def plain(node: yaml.Node, depth: int = 0) -> object:
    """A node as plain data that cannot be changed; dates stay texts, as they are written."""
    if depth > MAX_DEPTH:
        return None
    if isinstance(node, yaml.MappingNode):
        return {str(k.value): plain(v, depth + 1) for k, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return tuple(plain(v, depth + 1) for v in node.value)
    return scalar(node.tag, str(node.value))


def scalar(tag: str, text: str) -> object:
    """What a scalar means, by the tag that YAML gives it."""
    if tag == _TAG + "null":
        return None
    if tag == _TAG + "bool" and text in ("true", "false"):
        return text == "true"
    if tag == _TAG + "int" and text.lstrip("-").isdecimal():
        return int(text)
    return text
