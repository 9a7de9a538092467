# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files in the tree against the licence of their part: the part’s own ones, and vendored work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ospo_widgets.knowledge.components import find_component, license_of
from ospo_widgets.knowledge.model import Answer, Knowledge
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.project import Material, Part, Use
from ospo_widgets.scanning.conflict_judge import Judge, conflict_id, judged
from ospo_widgets.scanning.conflict_model import Affects, Conflict, Inbound
from ospo_widgets.scanning.conflicts_parts import (
    PROGRAMS,
    part_of,
    use_of_file,
    vendored_at,
)
from ospo_widgets.scanning.dependency_licenses import LicenseSource
from ospo_widgets.scanning.parts import material_of
from ospo_widgets.wording import words

MAX_GROUPS = 500
"""Vendored works and licences of files that are judged."""
_CODE = frozenset({Material.SOFTWARE, Material.GATEWARE, Material.HARDWARE})


@dataclass(slots=True)
class Vendored:
    """Work of others in the tree.

    Attributes:
        folder: Where it lies.
        licenses: Expressions that its files state, to those files.
        texts: Expressions of its licence texts, to those files.
        code: Some of its files are code or design files.
    """

    folder: str
    licenses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    code: bool = False

    @property
    def name(self) -> str:
        """Name of the folder, with the scope of an npm package."""
        pieces = self.folder.split("/")
        scoped = len(pieces) > 1 and pieces[-2].startswith("@")
        return "/".join(pieces[-2:]) if scoped else pieces[-1]


def joined(expressions: Iterable[str]) -> str:
    """Several expressions that all apply, as one."""
    found = list(dict.fromkeys(expressions))
    if len(found) == 1:
        return found[0]
    return " AND ".join(f"({one})" if " OR " in one else one for one in found)


def vendored_works(
    paths: Iterable[str],
    licenses: Mapping[str, Sequence[str]],
    texts: Mapping[str, Sequence[str]],
) -> tuple[Vendored, ...]:
    """What of others lies in the tree, by folder.

    Args:
        paths: All files of the tree.
        licenses: Path to what the file states of itself.
        texts: Path of a licence text to the ids of what it is; no ids for unknown texts.
    """
    found: dict[str, Vendored] = {}
    for path in paths:
        folder = vendored_at(path)
        if not folder:
            continue
        work = found.setdefault(folder, Vendored(folder))
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


def vendored_conflicts(
    works: Sequence[Vendored], parts: Sequence[Part], outbounds: Mapping[str, str], judge: Judge
) -> tuple[Conflict, ...]:
    """Vendored work against the licence of the part in whose folders it lies.

    As source it lies beside the part under its own licence (aggregate); what is built of both is
    another question, judged as linked.
    """
    found: list[Conflict] = []
    for work in works[:MAX_GROUPS]:
        part = part_of(f"{work.folder}/x", parts) or _program(parts)
        if part is None or part.id not in outbounds or not work.code:
            continue
        outbound = outbounds[part.id]
        known, source = stated_by(work, judge.knowledge)
        if not known:
            found.append(
                _vendored(
                    work, None, [work.folder], part=part, outbound=outbound, use=Use.AGGREGATE
                )
            )
        for expression, paths in sorted(known.items()):
            into = [p for p in paths if _goes_in(p, work, part)]
            uses = [(Use.AGGREGATE, paths, Affects.SOURCE)]
            if into:
                linked = Use.STATIC_LINK if part.material in PROGRAMS else Use.DESIGN
                uses.append((linked, into, Affects.BINARY))
            for use, named, affects in uses:
                base = _vendored(work, expression, named, part=part, outbound=outbound, use=use)
                base = replace(base, affects=affects, license_source=str(source))
                conflict = judged(base, judge, "generic")
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


def stated_by(work: Vendored, knowledge: Knowledge) -> tuple[dict[str, list[str]], LicenseSource]:
    """Licences of a vendored work: what its files say, else our catalogue, else its only text.

    Several texts and no file that says which of them applies is no answer.
    """
    if work.licenses:
        return work.licenses, LicenseSource.VENDORED_FILE
    row = find_component(work.name, knowledge, ecosystem="generic")
    if row is not None:
        return {license_of(row, "", knowledge).license: [work.folder]}, LicenseSource.CATALOGUE
    if len(work.texts) == 1:
        return work.texts, LicenseSource.VENDORED_FILE
    return {}, LicenseSource.UNKNOWN


def _vendored(
    work: Vendored,
    expression: str | None,
    paths: Sequence[str],
    *,
    part: Part,
    outbound: str,
    use: Use,
) -> Conflict:
    reason = words("dependencies.vendored_unknown", folder=work.folder)
    return Conflict(
        id=conflict_id(part.id, Inbound.VENDORED, work.folder, expression or ""),
        inbound_kind=Inbound.VENDORED,
        component=work.name,
        inbound=expression,
        outbound=outbound,
        part=part.id,
        use=use,
        affects=Affects.SOURCE,
        answer=Answer.UNKNOWN,
        reason=reason,
        paths=tuple(sorted(set(paths))),
        license_source=str(LicenseSource.UNKNOWN),
        notes=(words("dependencies.vendored_note", folder=work.folder),),
    )


def file_conflicts(
    licenses: Mapping[str, Sequence[str]],
    texts: Mapping[str, Sequence[str]],
    parts: Sequence[Part],
    outbounds: Mapping[str, str],
    judge: Judge,
) -> tuple[Conflict, ...]:
    """Files of a part that state another licence than it goes out under: one entry a licence.

    Args:
        licenses: Path to what the file states of itself.
        texts: Paths of licence texts, which state nothing of a part; a folder with a text of its
            own is a work of its own.
        parts: Of the project.
        outbounds: Id of a part to the licence that it goes out under.
        judge: Asks the advisor.
    """
    nested = _own_folders(texts)
    open_to_all = _fits_everywhere(licenses, outbounds, judge)
    groups: dict[tuple[str, str, Use], list[str]] = defaultdict(list)
    by_id = {part.id: part for part in parts}
    for path, stated in licenses.items():
        if not stated or path in texts or vendored_at(path):
            continue
        expression = joined(stated)
        if expression in open_to_all:
            continue
        part = part_of(path, parts)
        if part is None or part.id not in outbounds:
            continue
        use = use_of_file(path, part)
        if use is Use.COPY and _beside_a_text(path, expression, nested):
            use = Use.AGGREGATE
        if use is not Use.TOOL:
            groups[part.id, expression, use].append(path)
    found = []
    for (part_id, expression, use), paths in sorted(groups.items())[:MAX_GROUPS]:
        outbound = outbounds[part_id]
        if _covered(expression, outbound):
            continue
        base = Conflict(
            id=conflict_id(part_id, Inbound.FILES, expression, str(use)),
            inbound_kind=Inbound.FILES,
            component="",
            inbound=expression,
            outbound=outbound,
            part=by_id[part_id].id,
            use=use,
            affects=Affects.SOURCE,
            answer=Answer.UNKNOWN,
            reason="",
            paths=tuple(sorted(paths)),
            license_source=str(LicenseSource.VENDORED_FILE),
        )
        conflict = judged(base, judge)
        if conflict is not None:
            found.append(conflict)
    return tuple(found)


def _own_folders(texts: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Folders below the root with a licence text of their own, to its ids without suffixes."""
    found: dict[str, frozenset[str]] = {}
    for path, ids in texts.items():
        folder = path.rpartition("/")[0]
        if folder and folder.rpartition("/")[2] != "LICENSES":
            found[folder] = found.get(folder, frozenset()) | {_family(i) for i in ids}
    return found


def _beside_a_text(path: str, expression: str, nested: Mapping[str, frozenset[str]]) -> bool:
    """The file lies in a folder that states this licence for itself."""
    if not nested:
        return False
    try:
        ids = {_family(i) for i in parse(expression).ids}
    except ExpressionError:
        return False
    folder = path.rpartition("/")[0]
    while folder:
        if folder in nested and ids & nested[folder]:
            return True
        folder = folder.rpartition("/")[0]
    return False


def _family(license_id: str) -> str:
    return license_id.removesuffix("-only").removesuffix("-or-later").removesuffix("+")


def _fits_everywhere(
    licenses: Mapping[str, Sequence[str]], outbounds: Mapping[str, str], judge: Judge
) -> frozenset[str]:
    """Expressions that are no question for any part, so that their files need no closer look."""
    counted = Counter(joined(stated) for stated in licenses.values() if stated)
    return frozenset(
        expression
        for expression in counted
        if all(_no_question(expression, outbound, judge) for outbound in set(outbounds.values()))
    )


def _no_question(expression: str, outbound: str, judge: Judge) -> bool:
    if _covered(expression, outbound):
        return True
    try:
        return not any(
            judge.matters(judge.verdict(expression, outbound, use))
            for use in (Use.COPY, Use.AGGREGATE)
        )
    except ExpressionError:
        return False


def _covered(expression: str, outbound: str) -> bool:
    """Every licence of the files is one of those that the part names already."""
    try:
        return set(parse(expression).ids) <= set(parse(outbound).ids)
    except ExpressionError:
        return False
