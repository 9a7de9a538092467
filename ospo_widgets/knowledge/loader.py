# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads ``data/`` and an overlay folder; every error names ``file:line`` and nothing is guessed.

Shape of the files (each begins with the two SPDX lines). Every row also has ``sources`` (a list of
``{title, url, clause}``; url and clause may be left out), ``checked`` (``2026-11-22``) and
``confidence`` (``text``, ``excerpt``, ``packager`` or ``memory``). Fields in brackets are optional.

``licenses.yaml``
    ``licenses:`` list of ``id, name, summary, category, reach, materials, patent_grant (true, false
    or null), court_clause, osi (true, false or null), fsf (same), [later], [text_key],
    [permissions], [conditions], [limitations]``; the last three are lists of the tags of
    choosealicense.com (empty: there is none; left out: not stated, and shown as such)
``verdicts.yaml``
    ``verdicts:`` list of ``id, inbound, outbound, uses, answer, [conditions], reason,
    [whole]``; ids in ``inbound`` and ``outbound`` may be ``@group``; optional ``groups:`` maps
    names to lists of ids
``components.yaml``
    ``components:`` list of ``id, name, [aliases], license, effect, [optional_parts], [note],
    [versions: list of range, license, [note], [historic]], [bundles: list of name, license,
    [note]], [alternatives: list of name, license, [note], reviewed (true or false)],
    [ecosystems]``
``glossary.yaml``
    ``glossary:`` list of ``id, term, text``
``findings/*.yaml`` (or ``findings.yaml``)
    ``findings:`` list of ``id, severity, title, why, remedy, [checklist]``
``checklist.yaml``
    ``checklist:`` list of ``id, title, kind (A, Q, A/Q or H), [question], why, [ask: roles]``
``questions.yaml``
    ``questions:`` list of ``id, section, per, kind, text, why, [options: list of id, label,
    [hint]], [when], [factors], [words], [optional]`` (``words`` are terms of the glossary)
``policies/<name>.yaml``
    one mapping: ``id, name, description, [holder], intergovernmental, [notice], contacts: {role:
    {name, [address]}}, regimes: {material: {permissive|weak|strong: [licences, best first]}},
    fallback: {material: regime}, [rules: list of id, kind, [when], [licenses], text, [ask]],
    [names: {placeholder: word}], [extends: policy, [drops: [rules]], [roles: {role: role}]]``;
    a profile that extends another one writes down only what differs, see
    :mod:`ospo_widgets.knowledge.profiles`

``partners.yaml``, ``neighbours.yaml``, ``effects.yaml``, ``clauses.yaml``, ``obligations.yaml``
    see :mod:`ospo_widgets.knowledge.effects`; ``effects.yaml`` also has ``kinds:``, names of kinds
    of licences to conditions, of which the first that holds counts

``matrices/<name>.yaml``
    see :mod:`ospo_widgets.knowledge.matrices`

``practices/``
    see :mod:`ospo_widgets.knowledge.practices`

``when`` is a condition, see :mod:`ospo_widgets.knowledge.conditions`. An overlay folder has the
same layout: a row with the same id replaces ours, others are added, a group gets the new ids too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ospo_widgets.collector import uncollected
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import checklist, checks, condition_checks, effects, profiles, rows
from ospo_widgets.knowledge.conditions import faults
from ospo_widgets.knowledge.matrices import read_matrices
from ospo_widgets.knowledge.model import Knowledge, Provenance
from ospo_widgets.knowledge.nodes import File, Place, Problem, Row
from ospo_widgets.knowledge.translation import languages, translated
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import DEFAULT_LANGUAGE, language

KINDS: dict[str, Callable[[Row], Any]] = {
    "licenses": rows.license_row,
    "components": rows.component_row,
    "glossary": rows.glossary_row,
    "findings": rows.finding_row,
    "questions": rows.question_row,
    "partners": effects.partner_row,
    "neighbours": effects.neighbour_row,
    "effects": effects.effect_row,
    "clauses": effects.clauses_row,
    "obligations": effects.obligation_row,
    "checklist": checklist.checklist_row,
}
"""Kinds whose rows stand alone, in files of the same name."""


@dataclass(slots=True)
class _Gathered:
    """Rows of all folders read so far; ``tables[kind][id]`` is the object and where it stands."""

    tables: dict[str, dict[str, tuple[Any, Place]]] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    license_kinds: dict[str, Mapping[str, object]] = field(default_factory=dict)
    own_effects: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    def copy(self) -> _Gathered:
        """The same rows in tables of their own; rows are never changed."""
        return _Gathered(
            {kind: dict(table) for kind, table in self.tables.items()},
            dict(self.groups),
            dict(self.license_kinds),
            self.own_effects,
            list(self.problems),
        )


def load_knowledge(overlay: Path | None = None) -> Knowledge:
    """Everything that the office knows, validated, in the language of the session.

    Read once per process, overlay and language.

    Args:
        overlay: Folder laid over ours; by default the one that ``OSPO_DATA_DIR`` names, if any.

    Raises:
        InputError: A file is wrong; the message names file and line.
    """
    return _load(data_dir(), overlay if overlay is not None else overlay_dir(), language())


def check_folder(folder: Path) -> tuple[Problem, ...]:
    """All that is wrong with a folder of knowledge, laid over ours unless it is ours.

    Raises:
        InputError: There is no such folder.
    """
    base = data_dir()
    overlay = None if folder.resolve() == base.resolve() else folder
    # Practices are read apart from the rest, by a module that needs this one.
    from ospo_widgets.knowledge.practices import practice_problems

    knowledge, problems = _read(base, overlay)
    problems += practice_problems(base, overlay, knowledge)
    for laid, prefix in _folders(base, overlay):
        read_matrices(laid, prefix, problems)
    for name in sorted({*languages(base), *languages(folder)}):
        problems += translated(knowledge, _folders(base, overlay), name)[1]
    return tuple(sorted(set(problems)))


def forget_knowledge() -> None:
    """Let go of what was read; whoever compares many states would keep them all."""
    _load.cache_clear()
    _background.cache_clear()


def _folders(base: Path, overlay: Path | None) -> list[tuple[Path, str]]:
    """Folders in the order in which they are laid over each other, with their prefix."""
    return [(base, ""), *([(overlay, f"{overlay}/")] if overlay else [])]


@lru_cache(maxsize=8)
def _load(base: Path, overlay: Path | None, spoken: str) -> Knowledge:
    knowledge, problems = _read(base, overlay)
    if spoken != DEFAULT_LANGUAGE:
        with uncollected():
            knowledge, wrong = translated(knowledge, _folders(base, overlay), spoken)
        problems += wrong
    if problems:
        raise refused(problems)
    return knowledge


def refused(problems: Iterable[Problem]) -> InputError:
    """What to raise when knowledge has problems: the first of them, and how many more there are."""
    first, *others = sorted(set(problems))
    more = len(others)
    also = f" {more} more {'problem' if more == 1 else 'problems'} in the folder." if more else ""
    return InputError(
        f"The knowledge files cannot be used. {first}{also}",
        remedy="Correct the file, then run “ospo knowledge check”.",
    )


@uncollected()
def _read(base: Path, overlay: Path | None) -> tuple[Knowledge, list[Problem]]:
    gathered = _read_base(base) if overlay is None else _background(base).copy()
    if overlay is not None:
        if not overlay.is_dir():
            raise InputError(
                f"There is no folder “{overlay}”. No knowledge was read.",
                remedy="Set OSPO_DATA_DIR to a folder, or unset it.",
            )
        _read_folder(overlay, f"{overlay}/", gathered)
        gathered.problems += _unknown_files(base, overlay)
    knowledge = _assemble(gathered)
    written = {i: found for i, (found, _) in gathered.tables.get("policies", {}).items()}
    for kind, row_id, field_name, message in (
        *checks.cross_references(knowledge),
        *profiles.profile_faults(written),
        *condition_checks.condition_faults(knowledge),
    ):
        place = gathered.tables[kind][row_id][1]
        gathered.problems.append(place.problem(field_name, message))
    return knowledge, gathered.problems


def _read_base(base: Path) -> _Gathered:
    gathered = _Gathered()
    _read_folder(base, "", gathered)
    gathered.own_effects = frozenset(gathered.tables.get("effects", ()))
    return gathered


@lru_cache(maxsize=1)
def _background(base: Path) -> _Gathered:
    """Our own rows, read once however many overlays are laid over them."""
    return _read_base(base)


def _read_folder(folder: Path, prefix: str, gathered: _Gathered) -> None:
    for kind, parse in KINDS.items():
        # A kind with many rows may lie in a folder, one file a subject.
        for path in (folder / f"{kind}.yaml", *sorted((folder / kind).glob("*.yaml"))):
            name = f"{prefix}{path.relative_to(folder)}"
            _read_table(path, name, kind, parse, gathered)
    _read_table(
        folder / "verdicts.yaml",
        f"{prefix}verdicts.yaml",
        "verdicts",
        lambda row: rows.verdict_row(row, gathered.groups),
        gathered,
    )
    for path in sorted((folder / "policies").glob("*.yaml")):
        top = File(f"{prefix}policies/{path.name}", gathered.problems).load(path)
        if top is not None:
            policy = rows.policy_row(top)
            top.finish()
            _add("policies", policy, top, gathered)


def _read_table(
    path: Path, name: str, kind: str, parse: Callable[[Row], Any], gathered: _Gathered
) -> None:
    top = File(name, gathered.problems).load(path)
    if top is None:
        return
    if kind == "verdicts":
        _read_groups(top, gathered)
    if kind == "effects":
        _read_license_kinds(top, gathered)
    for row in top.rows(kind, required=True):
        found = parse(row)
        row.finish()
        _add(kind, found, row, gathered)
    top.finish()


def _read_groups(top: Row, gathered: _Gathered) -> None:
    """Groups of verdicts; a group may name earlier groups, an overlay adds ids to ours."""
    groups = top.row("groups")
    for name in groups.names() if groups else ():
        ids = list(gathered.groups.get(name, ()))
        for value in groups.texts(name, required=True) if groups else ():
            if not value.startswith("@"):
                ids.append(value)
            elif value[1:] in gathered.groups:
                ids += gathered.groups[value[1:]]
            elif groups:
                groups.wrong(name, f"“{value}” is no group above this one.")
        gathered.groups[name] = tuple(dict.fromkeys(ids))


def _read_license_kinds(top: Row, gathered: _Gathered) -> None:
    """Kinds of licences in order; those that an overlay adds are tried before ours."""
    kinds = top.row("kinds")
    found = {name: kinds.plain(name) for name in kinds.names()} if kinds else {}
    for name, condition in found.items():
        for fault in faults(condition):
            if kinds:
                kinds.wrong(name, fault)
    known = gathered.license_kinds
    added = {name: condition for name, condition in found.items() if name not in known}
    kept = {name: found.get(name, condition) for name, condition in known.items()}
    gathered.license_kinds = {**added, **kept}


def _add(kind: str, found: Any, row: Row, gathered: _Gathered) -> None:
    table = gathered.tables.setdefault(kind, {})
    row_id: str = found.id
    earlier = table.get(row_id)
    if earlier and Path(earlier[1].file).parent == Path(row.file.name).parent:
        row.wrong("id", f"the id “{row_id}” is there already, at {earlier[1].where}.")
        return
    table[row_id] = (found, row.place)


def _unknown_files(base: Path, overlay: Path) -> Iterator[Problem]:
    """Files of an overlay that no folder of ours has: most likely a name typed wrongly."""
    known = {f"{kind}.yaml" for kind in (*KINDS, "verdicts")}
    known |= {path.name for path in base.glob("*.yaml")}
    for path in sorted((*overlay.glob("*.yaml"), *overlay.glob("*.yml"))):
        if path.name not in known:
            yield Problem(f"{overlay}/{path.name}", 1, "no knowledge file has this name.")


def _assemble(gathered: _Gathered) -> Knowledge:
    def table(kind: str) -> dict[str, Any]:
        return {i: found for i, (found, _) in gathered.tables.get(kind, {}).items()}

    tables = {kind: table(kind) for kind in (*KINDS, "verdicts", "policies")}
    provenances: list[Provenance] = [
        found.provenance for content in tables.values() for found in content.values()
    ]
    terms = tables["glossary"]
    # The first row that fits counts, so rows that an overlay adds must be tried before ours.
    effects_by_folder = sorted(
        tables["effects"].values(), key=lambda row: row.id in gathered.own_effects
    )
    return Knowledge(
        licenses=tables["licenses"],
        verdicts=tuple(tables["verdicts"].values()),
        components=tables["components"],
        findings=tables["findings"],
        questions=tuple(tables["questions"].values()),
        policies=profiles.combined(tables["policies"]),
        glossary={term.term: term.text for term in terms.values()},
        reviewed_on=max((p.checked for p in provenances), default=date.min),
        origin={
            f"{kind}:{i}": place.where
            for kind, content in gathered.tables.items()
            for i, (_, place) in content.items()
        },
        terms=terms,
        partners=tables["partners"],
        neighbours=tables["neighbours"],
        license_kinds=gathered.license_kinds,
        effects=tuple(effects_by_folder),
        clauses=tables["clauses"],
        obligations=tuple(tables["obligations"].values()),
        checklist=tables["checklist"],
    )
