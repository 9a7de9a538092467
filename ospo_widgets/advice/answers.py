# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The answers file, ``ospo-answers.json``: a project, its answers and the policy, to go on later.

``{"version": 1, "policy": "cern-current", "project": {…}, "answers": {"key": "option", …}}``
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ospo_widgets.advice.model import Answers, Value
from ospo_widgets.errors import InputError
from ospo_widgets.project import Project

VERSION = 1
"""Version of the format that we write; we read this one."""

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
    """What an answers file holds; whether the answers fit the questions is checked later.

    Attributes:
        version: Version of the format.
        project: The project, before its answers.
        answers: Answers by key.
        policy: Id of the policy profile.
    """

    version: int
    project: Project
    answers: Answers
    policy: str = DEFAULT_POLICY


def load_answers(text: str) -> AnswerFile:
    """Read an answers file; every field is checked, nothing is guessed or dropped.

    Args:
        text: JSON.

    Raises:
        InputError: It is no JSON, another version, or a field is wrong; the message names it.
            Nothing was taken from it.
    """
    if len(text) > MAX_CHARACTERS:
        raise _wrong(f"The answers file is longer than {MAX_CHARACTERS:,} characters.")
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _wrong(
            f"The answers file is not JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        ) from None
    except (RecursionError, ValueError):
        raise _wrong("The answers file cannot be read: it is nested too deep.") from None
    if not isinstance(data, Mapping):
        raise _wrong("The answers file must hold one object with named fields.")
    version = data.get("version")
    if version != VERSION or isinstance(version, bool):
        raise _wrong(f"“version” must be {VERSION}; newer versions need a newer suite.")
    unknown = sorted(set(data) - {"version", "policy", "project", "answers"})
    if unknown:
        raise _wrong(f"The answers file has a field that we do not know: “{unknown[0]}”.")
    policy = data.get("policy", DEFAULT_POLICY)
    if not isinstance(policy, str) or not policy:
        raise _wrong("“policy” must be the id of a policy, a text.")
    return AnswerFile(
        VERSION, Project.from_json(data.get("project", {})), _answers(data.get("answers")), policy
    )


def dump_answers(
    project: Project, answers: Answers, policy: str = DEFAULT_POLICY, *, version: int = VERSION
) -> str:
    """Text of an answers file, the same for the same content; ends with a newline."""
    data = {
        "version": version,
        "policy": policy,
        "project": project.to_json(),
        "answers": {
            key: value if isinstance(value, str) else list(value)
            for key, value in sorted(answers.items())
        },
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _answers(data: object) -> dict[str, Value]:
    if not isinstance(data, Mapping):
        raise _wrong("“answers” must be an object with one field an answer.")
    if len(data) > MAX_ANSWERS:
        raise _wrong(f"“answers” has more than {MAX_ANSWERS:,} fields.")
    found: dict[str, Value] = {}
    for key, value in data.items():
        if not key or len(key) > MAX_KEY:
            raise _wrong(f"“answers” has a key that is empty or longer than {MAX_KEY} characters.")
        if isinstance(value, str):
            found[key] = value
        elif isinstance(value, list) and all(isinstance(v, str) for v in value):
            found[key] = tuple(value)
        else:
            raise _wrong(f"The answer “{key}” must be a text or a list of texts.")
        if sum(len(v) for v in ((value,) if isinstance(value, str) else value)) > MAX_VALUE:
            raise _wrong(f"The answer “{key}” is longer than {MAX_VALUE:,} characters.")
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose fields are all different; JSON itself would keep the last."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _wrong(f"The answers file has the field “{key}” twice.")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise _wrong(f"The answers file has the value {name}, which is not JSON.")


def _wrong(message: str) -> InputError:
    return InputError(f"{message} No answer was taken from it.")
