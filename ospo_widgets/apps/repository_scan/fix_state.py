# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the fix: what a person chooses, the fix once it is made, and files to take away."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import traitlets as tl

from ospo_widgets import api
from ospo_widgets.apps.repository_scan.targets import example_target, plain_name
from ospo_widgets.errors import InputError
from ospo_widgets.licensing.notices import is_collaboration
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.scanning.fix.choices import DEFAULT_GROUPS, Exclusion, FixChoices, Group
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.scanning.fix.settle import settled
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.sizes import MEGABYTE
from ospo_widgets.wording import words

WHOLE_BYTES = 20 * MEGABYTE
"""Largest archive that is also given back as a whole, with the fix in it."""

BENEFIT = " for the benefit of "
"""Stands in notices between the holder and the collaboration; English in every language."""


class FixState(tl.HasTraits):
    """The fix of one scan.

    Attributes:
        name: What is scanned, in words.
        revision: Grows with each change; views watch it.
        result: The scan, None while there is none.
        target: What was scanned.
        fix: The fix, None while there is none.
        left_out: Files that the person took out of it.
    """

    name = tl.Unicode("")
    revision = tl.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self.result: ScanResult | None = None
        self.target: str | Path = ""
        self.fix: Fix | None = None
        self.left_out: tuple[str, ...] = ()

    @property
    def settled(self) -> frozenset[str]:
        """Ids of the findings that the fix settles."""
        return frozenset(self.fix.settles) if self.fix else frozenset()

    def fix_license(self) -> str:
        """Licence that a fix would use, empty when the scan found none that is clear."""
        return (self.result.license.expression or "") if self.result else ""

    def fix_choices(
        self,
        license_: str = "",
        holder: str = "",
        year: str = "",
        *,
        without: Collection[Group] = (),
        wanted: Collection[Group] = (),
        collaborations: bool = False,
        dated: bool = True,
        exclude: str = "",
        reason: str = "",
    ) -> FixChoices:
        """What a person typed, as choices.

        Args:
            license_: Licence; empty for the one that the scan found.
            holder: Holder of the copyright, also in the form “… for the benefit of …”; empty for
                the one that most files name.
            year: Four digits, or nothing.
            without: Groups of changes that are not wanted.
            wanted: Groups that come on demand only.
            collaborations: Write holders that are collaborations as beneficiaries.
            dated: Take the year of each file from the history, unless there is one for all.
            exclude: Paths that are not ours, separated by commas; ``*`` stands for any text.
            reason: Why.

        Raises:
            InputError: The year is none, the holder is a collaboration, or a path is left out
                without a reason.
        """
        if year.strip() and not re.fullmatch(r"\d{4}", year.strip()):
            raise InputError(words("scan_app.fix.bad_year"))
        patterns = [one.strip() for one in exclude.split(",") if one.strip()]
        if patterns and not reason.strip():
            raise InputError(words("scan_app.fix.no_reason"))
        name, _, beneficiary = holder.strip().partition(BENEFIT)
        if is_collaboration(name):
            raise InputError(words("scan_app.fix.collaboration", name=name))
        return FixChoices(
            license=license_.strip(),
            holder=name.strip(),
            beneficiary=beneficiary.strip(),
            year=int(year) if year.strip() else None,
            groups=(DEFAULT_GROUPS | set(wanted)) - set(without),
            collaborations=collaborations,
            from_history=dated,
            exclusions=tuple(Exclusion(pattern, reason.strip()) for pattern in patterns),
        )

    def has_history(self) -> bool:
        """Whether the years of the files may be known: a git address, or a folder under git."""
        if isinstance(self.target, str):
            return bool(self.target)
        folder = self.fix_folder()
        return folder is not None and any((f / ".git").exists() for f in (folder, *folder.parents))

    def propose(self, choices: FixChoices, report: Report, cancel: Cancel) -> Fix:
        """Make a fix, in the thread of the caller; the model itself is not touched.

        Raises:
            InputError: A choice is missing or cannot be used, or there is no result.
        """
        if self.result is None:
            raise InputError(words("scan_app.stopped"))
        if not self.has_history():
            # The history around the example is that of this package, and tells nothing of it.
            choices = replace(choices, from_history=False)
        return api.fix(
            self.target,
            result=self.result,
            choices=choices,
            whole=self._small_archive(),
            report=report,
            cancel=cancel,
        )

    def _small_archive(self) -> bool:
        path = Path(self.target)
        return (
            isinstance(self.target, Path) and path.is_file()
            and path.stat().st_size <= WHOLE_BYTES
        )  # fmt: skip

    def keep_fix(self, fix: Fix) -> None:
        """Hold a fix; the one before goes from disk."""
        self.forget_fix()
        self.fix = fix
        self.left_out = ()
        self.revision += 1

    def forget_fix(self) -> None:
        """Remove the fix from disk."""
        if self.fix is not None:
            self.fix.close()
            self.fix = None

    def leave_out(self, path: str) -> None:
        """Leave one file out of the fix."""
        if self.fix is None or self.result is None:
            return
        self.left_out = (*self.left_out, path)
        left = self.fix.without([path])
        handled = {p: what for p, what in left.handled.items() if p not in self.left_out}
        settles = settled(self.result, left.changes, handled)
        self.fix = replace(left, handled=handled, settles=settles)
        self.revision += 1

    def fixed_archive(self) -> tuple[str, bytes, str]:
        """The whole project with the fix in it where that was made, else the files that change.

        Raises:
            InputError: There is no fix.
        """
        if self.fix is None:
            raise InputError(words("scan_app.fix.no_fix"))
        stream = io.BytesIO()
        self.fix.archive(stream, whole=self.gives_whole())
        return f"{plain_name(self.name)}-fixed.zip", stream.getvalue(), "application/zip"

    def gives_whole(self) -> bool:
        """Whether :meth:`fixed_archive` gives the whole project."""
        return self._small_archive() and not self.left_out

    def patch_file(self) -> tuple[str, bytes, str]:
        """The patch.

        Raises:
            InputError: There is no fix.
        """
        if self.fix is None:
            raise InputError(words("scan_app.fix.no_fix"))
        return f"{plain_name(self.name)}.patch", b"".join(self.fix.patch()), "text/x-diff"

    def fix_folder(self) -> Path | None:
        """The folder into which the fix can be written; None when it was no folder of a person."""
        folder = Path(self.target)
        is_example = self.target == example_target()
        return (
            folder if isinstance(self.target, Path) and folder.is_dir() and not is_example else None
        )

    def apply_fix(self) -> int:
        """Write the fix into the folder, all of it or nothing; gives the number of files.

        Raises:
            InputError: The folder changed since the scan, or there is no fix. Nothing was changed.
        """
        folder = self.fix_folder()
        if self.fix is None or folder is None:
            raise InputError(words("scan_app.fix.no_fix"))
        return self.fix.apply(folder)
