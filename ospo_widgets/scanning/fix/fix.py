# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A proposed fix: what changes and why, the patch, the new files; contents stay on disk."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from ospo_widgets.errors import InputError
from ospo_widgets.markup import tag, visible
from ospo_widgets.scanning.fix.apply import apply_changes
from ospo_widgets.scanning.fix.choices import Group
from ospo_widgets.scanning.fix.model import Change, LeftOut
from ospo_widgets.scanning.fix.spool import CONTENTS, PATCH, WHOLE, member
from ospo_widgets.scanning.fix.store import Store
from ospo_widgets.scanning.paths import display
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    import pandas

SCHEMA = "ospo-fix/1"
"""Name and version of the JSON that :meth:`Fix.to_json` gives."""
_CHUNK = 1 << 18


@dataclass(frozen=True)
class Fix:
    """What a scan proposes to change; use it in a ``with`` block, or :meth:`close` it.

    Attributes:
        target: What it was made for, for people.
        changes: Files that change, sorted by path.
        undecided: Files that a person must decide about.
        left_alone: Files that the caller excluded.
        settles: Ids of the findings that it settles as a whole.
        holder: Holder that the headers name.
        licenses: Licence of each part, by its id.
        handled: What each path has after the fix: ``license``, ``copyright`` and the like.
        store: Where the contents lie.
    """

    target: str
    changes: tuple[Change, ...]
    undecided: tuple[LeftOut, ...]
    left_alone: tuple[LeftOut, ...]
    settles: tuple[str, ...]
    holder: str
    licenses: Mapping[str, str]
    handled: Mapping[str, tuple[str, ...]]
    store: Store = field(repr=False, compare=False)

    def __enter__(self) -> Fix:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the contents from disk; patch and archives are gone then."""
        self.store.close()

    def counts(self) -> dict[Group, int]:
        """Files that change, by group; those without any are left out."""
        counted = Counter(group for change in self.changes for group in change.groups)
        return {group: counted[group] for group in Group if counted[group]}

    def summary(self) -> tuple[str, ...]:
        """What changes, one sentence a group: “209 headers added”."""
        return tuple(plural(f"fix.summary.{g}", count) for g, count in self.counts().items())

    def reason(self, change: Change) -> str:
        """Why a file changes, as one sentence."""
        return " ".join(words(f"fix.reason.{group}") for group in change.groups)

    @property
    def patch_size(self) -> int:
        """Size of the patch in bytes."""
        return sum(change.length for change in self.changes)

    def patch(self) -> Iterator[bytes]:
        """The patch, file by file, for ``git apply`` or ``patch -p1``."""
        with (self.store.folder / PATCH).open("rb") as source:
            for change in self.changes:
                source.seek(change.offset)
                yield source.read(change.length)

    def write_patch(self, stream: BinaryIO) -> None:
        """Write the patch to a stream of bytes."""
        for part in self.patch():
            stream.write(part)

    def diff_of(self, path: str) -> tuple[str, ...]:
        """The lines of the diff of one file, for showing: from its first hunk on.

        Args:
            path: As in ``changes``, or in display form.

        Raises:
            KeyError: This file does not change.
        """
        found = next((c for c in self.changes if path in {c.path, display(c.path)}), None)
        if found is None:
            raise KeyError(path)
        with (self.store.folder / PATCH).open("rb") as source:
            source.seek(found.offset)
            lines = source.read(found.length).split(b"\n")
        start = next((n for n, line in enumerate(lines) if line.startswith(b"@@")), 1)
        shown = lines[start:-1] if lines[-1] == b"" else lines[start:]
        return tuple(visible(line.rstrip(b"\r").decode("utf-8", "replace")) for line in shown)

    def without(self, paths: Iterable[str]) -> Fix:
        """The same fix without some files, told by path; steering files stay as they are."""
        out = set(paths)
        kept = tuple(c for c in self.changes if not {c.path, display(c.path)} & out)
        return replace(self, changes=kept, settles=())

    def archive(self, stream: BinaryIO, *, whole: bool = False) -> None:
        """Write a zip archive of the files that change, or of the whole tree with the fix in it.

        Args:
            stream: Receives it.
            whole: The whole tree; only when the fix was made with ``whole=True``.

        Raises:
            InputError: The whole tree was not kept.
        """
        if whole:
            path = self.store.folder / WHOLE
            if not path.exists():
                raise InputError(words("fix.error.not_whole"))
            with path.open("rb") as source:
                shutil.copyfileobj(source, stream, _CHUNK)
            return
        with (
            zipfile.ZipFile(self.store.folder / CONTENTS) as source_zip,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for change in self.changes:
                if change.after:
                    info = member(change.path, change.mode)
                    with source_zip.open(info.filename) as data, target.open(info, "w") as out:
                        shutil.copyfileobj(data, out, _CHUNK)

    def apply(self, folder: Path) -> int:
        """Write the fix into a folder: all of it or nothing; returns the number of files.

        Raises:
            InputError: The folder changed since, or cannot be written. Nothing was changed.
        """
        return apply_changes(self.changes, self.store.folder / CONTENTS, folder)

    def why(self, row: LeftOut) -> str:
        """Why a file is left to a person, as one sentence."""
        return words(f"fix.why.{row.reason}", **row.values)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "schema": SCHEMA,
            "target": self.target,
            "holder": self.holder,
            "licenses": dict(self.licenses),
            "summary": {str(group): count for group, count in self.counts().items()},
            "settles": list(self.settles),
            "changes": [
                {
                    "path": display(c.path),
                    "kind": str(c.kind),
                    "old_path": display(c.old_path),
                    "groups": [str(g) for g in c.groups],
                    "settles": list(c.settles),
                    "added": c.added,
                    "removed": c.removed,
                    "before": c.before,
                    "after": c.after,
                    "size": c.size,
                }
                for c in self.changes
            ],
            "undecided": [{"path": row.path, "reason": self.why(row)} for row in self.undecided],
            "left_alone": [{"path": row.path, "reason": self.why(row)} for row in self.left_alone],
        }

    def to_frame(self) -> pandas.DataFrame:
        """One row a file: those that change, then those that a person must decide about."""
        import pandas

        rows = [
            (display(c.path), str(c.kind), c.added, c.removed, self.reason(c)) for c in self.changes
        ]
        rows += [(row.path, "undecided", 0, 0, self.why(row)) for row in self.undecided]
        return pandas.DataFrame(rows, columns=["path", "kind", "added", "removed", "reason"])

    def _repr_html_(self) -> str:
        items = [tag("li", line) for line in self.summary()]
        if self.undecided:
            items.append(tag("li", plural("fix.cli.undecided", len(self.undecided))))
        heading = (
            plural("fix.cli.heading", len(self.changes))
            if self.changes
            else words("fix.cli.nothing")
        )
        return tag("div", tag("p", tag("strong", heading)), tag("ul", items), class_="ospo")
