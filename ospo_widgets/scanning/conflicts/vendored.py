# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Work of others that lies in the tree: what its files say, and whether it fits what is built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ospo_widgets.knowledge.model import Answer
from ospo_widgets.project import Material, Part, Use
from ospo_widgets.scanning.conflicts.judge import Judge, conflict_id, judged
from ospo_widgets.scanning.conflicts.model import Affects, Conflict, Inbound
from ospo_widgets.scanning.conflicts.parts import PROGRAMS, part_of, use_of_file
from ospo_widgets.scanning.dependencies.licenses import Licensed, LicenseFound, LicenseSource
from ospo_widgets.scanning.dependencies.model import AIDS, How
from ospo_widgets.scanning.parts import material_of
from ospo_widgets.wording import words

MAX_WORKS = 500
"""Vendored works that are judged."""
_CODE = frozenset({Material.SOFTWARE, Material.GATEWARE, Material.HARDWARE})


@dataclass(slots=True)
class Vendored:
    """Work of others in the tree.

    Attributes:
        folder: Where it lies; a single file is its own folder.
        licensed: The dependency that it is, with the licence that is known without its files.
        licenses: Expressions that its files state, to those files.
        texts: Expressions of its licence texts, to those files.
        code: Some of its files are code or design files.
    """

    folder: str
    licensed: Licensed
    licenses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    code: bool = False

    def stated(self) -> tuple[dict[str, list[str]], LicenseSource]:
        """Licences to the files that say so: its files, else who knows it, else its only text.

        Several texts and no file that says which of them applies is no answer.
        """
        if self.licenses:
            return self.licenses, LicenseSource.VENDORED_FILE
        found = self.licensed.found
        if found.license is not None:
            return {found.license: [self.folder]}, found.source
        if len(self.texts) == 1:
            return self.texts, LicenseSource.VENDORED_FILE
        return {}, LicenseSource.UNKNOWN


def joined(expressions: Iterable[str]) -> str:
    """Several expressions that all apply, as one."""
    found = list(dict.fromkeys(expressions))
    if len(found) == 1:
        return found[0]
    return " AND ".join(f"({one})" if " OR " in one else one for one in found)


def folder_of(path: str, folders: Iterable[str]) -> str:
    """The vendored folder that a path lies in, or the path where it is one; empty otherwise."""
    known = folders if isinstance(folders, dict | frozenset | set) else frozenset(folders)
    place = path
    while place:
        if place in known:
            return place
        place = place.rpartition("/")[0]
    return ""


def vendored_works(
    licensed: Iterable[Licensed],
    paths: Iterable[str],
    licenses: Mapping[str, Sequence[str]],
    texts: Mapping[str, Sequence[str]],
) -> tuple[Vendored, ...]:
    """What of others lies in the tree, by folder.

    Args:
        licensed: Dependencies; those with a place of the kind ``vendored`` lie there.
        paths: All files of the tree.
        licenses: Path to what the file states of itself.
        texts: Path of a licence text to the ids of what it is; no ids for unknown texts.
    """
    found = {
        place.path: Vendored(place.path, one)
        for one in licensed
        for place in one.dependency.places
        if place.how is How.VENDORED
    }
    if not found:
        return ()
    for path in paths:
        folder = folder_of(path, found)
        if not folder:
            continue
        work = found[folder]
        work.code = work.code or material_of(path) in _CODE
        if path in texts:
            # The GPL text that comes with an LGPL text is no licence of its own.
            ids = list(texts[path])
            weak = any(i.startswith("LGPL-") for i in ids)
            if stated := [i for i in ids if not (weak and i.startswith("GPL-"))]:
                work.texts[joined(stated)].append(path)
        elif stated := list(licenses.get(path, ())):
            work.licenses[joined(stated)].append(path)
    return tuple(found[folder] for folder in sorted(found))


def with_vendored_licenses(
    licensed: Iterable[Licensed], works: Sequence[Vendored]
) -> tuple[Licensed, ...]:
    """Dependencies, vendored ones with the licence that their files state where no one knew it."""
    by_dependency = {id(work.licensed): work for work in works}
    made = []
    for one in licensed:
        work = by_dependency.get(id(one))
        if work is not None and one.found.license is None:
            stated, source = work.stated()
            if stated:
                expression = joined(sorted(stated))
                note = words("dependencies.source.vendored-file", where=work.folder)
                found = LicenseFound(expression, source, notes=(note,), declared=expression)
                component = replace(one.dependency.component, license=expression)
                dependency = replace(one.dependency, component=component)
                one = replace(one, dependency=dependency, found=found)  # noqa: PLW2901
        made.append(one)
    return tuple(made)


def vendored_conflicts(
    works: Sequence[Vendored], parts: Sequence[Part], outbounds: Mapping[str, str], judge: Judge
) -> tuple[Conflict, ...]:
    """Vendored work against the licence of the part in whose folders it lies.

    As source it lies beside the part under its own licence (aggregate); what is built of both is
    another question, judged as linked.
    """
    found: list[Conflict] = []
    for work in works[:MAX_WORKS]:
        part = part_of(f"{work.folder}/x", parts) or part_of(work.folder, parts) or _program(parts)
        if part is None or part.id not in outbounds or not work.code:
            continue
        outbound = outbounds[part.id]
        known, source = work.stated()
        if not known:
            found.append(_vendored(work, None, [work.folder], part=part, outbound=outbound))
        for expression, paths in sorted(known.items()):
            into = [p for p in paths if _goes_in(p, work, part)]
            uses = [(Use.AGGREGATE, paths, Affects.SOURCE)]
            if into and work.licensed.dependency.scope not in AIDS:
                linked = Use.STATIC_LINK if part.material in PROGRAMS else Use.DESIGN
                uses.append((linked, into, Affects.BINARY))
            for use, named, affects in uses:
                base = _vendored(work, expression, named, part=part, outbound=outbound)
                base = replace(base, use=use, affects=affects, license_source=str(source))
                conflict = judged(base, judge, work.licensed.dependency.ecosystem)
                if conflict is not None:
                    found.append(conflict)
                    break
    return tuple(found)


def _program(parts: Sequence[Part]) -> Part | None:
    return next((p for p in parts if p.material in PROGRAMS), parts[0] if parts else None)


def _goes_in(path: str, work: Vendored, part: Part) -> bool:
    """A licence text speaks for all code beside it; other files for themselves."""
    if path == work.folder or any(path in paths for paths in work.texts.values()):
        return True
    return use_of_file(path.removeprefix(f"{work.folder}/"), part) is Use.COPY


def _vendored(
    work: Vendored,
    expression: str | None,
    paths: Sequence[str],
    *,
    part: Part,
    outbound: str,
) -> Conflict:
    dependency = work.licensed.dependency
    return Conflict(
        id=conflict_id(part.id, Inbound.VENDORED, work.folder, expression or ""),
        inbound_kind=Inbound.VENDORED,
        component=dependency.name,
        inbound=expression,
        outbound=outbound,
        part=part.id,
        use=Use.AGGREGATE,
        affects=Affects.SOURCE,
        answer=Answer.UNKNOWN,
        reason=words("dependencies.vendored_unknown", folder=work.folder),
        paths=tuple(sorted(set(paths))),
        license_source=str(LicenseSource.UNKNOWN),
        reviewed=work.licensed.found.reviewed,
        version=dependency.version,
        purl=dependency.purl,
        notes=(
            words("dependencies.vendored_note", folder=work.folder),
            *(work.licensed.found.notes if expression == work.licensed.found.license else ()),
        ),
    )
