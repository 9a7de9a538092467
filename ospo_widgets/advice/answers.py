# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The answers file, ``ospo-answers.json``: a project, its answers and the policy, to go on later.

``{"version": 1, "policy": "cern-current", "project": {…}, "answers": {"key": "option", …},
"knowledge_date": "2026-11-22", "questions": {"patent": "3f9a01", …}}``

The last two say on which questions the answers rest, so that a later suite can mark those whose
question changed; files without them are read as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ospo_widgets.advice.model import Answers, Value
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.revisions import changed_answers, changed_on, fingerprints
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Project
from ospo_widgets.wording import day, number, plural, words

VERSION = 1
"""Version of the format that we write; we read this one."""

FIELDS = frozenset({"version", "policy", "project", "answers", "knowledge_date", "questions"})

MAX_CHARACTERS = 1_000_000
"""Longest answers file, in characters; ours have a few thousand."""
MAX_ANSWERS = 5_000
"""Most answers in a file."""
MAX_KEY = 200
"""Longest answer key, in characters."""
MAX_VALUE = 10_000
"""Longest answer, in characters."""

DEFAULT_POLICY = "cern-current"


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What an answers file or a link holds.

    Attributes:
        version: Version of the format.
        project: The project, before its answers.
        answers: Answers by key.
        policy: Id of the policy profile.
        knowledge_date: Newest review of the knowledge when it was written, None when not said.
        changed: Keys of answers whose question changed since; they need a look. Read leniently,
            one whose value no question takes any more is not among the answers.
        changed_on: Day on which those questions were last reviewed, None when none changed.
        left_out: Keys of answers that could not be used; only when read leniently.
    """

    version: int
    project: Project
    answers: Answers
    policy: str = DEFAULT_POLICY
    knowledge_date: date | None = None
    changed: tuple[str, ...] = ()
    changed_on: date | None = None
    left_out: tuple[str, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person has to know about the answers, in sentences; empty when all is well."""
        found = []
        if self.left_out:
            read = plural("answers.read", len(self.answers))
            found.append(plural("answers.left_out", len(self.left_out), read=read))
        if self.changed and self.changed_on:
            total = len({*self.answers, *self.changed})
            on = day(self.changed_on)
            found.append(plural("answers.changed", len(self.changed), total=total, date=on))
        return tuple(found)


def load_answers(
    text: str, *, lenient: bool = False, knowledge: Knowledge | None = None
) -> AnswerFile:
    """Read an answers file; every field is checked and nothing is guessed.

    Args:
        text: JSON.
        lenient: Leave out what cannot be used and say so, as for a link that somebody changed;
            otherwise any fault refuses the file, and values are checked later.
        knowledge: Questions to compare with; by default what ships with the package.

    Raises:
        InputError: It is no JSON, another version, or, when not lenient, a field is wrong; the
            message names it. Nothing was taken from it.
    """
    data = _parsed(text)
    version = data.get("version")
    if version != VERSION or isinstance(version, bool):
        raise _wrong("version", version=VERSION)
    known = knowledge or load_knowledge()
    left_out: list[str] = []
    try:
        _check_fields(data)
        project = Project.from_json(data.get("project", {}))
        policy = _policy(data.get("policy", DEFAULT_POLICY))
        written = _fingerprints(data.get("questions", {}))
        read_on = _day(data.get("knowledge_date"))
    except InputError:
        if not lenient:
            raise
        project, policy, written, read_on = _what_can_be_read(data, known)
    answers = _answers(data.get("answers"), left_out if lenient else None)
    changed = changed_answers(answers, written, known)
    if lenient:
        policy = policy if policy in known.policies else DEFAULT_POLICY
        read = answers
        answers = _usable(project, read, Questionnaire(known, policy))
        # What a new question made useless is no fault of the link: it is marked, not left out.
        left_out += [key for key in read if key not in answers and key not in changed]
    return AnswerFile(
        VERSION,
        project,
        answers,
        policy,
        read_on,
        changed,
        changed_on(changed, known) if changed else None,
        tuple(dict.fromkeys(left_out)),
    )


def dump_answers(
    project: Project,
    answers: Answers,
    policy: str = DEFAULT_POLICY,
    *,
    version: int = VERSION,
    knowledge: Knowledge | None = None,
) -> str:
    """Text of an answers file, the same for the same content; ends with a newline."""
    known = knowledge or load_knowledge()
    data = {
        "version": version,
        "policy": policy,
        "project": project.to_json(),
        "answers": {
            key: value if isinstance(value, str) else list(value)
            for key, value in sorted(answers.items())
        },
        "knowledge_date": known.reviewed_on.isoformat(),
        "questions": dict(sorted(fingerprints(answers, known).items())),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


# --- reading --------------------------------------------------------------------------------------


def _parsed(text: str) -> Mapping[str, object]:
    if len(text) > MAX_CHARACTERS:
        raise _wrong("long", limit=number(MAX_CHARACTERS))
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        fault = {"why": error.msg, "line": error.lineno, "column": error.colno}
        raise _wrong("json", **fault) from None
    except (RecursionError, ValueError):
        raise _wrong("deep") from None
    if not isinstance(data, Mapping):
        raise _wrong("object")
    return data


def _check_fields(data: Mapping[str, object]) -> None:
    unknown = sorted(set(data) - FIELDS)
    if unknown:
        raise _wrong("field", name=unknown[0][:MAX_KEY])


def _policy(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise _wrong("policy")
    return value


def _fingerprints(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or len(value) > MAX_ANSWERS:
        raise _wrong("questions")
    if not all(isinstance(v, str) for v in value.values()):
        raise _wrong("questions")
    return {str(k): str(v) for k, v in value.items()}


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _wrong("date") from None


def _what_can_be_read(
    data: Mapping[str, object], known: Knowledge
) -> tuple[Project, str, dict[str, str], date | None]:
    """Each field by itself; what is wrong takes its usual value."""
    try:
        project = Project.from_json(data.get("project", {}))
    except InputError:
        project = Project()
    policy = data.get("policy")
    try:
        written = _fingerprints(data.get("questions", {}))
    except InputError:
        written = {}
    try:
        read_on = _day(data.get("knowledge_date"))
    except InputError:
        read_on = None
    named = policy if isinstance(policy, str) and policy in known.policies else DEFAULT_POLICY
    return project, named, written, read_on


def _answers(data: object, left_out: list[str] | None) -> dict[str, Value]:
    """Answers in the right shape; with a list for what is left out, others are noted there."""
    if not isinstance(data, Mapping) or len(data) > MAX_ANSWERS:
        if left_out is not None and not isinstance(data, Mapping):
            return {}
        fault = "answers" if not isinstance(data, Mapping) else "answers_many"
        raise _wrong(fault, limit=number(MAX_ANSWERS))
    found: dict[str, Value] = {}
    for key, value in data.items():
        try:
            found[key] = _answer(key, value)
        except InputError:
            if left_out is None:
                raise
            left_out.append(str(key)[:MAX_KEY])
    return found


def _answer(key: str, value: object) -> Value:
    if not key or len(key) > MAX_KEY:
        raise _wrong("key", limit=MAX_KEY)
    if isinstance(value, str):
        found: Value = value
    elif isinstance(value, list) and all(isinstance(v, str) for v in value):
        found = tuple(value)
    else:
        raise _wrong("value", key=key)
    if sum(len(v) for v in ((found,) if isinstance(found, str) else found)) > MAX_VALUE:
        raise _wrong("value_long", key=key, limit=number(MAX_VALUE))
    return found


def _usable(project: Project, answers: dict[str, Value], form: Questionnaire) -> dict[str, Value]:
    """Answers without those that no question takes; contradictions stay, the page shows them."""
    kept = dict(answers)
    # Without one answer another may lose its part, so this goes on until nothing is wrong.
    while faulty := {
        p.key for p in form.problems(project, kept) if p.other_key in ("", p.key) and p.key in kept
    }:
        kept = {key: value for key, value in kept.items() if key not in faulty}
    return kept


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose fields are all different; JSON itself would keep the last."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _wrong("twice", name=key[:MAX_KEY])
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise _wrong("constant", name=name)


def _wrong(fault: str, **values: object) -> InputError:
    return InputError(words(f"answers.fault.{fault}", **values))
