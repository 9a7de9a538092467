# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A change that is not made yet: one file with its text before and after, its diff, its check.

Nothing here writes to a folder of knowledge. To be checked, a draft is laid into a private copy.
"""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import editing
from ospo_widgets.knowledge.difference import State
from ospo_widgets.knowledge.source_rows import OWN_NAME, Shelf, SourceRow, file_rows
from ospo_widgets.knowledge.writing import HEAD
from ospo_widgets.wording import words

FILES: Mapping[str, str] = {"aliases": "license_aliases.yaml"}
"""Kind of rows to the file of an overlay, where it has another name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One changed file.

    Attributes:
        shelf: The knowledge as it is.
        file: File relative to its folder.
        laid: It belongs to the overlay.
        before: Its text now, empty when there is none yet.
        after: Its text with the change.
    """

    shelf: Shelf
    file: str
    laid: bool
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self.before != self.after

    @property
    def path(self) -> Path:
        """Where the file lies, or would lie."""
        return (self.shelf.overlay if self.laid and self.shelf.overlay else self.shelf.base) / (
            self.file
        )

    def diff(self) -> list[str]:
        """The lines of a unified diff, as ``git apply`` takes them; folder ``data`` for ours."""
        room = self.shelf.overlay.name if self.laid and self.shelf.overlay else "data"
        old = f"a/{room}/{self.file}" if self.before else "/dev/null"
        lines: list[str] = []
        for line in difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            old,
            f"b/{room}/{self.file}",
        ):
            lines.append(line.removesuffix("\n"))
            if not line.endswith("\n") and line[:1] in "+- ":
                lines.append("\\ No newline at end of file")
        return lines

    def patch(self) -> str:
        """The diff as the content of a patch file."""
        return "\n".join([*self.diff(), ""])

    @contextmanager
    def state(self) -> Iterator[State]:
        """The knowledge with the change, in a private copy that goes afterwards."""
        with tempfile.TemporaryDirectory(prefix="ospo-draft-") as private:
            base, overlay = self.shelf.base, self.shelf.overlay
            changed = Path(private) / "data"
            shutil.copytree(overlay if self.laid and overlay else base, changed)
            target = changed / self.file
            target.parent.mkdir(parents=True, exist_ok=True)
            # As bytes: Python would otherwise rewrite line ends on some systems.
            target.write_bytes(self.after.encode("utf-8"))
            yield (
                State(self.file, base, changed) if self.laid else State(self.file, changed, overlay)
            )


def edited_draft(shelf: Shelf, key: str, fields: Mapping[str, object]) -> Draft:
    """A row with other values, in the overlay when there is one, else in our file.

    Args:
        shelf: The knowledge as it is.
        key: Key of the row.
        fields: Name to value, see :func:`ospo_widgets.knowledge.editing.set_fields`.

    Raises:
        InputError: There is no such row, or the change would change more than it says.
    """
    draft, row = _ready(shelf, key)
    return Draft(
        shelf, draft.file, draft.laid, draft.before, editing.set_fields(draft.after, row, fields)
    )


def reviewed_draft(shelf: Shelf, key: str, on: date, confidence: str = "") -> Draft:
    """A row with another day of review; see :func:`edited_draft`.

    Raises:
        InputError: There is no such row, it has no day of review, or the confidence is none.
    """
    draft, row = _ready(shelf, key)
    after = editing.review(draft.after, row, on, confidence)
    return Draft(shelf, draft.file, draft.laid, draft.before, after)


def new_row_draft(shelf: Shelf, kind: str, fields: Mapping[str, object], file: str = "") -> Draft:
    """One more row, in the overlay when there is one, else in our file.

    Args:
        shelf: The knowledge as it is.
        kind: Kind of the row, which is the name of its list.
        fields: Fields in their order.
        file: File for kinds that have several.

    Raises:
        InputError: A row of this name is there, or the file has no such list at its end.
    """
    name = file or FILES.get(kind, f"{kind}.yaml")
    row_id = str(fields.get("id") or "")
    if row_id and f"{kind}/{row_id}" in shelf.rows:
        where = shelf.rows[f"{kind}/{row_id}"].where
        raise InputError(words("knowledge.refused.change.there", row=row_id, where=where))
    laid = shelf.overlay is not None
    before = _text(shelf, name, laid=laid)
    return Draft(shelf, name, laid, before, editing.add_row(before, kind, fields))


def _ready(shelf: Shelf, key: str) -> tuple[Draft, SourceRow]:
    """A draft without a change, and the row in it; a row of ours comes into the overlay first."""
    row = shelf.rows.get(key)
    if row is None:
        raise InputError(
            words("knowledge.refused.change.no_row", key=key),
            remedy=words("knowledge.refused.change.no_row_remedy"),
        )
    own = _text(shelf, row.file, laid=row.laid)
    if row.laid or shelf.overlay is None:
        return Draft(shelf, row.file, row.laid, own, own), row
    # A row of a policy is changed with the whole profile: a file of the same name replaces ours.
    whole = row.file.partition("/")[0] in OWN_NAME
    before = _text(shelf, row.file, laid=True)
    if whole and before:
        raise InputError(
            words("knowledge.refused.change.own_file", file=row.file),
            remedy=words("knowledge.refused.change.own_file_remedy"),
        )
    after = own if whole else _with_copy(before, editing.row_text(own, row), row)
    found = next((r for r in file_rows(after, row.file, [], laid=True) if r.key == row.key), None)
    if found is None:
        raise InputError(words("knowledge.refused.change.no_copy", key=key))
    return Draft(shelf, row.file, True, before, after), found


def _with_copy(before: str, lines: str, row: SourceRow) -> str:
    """The file of an overlay with the lines of a row of ours at its end."""
    if before.strip():
        return f"{before.rstrip()}\n\n{lines}"
    head = "\n".join(line.format(holder="CERN", year=2026) for line in HEAD)
    return f"{head}\n{row.kind.rpartition('.')[2]}:\n{lines}"


def _text(shelf: Shelf, file: str, *, laid: bool) -> str:
    folder = shelf.overlay if laid else shelf.base
    path = (folder or shelf.base) / file
    # As bytes, so that line ends stay as they are.
    return path.read_bytes().decode("utf-8") if path.is_file() else ""
