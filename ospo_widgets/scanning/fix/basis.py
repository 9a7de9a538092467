# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the worker must know of a scan to propose a fix: plain data, made from a result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.project import Part
from ospo_widgets.scanning.fix.choices import FixChoices, Group, expression
from ospo_widgets.scanning.fix.claims import is_manifest
from ospo_widgets.scanning.fix.grants import holder_in
from ospo_widgets.scanning.result import FileResult, ScanResult
from ospo_widgets.wording import words

_LEAST = 3
"""Files of a part from which what they state counts against the licence of the whole."""
_SHARE = 10
"""One file in so many must name a holder before all others get its name."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What a covered file states.

    Attributes:
        path: In display form.
        licenses: Expressions.
        copyrights: Notices.
        invalid: Expressions that cannot be read.
        own: What stands in the file itself or its ``.license`` file: ``license``, ``copyright``.
    """

    path: str
    licenses: tuple[str, ...] = ()
    copyrights: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartLicense:
    """Licence of a part.

    Attributes:
        id: Id of the part.
        globs: Its files, as in ``REUSE.toml``.
        license: SPDX expression.
    """

    id: str
    globs: tuple[str, ...]
    license: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the worker must know.

    Attributes:
        files: Covered files.
        parts: Parts with the licence that their files get; a file belongs to the last that matches.
        main: Licence of the whole; empty when only parts have one.
        stated: Ids that the licence claims are measured by.
        claims: Lines of READMEs that name another licence: path, line.
        manifests: Manifests that name another licence.
        holder: Holder that most files name; empty when there is none.
        unused: Ids of texts in ``LICENSES/`` that no file names.
    """

    files: tuple[FileState, ...]
    parts: tuple[PartLicense, ...]
    main: str
    claims: tuple[tuple[str, int], ...]
    manifests: tuple[str, ...]
    holder: str
    unused: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data for the worker process."""
        return {
            "files": [[f.path, f.licenses, f.copyrights, f.invalid, f.own] for f in self.files],
            "parts": [[p.id, p.globs, p.license] for p in self.parts],
            "main": self.main,
            "claims": self.claims,
            "manifests": self.manifests,
            "holder": self.holder,
            "unused": self.unused,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Basis:
        """Read what :meth:`to_json` wrote."""
        return cls(
            files=tuple(
                FileState(path, tuple(licenses), tuple(copyrights), tuple(invalid), tuple(own))
                for path, licenses, copyrights, invalid, own in data["files"]
            ),
            parts=tuple(PartLicense(i, tuple(globs), text) for i, globs, text in data["parts"]),
            main=data["main"],
            claims=tuple((str(path), int(line)) for path, line in data["claims"]),
            manifests=tuple(data["manifests"]),
            holder=data["holder"],
            unused=tuple(data["unused"]),
        )


def basis_of(result: ScanResult, choices: FixChoices) -> Basis:
    """What the worker must know, with a licence for every part that needs one.

    Args:
        result: The scan.
        choices: Checked choices.

    Raises:
        InputError: A part has no licence and the choices name none, or they name no part.
    """
    found = result.reuse.get("non_compliant", {})
    parts = _licensed(result, choices)
    main = choices.license or expression(result.license.expression or "")
    if not main and len({part.license for part in parts}) == 1:
        main = parts[0].license
    places = [
        _place(path)
        for f in result.findings
        if f.id == "license.disagreement"
        for path in f.paths
        if path != result.license.path
    ]
    return Basis(
        files=tuple(_state(file) for file in result.files),
        parts=parts,
        main=main,
        claims=tuple(place for place in places if place[1] and not is_manifest(place[0])),
        manifests=tuple(path for path, _ in places if is_manifest(path)),
        holder=_holder(result.files),
        unused=tuple(str(i) for i in found.get("unused_licenses", ())),
    )


def _state(file: FileResult) -> FileState:
    own = {e.kind for e in file.evidence if e.path in {file.path, f"{file.path}.license"}}
    return FileState(file.path, file.licenses, file.copyrights, file.invalid, tuple(sorted(own)))


def _licensed(result: ScanResult, choices: FixChoices) -> tuple[PartLicense, ...]:
    parts: Sequence[Part] = result.project.parts
    known = {part.id for part in parts}
    unknown = sorted(set(choices.licenses) - known)
    if unknown:
        raise InputError(
            words("fix.error.part", part=unknown[0]),
            remedy=words("fix.error.part_remedy", parts=", ".join(sorted(known))),
        )
    made = [PartLicense(part.id, part.paths, _license_of(part, result, choices)) for part in parts]
    open_ = [part for part, found in zip(parts, made, strict=True) if not found.license]
    if not made and choices.license:
        made = [PartLicense("", ("**",), choices.license)]
    if open_ and choices.groups & {Group.HEADERS, Group.TEXTS, Group.REUSE_TOML}:
        raise InputError(
            words("fix.error.no_license", part=open_[0].name or open_[0].id),
            remedy=words("fix.error.no_license_remedy", part=open_[0].id),
        )
    return tuple(made)


def _license_of(part: Part, result: ScanResult, choices: FixChoices) -> str:
    """The licence that files of a part get: chosen, else what most of them say, else the main."""
    if chosen := choices.licenses.get(part.id) or choices.license:
        return chosen
    main = expression(result.license.expression or "")
    if not main:
        return expression(part.license or "")
    counted = Counter(
        e for file in result.files if _in_part(file.path, part) for e in file.licenses
    )
    best, count = counted.most_common(1)[0] if counted else ("", 0)
    total = part.file_count or 1
    return expression(best) if count >= max(_LEAST, total / 2) else main


def _in_part(path: str, part: Part) -> bool:
    return any(matches(glob, path) for glob in part.paths)


def matches(glob: str, path: str) -> bool:
    """Whether a glob of ``REUSE.toml`` matches a path, as the ``reuse`` tool reads it."""
    return _matcher(glob)(path)


def _matcher(glob: str) -> Callable[[str], bool]:
    found = _MATCHERS.get(glob)
    if found is None:
        from reuse.global_licensing import AnnotationsItem

        if len(_MATCHERS) > 10_000:
            _MATCHERS.clear()
        found = _MATCHERS[glob] = AnnotationsItem(paths={glob}).matches
    return found


_MATCHERS: dict[str, Callable[[str], bool]] = {}


def _holder(files: Sequence[FileResult]) -> str:
    """The holder that most of the files with a notice name, when these are not a few of many."""
    counted: Counter[str] = Counter()
    total = 0
    for file in files:
        holders = {h for notice in file.copyrights if (h := holder_in(notice))}
        total += bool(holders)
        counted.update(holders)
    if not counted:
        return ""
    best, count = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    enough = count >= _LEAST and count * 2 > total and count * _SHARE >= len(files)
    return best if enough else ""


def _place(place: str) -> tuple[str, int]:
    path, _, line = place.rpartition(":")
    return (path, int(line)) if line.isdecimal() else (place, 0)
