# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whose a file is, and so which licence it may get: never ours on the work of others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ospo_widgets.scanning.dependencies.vendored import KNOWN_FILES, STRONG
from ospo_widgets.scanning.detection.license_names import family
from ospo_widgets.scanning.fix.basis import FileState, PartLicense, matches
from ospo_widgets.scanning.fix.choices import Exclusion
from ospo_widgets.scanning.fix.claims import is_manifest
from ospo_widgets.scanning.fix.corrections import is_group
from ospo_widgets.scanning.fix.grants import Grant, grant_in, holder_in, same_holder
from ospo_widgets.scanning.main_license import ids_in

_VENDORED = STRONG | {"bower_components", "node_modules", "pods", "site-packages"}
"""Names of folders in which projects keep what others made."""
_LOCKS = re.compile(
    r"(?:.+[.-]lock(?:\.(?:json|ya?ml|hcl))?|go\.sum|npm-shrinkwrap\.json|pnpm-lock\.yaml|"
    r"package-lock\.json|packages\.lock\.json)",
    re.I,
)
_GENERATED = re.compile(
    r"@generated\b|\bdo not (?:edit|modify)\b|^\W{0,10}auto(?:matically)?[ -]?generated\b|"
    r"\bthis file (?:was|is|has been) (?:auto(?:matically)?[ -]?)?generated\b|"
    r"^\W{0,10}generated (?:by|with|from)\b",
    re.I | re.M,
)
_GENERATED_HEAD = 1_500
_DOCUMENTS = frozenset(
    {".adoc", ".bib", ".htm", ".html", ".ipynb", ".md", ".rst", ".tex", ".txt", ".yaml", ".yml"}
)
_MINIFIED = re.compile(r".*[.-]min\.(?:js|css|mjs)|.*\.bundle\.js", re.I)
_TEXTS = re.compile(r"(?:UN)?(?:LICEN[CS]ES?|COPYING|NOTICE|COPYRIGHT|PATENTS)(?:[-._ ].*)?", re.I)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What may be done with a file.

    Attributes:
        license: Expression that it may get; empty when a person must decide.
        copyright: Notices of others that it gets, without tag; empty for ours.
        annotate: No header: the file is not to be edited.
        why: Key of the reason (``fix.why.<key>``) when a person must decide.
        values: Values of the reason's placeholders.
        reason: Sentence that stands in ``REUSE.toml``, empty for none.
        excluded: The caller excluded it.
    """

    license: str = ""
    copyright: tuple[str, ...] = ()
    annotate: bool = False
    why: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A licence file below the root.

    Attributes:
        ids: Licences that it contains.
        copyright: Notices in it.
    """

    ids: tuple[str, ...]
    copyright: tuple[str, ...]


@dataclass(frozen=True)
class Owners:
    """Rules for one tree.

    Attributes:
        parts: Licences of the parts.
        ours: Holders whose files are ours.
        exclusions: What the caller leaves out.
        neighbours: Licence files below the root, by folder.
        collaborations: Holders that are collaborations are corrected, so their files are ours.
    """

    parts: Sequence[PartLicense]
    ours: tuple[str, ...]
    exclusions: Sequence[Exclusion]
    neighbours: Mapping[str, Neighbour]
    collaborations: bool = False

    def license_of(self, path: str) -> str:
        """Licence of the part that a file belongs to."""
        found = [p.license for p in self.parts if any(matches(g, path) for g in p.globs)]
        return found[-1] if found else (self.parts[0].license if self.parts else "")

    def strangers(self, state: FileState) -> list[str]:
        """Holders that a file names and that are not ours."""
        named = (holder_in(notice) for notice in state.copyrights)
        return [h for h in named if h and not same_holder(h, self.ours)]

    def excluded(self, path: str) -> Exclusion | None:
        """The exclusion that covers a file."""
        return next((e for e in self.exclusions if matches(e.pattern, path)), None)

    def rule(self, state: FileState, text: str) -> Ruling:  # noqa: PLR0911 - one row a case
        """What may be done with a file that lacks something.

        Args:
            state: What it states.
            text: Its content, or its beginning; empty for one that is no text.
        """
        path = state.path
        if (found := self.excluded(path)) is not None:
            return _of_excluded(found)
        if state.invalid:
            return Ruling(why="invalid", values={"text": state.invalid[0][:80]})
        ours = self.license_of(path)
        if (folder := self._foreign(path, ours)) is not None:
            return self._from_folder(folder, state)
        strangers = self.strangers(state)
        if strangers and all(is_group(h) for h in strangers):
            if not self.collaborations:
                return Ruling(why="collaboration")
            strangers = []
        speaks = text and not state.licenses and not _about_all(path)
        named = any(holder_in(notice) for notice in state.copyrights)
        grant = grant_in(text, not_ours=bool(strangers) or not named) if speaks else None
        if strangers or (grant and not _agrees(grant, ours)):
            return _of_others(grant, strangers)
        if PurePosixPath(path).name in KNOWN_FILES or _MINIFIED.fullmatch(path):
            return Ruling(why="vendored", values={"folder": path})
        if state.licenses and not _same(state.licenses, ours):
            licenses = ", ".join(state.licenses)
            return Ruling(why="other_license", values={"license": licenses})
        exact = grant.expression if grant and grant.certain and grant.expression else ours
        return Ruling(exact, annotate=_untouched(path, text))

    def _foreign(self, path: str, ours: str) -> str | None:
        """The folder of others in which a file lies; None when it lies in none."""
        folders = PurePosixPath(path).parts[:-1]
        for depth in range(1, len(folders) + 1):
            folder = "/".join(folders[:depth])
            if folders[depth - 1].casefold() in _VENDORED:
                inner = "/".join(folders[: depth + 1])
                return inner if depth < len(folders) else folder
            near = self.neighbours.get(folder)
            if near and near.ids and not {family(i) for i in near.ids} & _families(ours):
                return folder
        return None

    def _from_folder(self, folder: str, state: FileState) -> Ruling:
        near = self._nearest(state.path, folder)
        if near is None or len(near.ids) != 1 or not near.copyright:
            return Ruling(why="vendored", values={"folder": folder})
        if state.licenses and not _same(state.licenses, near.ids[0]):
            return Ruling(why="other_license", values={"license": ", ".join(state.licenses)})
        if near.ids[0].startswith(("GPL", "LGPL", "AGPL", "GFDL")):  # only, or later: not said
            return Ruling(why="vendored", values={"folder": folder})
        return Ruling(near.ids[0], near.copyright, annotate=True)

    def _nearest(self, path: str, folder: str) -> Neighbour | None:
        """The licence file that is closest to a file, not above ``folder``."""
        parts = PurePosixPath(path).parts[:-1]
        for depth in range(len(parts), folder.count("/"), -1):
            found = self.neighbours.get("/".join(parts[:depth]))
            if found is not None:
                return found
        return None


def _of_excluded(found: Exclusion) -> Ruling:
    if not found.license:
        return Ruling(why="excluded", values={"reason": found.reason}, excluded=True)
    return Ruling(found.license, (found.copyright,), True, reason=found.reason)


def _of_others(grant: Grant | None, strangers: list[str]) -> Ruling:
    """A file of others: its own licence when that is certain, else a person decides."""
    if grant and grant.certain and grant.expression and strangers:
        return Ruling(grant.expression)
    if grant and grant.reserved:
        return Ruling(why="reserved")
    if strangers:
        return Ruling(why="holder", values={"holder": strangers[0][:100]})
    found = grant.expression if grant else ""
    return Ruling(why="grant", values={"license": found or "?"})


def _agrees(grant: Grant, ours: str) -> bool:
    """Whether what a file says fits the licence that it would get."""
    if grant.reserved or not grant.expression:
        return False
    return {family(i) for i in ids_in(grant.expression)} <= _families(ours)


def _same(licenses: Sequence[str], ours: str) -> bool:
    named = {family(i) for e in licenses for i in ids_in(e)}
    return named <= _families(ours)


def _families(text: str) -> set[str]:
    return {family(i) for i in ids_in(text)}


def _about_all(path: str) -> bool:
    """Whether a file that names licences speaks of the project or of others, not of itself."""
    pure = PurePosixPath(path)
    return pure.suffix.lower() in _DOCUMENTS or is_manifest(path)


def _untouched(path: str, text: str) -> bool:
    """Whether a file of ours is one that nobody edits: generated, locked, a licence text."""
    name = PurePosixPath(path).name
    if _LOCKS.fullmatch(name) or _TEXTS.fullmatch(name):
        return True
    return _GENERATED.search(text[:_GENERATED_HEAD]) is not None
