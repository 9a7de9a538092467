# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What changed between two states of the knowledge, row by row and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.source_rows import Shelf, SourceRow, read_shelf
from ospo_widgets.wording import words

WHOLE = ("questions.yaml", "policies", "wording")
"""What a whole folder of knowledge has and an overlay has not, all of it."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of the knowledge.

    Attributes:
        name: How the person named it.
        base: Folder of data.
        overlay: Folder laid over it, None when there is none.
    """

    name: str
    base: Path
    overlay: Path | None = None

    def shelf(self) -> Shelf:
        """Its rows.

        Raises:
            InputError: A file cannot be read.
        """
        found = read_shelf(self.base, self.overlay)
        if found.problems:
            raise InputError(
                words(
                    "knowledge.refused.compare.broken", name=self.name, problem=min(found.problems)
                ),
                remedy=words("knowledge.refused.compare.broken_remedy"),
            )
        return found


def state_of_folder(folder: Path, base: Path) -> State:
    """A folder as a state: by itself when it is whole, else laid over ours.

    Args:
        folder: Whole folder of knowledge or overlay.
        base: Our own folder.

    Raises:
        InputError: There is no such folder.
    """
    if not folder.is_dir():
        raise InputError(words("knowledge.refused.compare.no_folder", folder=folder))
    whole = all((folder / name).exists() for name in WHOLE)
    return State(str(folder), folder) if whole else State(str(folder), base, folder)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it said and says; None where it was or is absent."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or changed.

    Attributes:
        key: Key of the row.
        before: The row before, None when it is new.
        after: The row after, None when it is gone.
        fields: Fields that differ, in the order of the row; empty unless both are there.
    """

    key: str
    before: SourceRow | None
    after: SourceRow | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def what(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def only_review(self) -> bool:
        """Only the day, the confidence or the sources differ: nobody gets another answer."""
        return bool(self.fields) and {f.field for f in self.fields} <= REVIEW_FIELDS


REVIEW_FIELDS = frozenset({"checked", "confidence", "sources"})
"""Fields that say how a fact was checked, not what it is."""

INNER = frozenset({"rules"})
"""Fields whose content is rows of its own."""


def difference(before: Shelf, after: Shelf) -> tuple[RowChange, ...]:
    """All rows that differ, in the order of the files."""
    keys = dict.fromkeys((*before.rows, *after.rows))
    return tuple(filter(None, (_change(key, before, after) for key in keys)))


def _change(key: str, before: Shelf, after: Shelf) -> RowChange | None:
    old, new = before.rows.get(key), after.rows.get(key)
    if old is None or new is None:
        return RowChange(key, old, new)
    fields = tuple(_fields(old.data, new.data))
    return RowChange(key, old, new, fields) if fields else None


def _fields(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*old, *new)):
        if name not in INNER and old.get(name) != new.get(name):
            yield FieldChange(name, old.get(name), new.get(name))


def shown(value: object) -> str:
    """A value on one line, close to how YAML writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(shown(one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {shown(one)}' for name, one in value.items())}}}"
    return " ".join(str(value).split())
