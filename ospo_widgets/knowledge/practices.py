# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads ``data/practices/`` and the same folder of an overlay; every error names ``file:line``.

They are read when somebody asks for them, not with the rest of the knowledge. Rows have
``sources``, ``checked`` and ``confidence`` as all others; fields in brackets are optional.

``practices/activities.yaml``
    ``activities:`` list of ``id, title, text``, in the order in which they are offered
``practices/<activity>.yaml``
    ``practices:`` list of ``id, title, [asked], steps, why, materials, [checks: ids of findings
    and of items of the checklist], [templates], [terms: ids of the glossary], [questions: ids of
    questions of the advisor], [apps: app or app?query], [see: ids of practices]``
``practices/templates/index.yaml``
    ``templates:`` list of ``id, file, name, title, text, materials, [settles: findings]``; see
    :mod:`ospo_widgets.knowledge.practice_templates` for the files
``practices/search.yaml``
    ``ignored:`` list of words, ``same:`` word to the word that it is searched as

In an overlay a row of the same id replaces ours, and so does a template file of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ospo_widgets.collector import uncollected
from ospo_widgets.knowledge.loader import load_knowledge, refused
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.knowledge.nodes import File, Place, Problem, Row
from ospo_widgets.knowledge.practice_model import APPS, Activity, Practice, Practices, Template
from ospo_widgets.knowledge.practice_templates import template_problems
from ospo_widgets.knowledge.rows import row_id
from ospo_widgets.knowledge.translation import languages, with_texts_apart
from ospo_widgets.project import Material
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import DEFAULT_LANGUAGE, language

FOLDER = "practices"
"""Folder of the practices in ``data/``, in an overlay, and among translations."""
OTHER_FILES = ("activities", "search")
"""Files beside those of the activities."""
MAX_STEPS = 8
"""More steps than anybody reads are several practices."""

_Parse = Callable[[Row], Any]


@dataclass(slots=True)
class _Gathered:
    """What was read so far; ``tables[kind][id]`` is the object and where it stands."""

    tables: dict[str, dict[str, tuple[Any, Place]]] = field(
        default_factory=lambda: {"activities": {}, "practices": {}, "templates": {}}
    )
    replaced: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {"activities": {}, "practices": {}, "templates": {}}
    )
    """Rows of ours in whose place an overlay put its own."""
    ignored: set[str] = field(default_factory=set)
    same: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def table(self, kind: str) -> dict[str, Any]:
        return {row: found for row, (found, _) in self.tables[kind].items()}


def load_practices(overlay: Path | None = None, spoken: str = "") -> Practices:
    """All best practices, validated; read once per process, overlay and language.

    Args:
        overlay: Folder laid over ours; by default the one that ``OSPO_DATA_DIR`` names, if any.
        spoken: Language of their texts; by default the one of the session.

    Raises:
        InputError: A file is wrong; the message names file and line.
    """
    laid = overlay if overlay is not None else overlay_dir()
    return _load(data_dir(), laid, spoken or language())


def practice_problems(base: Path, overlay: Path | None, knowledge: Knowledge) -> list[Problem]:
    """All that is wrong with the practices of a folder and of an overlay over it.

    Args:
        base: Our folder.
        overlay: Folder laid over it, if any.
        knowledge: What the practices may refer to.
    """
    gathered = _read(base, overlay, knowledge)
    for template, place in gathered.tables["templates"].values():
        gathered.problems += template_problems(template, place)
    for name in sorted({*languages(base), *(languages(overlay) if overlay else ())}):
        _translated(gathered, base, overlay, name)
    return gathered.problems


@lru_cache(maxsize=8)
def _load(base: Path, overlay: Path | None, spoken: str) -> Practices:
    with uncollected():
        gathered = _read(base, overlay, load_knowledge(overlay))
        tables = {kind: gathered.table(kind) for kind in gathered.tables}
        if spoken != DEFAULT_LANGUAGE:
            tables = _translated(gathered, base, overlay, spoken)
    if gathered.problems:
        raise refused(gathered.problems)
    order = {activity: place for place, activity in enumerate(tables["activities"])}
    practices = sorted(tables["practices"].values(), key=lambda p: order[p.doing])
    return Practices(
        activities=tables["activities"],
        practices={p.id: p for p in practices},
        templates=tables["templates"],
        ignored=frozenset(gathered.ignored),
        same=gathered.same,
        origin={
            f"{kind}:{i}": place.where
            for kind, table in gathered.tables.items()
            for i, (_, place) in table.items()
        },
    )


def _translated(
    gathered: _Gathered, base: Path, overlay: Path | None, spoken: str
) -> dict[str, dict[str, Any]]:
    """The rows in another language; ours translate our rows, not those in their place."""
    english = {kind: gathered.table(kind) for kind in gathered.tables}
    ours = {kind: {**table, **gathered.replaced[kind]} for kind, table in english.items()}
    found, problems = with_texts_apart(ours, [(base, "")], spoken, FOLDER)
    for kind, rows in gathered.replaced.items():
        found[kind] = {**found[kind], **{row: english[kind][row] for row in rows}}
    if overlay is not None:
        laid = [(overlay, f"{overlay}/")]
        found, more = with_texts_apart(found, laid, spoken, FOLDER)
        problems += more
    gathered.problems += problems
    return found


def _folders(base: Path, overlay: Path | None) -> list[tuple[Path, str]]:
    return [(base, ""), *([(overlay, f"{overlay}/")] if overlay else [])]


def _read(base: Path, overlay: Path | None, knowledge: Knowledge) -> _Gathered:
    gathered = _Gathered()
    for folder, prefix in _folders(base, overlay):
        _read_folder(folder, prefix, gathered)
    _find_files(base, overlay, gathered)
    for kind, row, name, message in _faults(gathered, knowledge):
        gathered.problems.append(gathered.tables[kind][row][1].problem(name, message))
    return gathered


def _read_folder(folder: Path, prefix: str, gathered: _Gathered) -> None:
    place = folder / FOLDER
    _read_table(place / "activities.yaml", prefix, "activities", _activity, gathered)
    _read_table(place / "templates" / "index.yaml", prefix, "templates", _template, gathered)
    _read_search(place / "search.yaml", prefix, gathered)
    for path in sorted(place.glob("*.yaml")):
        doing = path.stem
        if doing in OTHER_FILES:
            continue
        if doing not in gathered.tables["activities"]:
            name = f"{prefix}{FOLDER}/{path.name}"
            message = f"activities.yaml has no activity “{doing}”."
            gathered.problems.append(Problem(name, 1, message))
            continue
        _read_table(path, prefix, "practices", _practice_of(doing), gathered)


def _top(path: Path, prefix: str, gathered: _Gathered) -> Row | None:
    inside = path.relative_to(path.parents[1 if path.parent.name == FOLDER else 2])
    return File(f"{prefix}{inside}", gathered.problems).load(path)


def _read_table(path: Path, prefix: str, kind: str, parse: _Parse, gathered: _Gathered) -> None:
    top = _top(path, prefix, gathered)
    if top is None:
        return
    table = gathered.tables[kind]
    ours = {i for i, (_, place) in table.items() if not prefix or place.file.startswith(prefix)}
    for row in top.rows(kind, required=True):
        found = parse(row)
        row.finish()
        if found.id in ours:
            row.wrong("id", f"the id “{found.id}” is there already, at {table[found.id][1].where}.")
            continue
        ours.add(found.id)
        if found.id in table:
            gathered.replaced[kind][found.id] = table[found.id][0]
        table[found.id] = (found, row.place)
    top.finish()


def _read_search(path: Path, prefix: str, gathered: _Gathered) -> None:
    top = _top(path, prefix, gathered)
    if top is None:
        return
    gathered.ignored |= set(top.texts("ignored"))
    same = top.row("same")
    for name in same.names() if same else ():
        gathered.same[name] = same.text(name, required=True) if same else ""
    top.finish()


def _activity(row: Row) -> Activity:
    return Activity(
        id=row_id(row),
        title=row.text("title", required=True),
        text=row.text("text", required=True),
        provenance=row.provenance(),
    )


def _template(row: Row) -> Template:
    found = Template(
        id=row_id(row),
        file=row.text("file", required=True),
        name=row.text("name", required=True),
        title=row.text("title", required=True),
        text=row.text("text", required=True),
        materials=row.choices("materials", Material),
        settles=row.texts("settles"),
        provenance=row.provenance(),
        path=Path(),
    )
    if "/" in found.file or "\\" in found.file or found.file.startswith("."):
        row.wrong("file", f"“{found.file}” must be the name of a file in templates/.")
        return replace(found, file="")
    if found.name.startswith("/") or ".." in Path(found.name).parts:
        row.wrong("name", f"“{found.name}” must be a path inside a project.")
    return found


def _practice_of(doing: str) -> Callable[[Row], Practice]:
    def practice(row: Row) -> Practice:
        found = Practice(
            id=row_id(row),
            doing=doing,
            title=row.text("title", required=True),
            asked=row.texts("asked"),
            steps=row.texts("steps", required=True),
            why=row.text("why", required=True),
            materials=row.choices("materials", Material),
            checks=row.texts("checks"),
            templates=row.texts("templates"),
            terms=row.texts("terms"),
            questions=row.texts("questions"),
            apps=row.texts("apps"),
            see=row.texts("see"),
            provenance=row.provenance(),
        )
        if len(found.steps) > MAX_STEPS:
            row.wrong("steps", f"“steps” has {len(found.steps)}, at most {MAX_STEPS} are read.")
        return found

    return practice


def _find_files(base: Path, overlay: Path | None, gathered: _Gathered) -> None:
    """Where each template lies: in the overlay, else in ours."""
    places = [folder / FOLDER / "templates" for folder, _ in reversed(_folders(base, overlay))]
    for i, (template, row) in gathered.tables["templates"].items():
        found = [place / template.file for place in places if template.file]
        path = next((path for path in found if path.is_file()), None)
        if path is not None:
            gathered.tables["templates"][i] = (replace(template, path=path), row)
        elif template.file:
            message = f"there is no file “{template.file}” in templates/."
            gathered.problems.append(row.problem("file", message))


def _faults(gathered: _Gathered, knowledge: Knowledge) -> Iterator[tuple[str, str, str, str]]:
    """Kind, row id, field and message of what refers to nothing."""
    practices, templates = gathered.table("practices"), gathered.table("templates")
    checks = {*knowledge.findings, *knowledge.checklist}
    questions = {question.id for question in knowledge.questions}
    known: Mapping[str, tuple[set[str], str]] = {
        "checks": (checks, "neither findings/ nor checklist.yaml has “{}”."),
        "templates": (set(templates), "templates/index.yaml has no template “{}”."),
        "terms": (set(knowledge.terms), "glossary.yaml has no term “{}”."),
        "questions": (questions, "questions.yaml has no question “{}”."),
        "see": (set(practices), "there is no practice “{}”."),
    }
    for practice in practices.values():
        for name, (ids, message) in known.items():
            for value in getattr(practice, name):
                if value not in ids:
                    yield "practices", practice.id, name, message.format(value)
        for app in practice.apps:
            if app.partition("?")[0] not in APPS:
                yield "practices", practice.id, "apps", f"“{app}” begins with no app of ours."
        if practice.id in practice.see:
            yield "practices", practice.id, "see", "“see” must not name the practice itself."
    used = {template for practice in practices.values() for template in practice.templates}
    for template in templates.values():
        if template.id not in used:
            yield "templates", template.id, "id", f"no practice names “{template.id}”."
        for finding in template.settles:
            if finding not in knowledge.findings:
                yield "templates", template.id, "settles", f"findings/ has no “{finding}”."
