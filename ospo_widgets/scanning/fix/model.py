# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a fix says about each file; contents stay on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ospo_widgets.scanning.fix.choices import Group


class ChangeKind(StrEnum):
    """What happens to a path."""

    MODIFY = "modify"
    CREATE = "create"
    RENAME = "rename"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that changes.

    Attributes:
        path: Path after the change, relative to the root, as the system gives it.
        kind: What happens.
        groups: Groups it belongs to, the most telling first.
        settles: What it mends: ``license``, ``copyright``, ``holder``, ``id``, ``text:<id>`` and
            the like, see :mod:`~ospo_widgets.scanning.fix.settle`.
        before: SHA-256 of the content before, empty for a new file.
        after: SHA-256 of the content after, empty for one that goes away.
        size: Bytes after.
        mode: Permissions, for example ``0o644``.
        old_path: Path before, when it differs.
        added: Lines added.
        removed: Lines removed.
        offset: Where its part of the patch begins, in bytes.
        length: Length of that part.
    """

    path: str
    kind: ChangeKind
    groups: tuple[Group, ...]
    settles: tuple[str, ...]
    before: str
    after: str
    size: int
    mode: int
    old_path: str = ""
    added: int = 0
    removed: int = 0
    offset: int = 0
    length: int = 0

    @property
    def source(self) -> str:
        """Path of the content before."""
        return self.old_path or self.path

    def to_json(self) -> list[Any]:
        """Plain data for the message; bytes of names that are no UTF-8 travel as surrogates."""
        return [self.path, str(self.kind), [str(g) for g in self.groups], list(self.settles),
                self.before, self.after, self.size, self.mode, self.old_path, self.added,
                self.removed, self.offset, self.length]  # fmt: skip

    @classmethod
    def from_json(cls, row: list[Any]) -> Change:
        """Read what :meth:`to_json` wrote."""
        path, kind, groups, settles, *rest = row
        return cls(path, ChangeKind(kind), tuple(map(Group, groups)), tuple(settles), *rest)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that the fix leaves to a person, or leaves alone.

    Attributes:
        path: In display form.
        reason: Key of the sentence ``fix.why.<reason>``.
        values: Values of its placeholders.
        excluded: The caller excluded it; nothing is to be decided.
    """

    path: str
    reason: str
    values: Mapping[str, str]
    excluded: bool = False
