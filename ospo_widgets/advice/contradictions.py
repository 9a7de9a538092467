# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pairs of answers that do not go together, each named with both keys."""

from __future__ import annotations

from collections.abc import Iterator

from ospo_widgets.advice.assembly import many
from ospo_widgets.advice.model import AnswerProblem, Answers
from ospo_widgets.project import Project
from ospo_widgets.wording import words

VALUES = ("anything", "changes", "everything")
"""Options of ``openness`` that say what others may do."""


def contradictions(project: Project, answers: Answers) -> Iterator[AnswerProblem]:
    """Contradictions among the answers.

    Args:
        project: The project as the answers complete it.
        answers: All answers.
    """
    yield from _openness(project, answers)
    yield from _company(project, answers)
    yield from _terms(answers)
    yield from _derivation(project, answers)
    if "contractor" in many(answers.get("authors")) and answers.get("contract") == "no":
        yield AnswerProblem("contract", words("advice.contradiction.contractor"), "authors")


def _openness(project: Project, answers: Answers) -> Iterator[AnswerProblem]:
    """An answer for all parts against an answer for one of them."""
    general = answers.get("openness")
    if general not in VALUES:
        return
    for part in project.parts:
        key = f"{part.id}/part-openness"
        own = answers.get(key)
        if own in VALUES and own != general:
            text = words("advice.contradiction.openness", part=part.name)
            yield AnswerProblem(key, text, "openness")


def _company(project: Project, answers: Answers) -> Iterator[AnswerProblem]:
    """A closed product is wanted, yet all that is built on it must stay open."""
    if answers.get("company") != "yes":
        return
    text = words("advice.contradiction.company")
    if answers.get("openness") == "everything":
        yield AnswerProblem("company", text, "openness")
    elif answers.get("openness") == "differs":
        keys = [f"{part.id}/part-openness" for part in project.parts]
        # One part that may be closed is enough for a product; all of them open leaves none.
        given = [answers.get(key) for key in keys if key in answers]
        if given and len(given) == len(keys) and all(v == "everything" for v in given):
            yield AnswerProblem("company", text, keys[0])


def _terms(answers: Answers) -> Iterator[AnswerProblem]:
    """The terms of a grant against the wish, or against themselves."""
    if answers.get("contract") != "allows":
        return
    terms = many(answers.get("funding-terms"))
    if {"consent", "consented"} <= set(terms):
        text = words("advice.contradiction.consent")
        yield AnswerProblem("funding-terms", text, "funding-terms")
    if "permissive" in terms and answers.get("openness") in ("changes", "everything"):
        yield AnswerProblem("funding-terms", words("advice.contradiction.terms"), "openness")


def _derivation(project: Project, answers: Answers) -> Iterator[AnswerProblem]:
    """Said to be new, and said to change the work of others."""
    if "upstream" not in many(answers.get("authors")):
        return
    for part in project.parts:
        key = f"{part.id}/derivation"
        other = f"{part.id}/upstream-license"
        if answers.get(key) == "original" and answers.get(other):
            text = words("advice.contradiction.derivation", part=part.name)
            yield AnswerProblem(key, text, other)
