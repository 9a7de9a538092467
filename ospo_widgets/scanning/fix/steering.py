# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The files that are about the others: ``REUSE.toml``, ``.license``, ``LICENSES/``, ``LICENSE``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ospo_widgets.licensing.reuse_tool import tool_id
from ospo_widgets.licensing.texts import filled_text, has_text, license_text, text_ids
from ospo_widgets.scanning.fix.annotations import (
    Statement,
    appended,
    globs_for,
    to_toml,
)
from ospo_widgets.scanning.fix.choices import Group
from ospo_widgets.scanning.fix.content import Content, spliced
from ospo_widgets.scanning.fix.corrections import template_splices
from ospo_widgets.scanning.fix.header import Wanted
from ospo_widgets.scanning.fix.model import LeftOut
from ospo_widgets.scanning.fix.planner import Planner

REUSE_TOML, DEP5 = "REUSE.toml", ".reuse/dep5"
_ROOT_LICENSE = re.compile(r"(?:UN)?(?:LICEN[CS]E|COPYING)(?:[-._ ].*)?", re.I)
_LESSER = re.compile(r"LGPL-3\.0-(?P<form>only|or-later)")


@dataclass(frozen=True)
class Steering:
    """Writes those files, after the planner went through all others.

    Attributes:
        planner: What it found out.
    """

    planner: Planner

    def go(self) -> None:
        """Propose everything that follows from the other changes."""
        groups = self.planner.choices.groups
        if Group.METADATA in groups:
            self._extra_files()
        if Group.REUSE_TOML in groups:
            self._annotate()
        if Group.TEXTS in groups:
            self._texts()
            self._root_license()
        if Group.UNUSED in groups:
            self._unused()

    def _extra_files(self) -> None:
        for path, text in sorted(self.planner.choices.extra_files.items()):
            if self.planner.tree.exists(path) or self.planner.spool.touches(path):
                continue
            data = (text.rstrip("\n") + "\n").encode("utf-8", "replace")
            self.planner.spool.add(path, None, data, groups=(Group.METADATA,), settles=("file",))
            self.planner.extra(path, data)

    def _annotate(self) -> None:
        pending = self.planner.pending.annotations
        if not pending:
            return
        existing = self._existing()
        beside: dict[Statement, list[str]] = {}
        central: dict[Statement, list[str]] = {}
        alone = self.planner.choices.sidecars or existing is None
        for statement, paths in pending.items():
            for path in paths:
                raw = self.planner.tree.raw(path) or path
                own = self.planner.tree.exists(f"{raw}.license")
                odd = raw != path or not path.isprintable()
                (beside if alone or own or odd else central).setdefault(statement, []).append(path)
        for statement, paths in beside.items():
            for path in paths:
                self._sidecar(path, statement)
        if central:
            self._toml(central, existing or "")

    def _existing(self) -> str | None:
        """Text of ``REUSE.toml``, empty when there is none, None when it cannot be used."""
        tree = self.planner.tree
        if tree.exists(DEP5):
            return None
        if not tree.exists(REUSE_TOML):
            return ""
        data = tree.read(REUSE_TOML)
        try:
            text = (data or b"").decode("utf-8")
            tomllib.loads(text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
            self.planner.leave(LeftOut(REUSE_TOML, "broken", {}))
            return None
        return text

    def _toml(self, wanted: dict[Statement, list[str]], existing: str) -> None:
        settled = self.planner.pending.settled
        everything = [file.path for file in self.planner.basis.files]
        everything += self.planner.pending.extra
        tables: dict[Statement, tuple[str, ...]] = {}
        for statement, paths in wanted.items():
            meant = set(paths)
            others = (p for p in everything if p not in meant and p not in settled)
            tables[statement] = globs_for(paths, others)
        text = appended(existing or None, to_toml(tables))
        before = existing.encode() if self.planner.tree.exists(REUSE_TOML) else None
        self.planner.spool.add(
            REUSE_TOML,
            before,
            text.encode("utf-8"),
            groups=(Group.REUSE_TOML,),
            settles=("license", "copyright"),
            mode=self.planner.tree.mode(REUSE_TOML) if before is not None else 0o644,
        )

    def _sidecar(self, path: str, statement: Statement) -> None:
        raw = self.planner.tree.raw(path) or path
        name = f"{raw}.license"
        lines = [line for c in statement.copyright for line in Wanted(c).lines()]
        lines += ["", *Wanted(license=statement.license).lines()]
        text = "\n".join(lines) + "\n"
        before = self.planner.tree.read(name) if self.planner.tree.exists(name) else None
        after = text.encode("utf-8")
        if before is not None:
            gap = b"" if before.endswith(b"\n") or not before else b"\n"
            stated = before.decode("utf-8", "replace")
            missing = "\n".join(line for line in lines if line and line not in stated)
            after = before + gap + missing.encode("utf-8") + b"\n"
        if before != after:
            self.planner.spool.add(
                name, before, after, groups=(Group.REUSE_TOML,), settles=("license", "copyright")
            )

    def _texts(self) -> None:
        """Rename texts without an ending, add those that are missing."""
        tree, spool = self.planner.tree, self.planner.spool
        present: dict[str, str] = {}
        for path in tree.paths:
            pure = PurePosixPath(path)
            if pure.parts[0] != "LICENSES" or pure.suffix == ".license":
                continue
            if has_text(pure.name) or (pure.name.startswith("LicenseRef-") and not pure.suffix):
                present[pure.name] = path
                data = tree.read(path)
                target = f"{path}.txt"
                if data and b"\0" not in data and not tree.exists(target):
                    spool.add(
                        target,
                        data,
                        data,
                        groups=(Group.TEXTS,),
                        settles=(f"text:{pure.name}",),
                        mode=tree.mode(path),
                        old_path=path,
                    )
            else:
                present[pure.stem] = path
        self._rename_old(present)
        for license_id in sorted(self._needed()):
            path = f"LICENSES/{license_id}.txt"
            if license_id in present or tree.exists(path):
                continue
            source = next(
                (i for i in (license_id, license_id.removeprefix("LicenseRef-")) if has_text(i)), ""
            )
            if not source:
                self.planner.leave(LeftOut(path, "no_text", {"license": license_id}))
                continue
            if tree.blocked(path):
                self.planner.leave(LeftOut(path, "blocked", {}))
                continue
            spool.add(
                path,
                None,
                license_text(source).encode("utf-8"),
                groups=(Group.TEXTS,),
                settles=(f"text:{license_id}",),
            )

    def _rename_old(self, present: dict[str, str]) -> None:
        """The text of an id that was mended in every file gets the new name."""
        tree, pending = self.planner.tree, self.planner.pending
        for old in sorted(pending.gone - pending.used):
            new = next((f"{old.rstrip('+')}{s}" for s in ("-or-later", "-only")
                        if f"{old.rstrip('+')}{s}" in pending.used), "")  # fmt: skip
            path = present.get(old.rstrip("+"), "")
            target = f"LICENSES/{new}.txt"
            data = tree.read(path) if path else None
            if not new or not data or new in present or tree.exists(target) or b"\0" in data:
                continue
            if self.planner.spool.touches(path):
                continue
            present[new] = target
            self.planner.spool.add(
                target,
                data,
                data,
                groups=(Group.TEXTS,),
                settles=(f"text:{new}",),
                mode=tree.mode(path),
                old_path=path,
            )

    def _needed(self) -> set[str]:
        """Ids of all texts that files name after the fix, exceptions included."""
        from reuse._licenses import EXCEPTION_MAP, LICENSE_MAP

        found: set[str] = set()
        for license_id in self.planner.pending.used:
            bare = license_id.removesuffix("+")
            if bare in LICENSE_MAP or bare in EXCEPTION_MAP or bare.startswith("LicenseRef-"):
                found.add(bare)
        return found

    def _root_license(self) -> None:
        """A licence file where no text is yet, its blanks filled, and the GPL beside the LGPL."""
        planner = self.planner
        main = planner.basis.main
        tops = [p for p in planner.tree.paths if "/" not in p and _ROOT_LICENSE.fullmatch(p)]
        for path in tops:
            self._fill(path)
        if not main:
            return
        stated = any(p.startswith("LICENSES/") for p in planner.tree.paths)
        if not tops and not stated and has_text(main) and not planner.tree.exists("LICENSE"):
            year = planner.choices.year
            text = filled_text(main, planner.holder, year) if year else license_text(main)
            planner.spool.add(
                "LICENSE", None, text.encode("utf-8"), groups=(Group.TEXTS,), settles=("file",)
            )
        lesser = next((m for i in text_ids(main) if (m := _LESSER.fullmatch(i))), None)
        gpl = any("GPL" in p and "LGPL" not in p for p in planner.tree.paths if "LICENS" in p)
        free = not planner.tree.exists("COPYING") and "COPYING" not in {p.upper() for p in tops}
        if lesser and not gpl and free and len(tops) < 2:
            text = license_text(f"GPL-3.0-{lesser['form']}")
            planner.spool.add(
                "COPYING", None, text.encode("utf-8"), groups=(Group.TEXTS,), settles=("gpl",)
            )

    def _fill(self, path: str) -> None:
        planner = self.planner
        data = planner.tree.read(path)
        if not data or planner.spool.touches(path):
            return
        content = Content(data)
        year = str(planner.choices.year or "")
        splices = template_splices(content, planner.holder, year)
        if content.encoding != "binary" and splices:
            planner.spool.add(
                path,
                data,
                spliced(data, splices),
                groups=(Group.COPYRIGHT,),
                settles=("bracket",),
                mode=planner.tree.mode(path),
            )

    def _unused(self) -> None:
        for license_id in self.planner.basis.unused:
            if license_id in self.planner.pending.used or tool_id(license_id) != license_id:
                continue
            for path in _files_of(license_id, self.planner.tree.paths):
                data = self.planner.tree.read(path)
                if data is not None and b"\0" not in data and not self.planner.spool.touches(path):
                    self.planner.spool.add(
                        path,
                        data,
                        None,
                        groups=(Group.UNUSED,),
                        settles=(f"unused:{license_id}",),
                        mode=self.planner.tree.mode(path),
                    )


def _files_of(license_id: str, paths: Iterable[str]) -> list[str]:
    return [
        p
        for p in paths
        if p.startswith("LICENSES/") and PurePosixPath(p).name in {license_id, f"{license_id}.txt"}
    ]
