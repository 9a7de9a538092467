# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is wrong with one answer: its key, its shape, or its value."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ospo_widgets.advice.assembly import many
from ospo_widgets.advice.known import KNOWN, read_known
from ospo_widgets.advice.model import UNKNOWN, AnswerProblem, Value
from ospo_widgets.advice.named import MAX_TEXT, read_names
from ospo_widgets.advice.phrases import shown
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Knowledge, Question
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.wording import number, words


def key_problems(
    key: str, value: Value, part_ids: Collection[str], knowledge: Knowledge
) -> Iterator[AnswerProblem]:
    """Problems of a key that leads to a part, or that chooses the licence of one."""
    pieces = key.split("/")
    if len(pieces) > 1 and pieces[0] not in part_ids:
        yield AnswerProblem(key, words("advice.problem.part", part=pieces[0]))
    elif not isinstance(value, str) or value not in knowledge.licenses:
        yield AnswerProblem(key, words("advice.problem.choice", value=shown(value)))


def value_problems(
    key: str, value: Value, question: Question, knowledge: Knowledge, *, offered: bool
) -> Iterator[AnswerProblem]:
    """Problems of a value.

    Args:
        key: Key of the answer.
        value: The answer.
        question: The question, with all options when it is asked now.
        knowledge: Licences and components.
        offered: The question is asked now.
    """
    if question.kind == "text":
        yield from _text_problems(key, value, question, knowledge)
    elif question.kind == "one" and not isinstance(value, str):
        yield AnswerProblem(key, words("advice.problem.one"))
    else:
        yield from _option_problems(key, many(value), question, offered)


def _text_problems(
    key: str, value: Value, question: Question, knowledge: Knowledge
) -> Iterator[AnswerProblem]:
    if not isinstance(value, str):
        yield AnswerProblem(key, words("advice.problem.text"))
    elif len(value) > MAX_TEXT:
        yield AnswerProblem(key, words("advice.problem.long", limit=number(MAX_TEXT)))
    elif value in ("", UNKNOWN):
        return
    elif question.id == "components":
        named = read_names(value, knowledge)
        for fault in named.faults:
            yield AnswerProblem(key, fault)
        for name in named.unknown:
            yield AnswerProblem(key, words("advice.problem.component", name=name))
    elif question.id == KNOWN:
        for fault in read_known(value, knowledge).faults:
            yield AnswerProblem(key, fault)
    elif question.id == "upstream-license":
        try:
            parse(value)
        except InputError as error:
            yield AnswerProblem(key, str(error))


def _option_problems(
    key: str, chosen: tuple[str, ...], question: Question, offered: bool
) -> Iterator[AnswerProblem]:
    known = [option.id for option in question.options]
    if not chosen:
        yield AnswerProblem(key, words("advice.problem.empty"))
    for value in chosen:
        # Options of optional parts are only known while their question is asked.
        if value not in known and (offered or question.id != "component-extras"):
            yield AnswerProblem(
                key, words("advice.problem.option", value=value, known=", ".join(known))
            )
    alone = {UNKNOWN, "none"} & set(chosen) & set(known)
    if alone and len(chosen) > 1:
        yield AnswerProblem(key, words("advice.problem.alone"), key)
