# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the suite can do, as functions: the notebooks, the apps and the command line call these.

Every result displays itself in a notebook, and converts with ``to_frame()`` (pandas) and
``to_json()`` (plain data). The rooms behind are loaded when a function is first called.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ospo_widgets.api.best_practices import practice_template, practices
from ospo_widgets.api.letters import ask_office, catalogue_entry
from ospo_widgets.api.portfolios import collect_portfolio, import_portfolio
from ospo_widgets.api.projects import detect, fix, scan
from ospo_widgets.errors import InputError
from ospo_widgets.project import Material, Project, Use
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.advice.answers import AnswerFile
    from ospo_widgets.advice.model import Recommendation
    from ospo_widgets.advice.sheet.diligence import Sheet
    from ospo_widgets.licensing.grid import Grid
    from ospo_widgets.licensing.model import Verdict
    from ospo_widgets.licensing.outbound import Outbound
    from ospo_widgets.office.letter import Letter
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.scanning.result import ScanResult

__all__ = [
    "Portfolio",
    "advise",
    "all_against_all",
    "ask_office",
    "catalogue_entry",
    "collect_portfolio",
    "compatible",
    "detect",
    "due_diligence",
    "fix",
    "import_portfolio",
    "office_mail",
    "outbound_candidates",
    "practice_template",
    "practices",
    "read_answers",
    "scan",
]

MAX_ANSWERS_BYTES = 1_000_000
"""An answers file has a few kilobytes; anything larger is another file."""


def __getattr__(name: str) -> object:
    """Load :class:`Portfolio` when it is first asked for."""
    if name == "Portfolio":
        from ospo_widgets.portfolio import Portfolio

        return Portfolio
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def advise(
    answers: AnswerFile | Mapping[str, object] | str | os.PathLike[str],
    *,
    project: Project | None = None,
    policy: str | None = None,
) -> Recommendation:
    """Licence advice for each part of a project, with reasons from the answers and from sources.

    Args:
        answers: An answers file (its path, or read already), or a mapping from question keys to
            option ids. ``ospo advise --questions`` lists both.
        project: The project that the answers complete, for example ``scan(…).project``. An
            answers file brings its own; this one then takes its place.
        policy: Id of the policy profile; by default the one of the file, else ``cern-current``.

    Raises:
        InputError: The file cannot be read, an answer is unknown, or two answers contradict each
            other. No advice was given.
    """
    from ospo_widgets.advice.answers import DEFAULT_POLICY, AnswerFile
    from ospo_widgets.advice.questionnaire import Questionnaire
    from ospo_widgets.advice.recommend import recommend
    from ospo_widgets.knowledge import load_knowledge

    if isinstance(answers, str | os.PathLike):
        answers = read_answers(answers)
    given: Mapping[str, str | tuple[str, ...]]
    if isinstance(answers, AnswerFile):
        project = project or answers.project
        policy = policy or answers.policy
        given = answers.answers
    else:
        given = {key: _value(key, value) for key, value in answers.items()}
    project = project or Project()
    policy = policy or DEFAULT_POLICY
    knowledge = load_knowledge()
    problems = Questionnaire(knowledge, policy).problems(project, given)
    if problems:
        listed = " ".join(f"“{p.key}”: {p.message}" for p in problems)
        raise InputError(words("given.answers.none", problems=listed))
    return recommend(project, given, knowledge=knowledge, policy=policy)


def due_diligence(
    advice: Recommendation | AnswerFile | Mapping[str, object] | str | os.PathLike[str],
    *,
    on: date | None = None,
    asked_by: str = "",
    holder: str = "",
    beneficiary: str = "",
    scanned: ScanResult | None = None,
) -> Sheet:
    """The due-diligence sheet for the group leader: one page to decide on, and the record behind.

    It shows itself in a notebook; ``to_html()``, ``to_pdf()``, ``to_markdown()`` and ``to_json()``
    make files of it.

    Args:
        advice: What :func:`advise` gave, or what it takes.
        on: Day of the sheet; by default today.
        asked_by: Role of who asks, never a name; by default the answer to the form.
        holder: Who holds the copyright; by default the policy's own holder.
        beneficiary: Collaboration for whose benefit it is held; by default the one answered.
        scanned: Scan of the project, for the check of its files.

    Raises:
        InputError: The answers cannot be used.
    """
    from ospo_widgets.advice.sheet.diligence import due_diligence as make

    return make(
        _advised(advice),
        on=on or date.today(),
        asked_by=asked_by,
        holder=holder,
        beneficiary=beneficiary,
        findings=None if scanned is None else scanned.findings,
    )


def office_mail(
    advice: Recommendation | AnswerFile | Mapping[str, object] | str | os.PathLike[str],
    *,
    question: str = "",
    sheet: Sheet | None = None,
    attachments: Mapping[str, bytes] | None = None,
    sender: str = "",
) -> Letter:
    """Draft a mail to the office, with the sheet and the answers attached; nothing is sent.

    On a hold it names whom to ask, in which order, and no licence. ``eml_bytes()`` is a draft for a
    mail program, ``mailto()`` a link, ``text()`` a preview.

    Args:
        advice: What :func:`advise` gave, or what it takes.
        question: What you want to know.
        sheet: By default the sheet of today.
        attachments: More files, name to content.
        sender: Your mail address; by default your mail program fills it in.

    Raises:
        InputError: The answers, the sender or the name of a file cannot be used.
    """
    from ospo_widgets.advice.answers import dump_answers
    from ospo_widgets.advice.mail import office_mail as make

    found = _advised(advice)
    shown = sheet or due_diligence(found)
    answers = dump_answers(found.asked, found.answers, found.policy)
    files = {
        # What UTF-8 cannot hold becomes the escape that JSON has for it.
        "ospo-answers.json": answers.encode("utf-8", "backslashreplace"),
        "sheet.html": shown.to_html().encode("utf-8"),
        **(attachments or {}),
    }
    return make(found, question=question, sheet=shown, attachments=files, sender=sender)


def compatible(inbound: str, into: str, use: Use | str = Use.DYNAMIC_LINK) -> Verdict:
    """May something under one licence be used in a work under another?

    Args:
        inbound: What is used: SPDX expression, everyday name or component, for example
            ``"LGPL-3.0-only"``, ``"GPL v3"`` or ``"ROOT with MathMore"``.
        into: Licence of the work that uses it, for example ``"Apache-2.0"``.
        use: How it is used: a :class:`~ospo_widgets.project.Use` or its value.

    Raises:
        InputError: A name or the use is not known; the message names the place.
    """
    from ospo_widgets.licensing.compatibility import compatible as decide
    from ospo_widgets.licensing.resolve import resolve

    how = _use(use)
    return decide(resolve(inbound).expression, resolve(into).expression, how)


def outbound_candidates(
    inbound: Sequence[str | tuple[str, Use | str]],
    use: Use | str = Use.DYNAMIC_LINK,
    *,
    candidates: Sequence[str] | None = None,
    material: Material | str | None = None,
) -> Outbound:
    """Licences under which work that uses all of these can be handed out.

    Args:
        inbound: Licences or components; each may bring its own use.
        use: How those without a use of their own are used.
        candidates: Licences to try; by default every open licence that suits.
        material: What the work is; by default what follows from the uses.

    Raises:
        InputError: A name, a use or the material is not known.
    """
    from ospo_widgets.licensing.outbound import outbound_candidates as find

    items = [item if isinstance(item, str) else (item[0], _use(item[1])) for item in inbound]
    made = None
    if material is not None:
        try:
            made = Material(material)
        except ValueError:
            raise InputError(
                words("given.pair.material", material=material),
                remedy=words("given.known", known=", ".join(Material)),
            ) from None
    return find(items, use=_use(use), candidates=candidates, material=made)


def all_against_all(items: Sequence[str], use: Use | str = Use.DYNAMIC_LINK) -> Grid:
    """Judge every licence or component of a list against every other one.

    Args:
        items: SPDX expressions, everyday names or components.
        use: How one is used in the other.

    Raises:
        InputError: A name or the use is not known.
    """
    from ospo_widgets.licensing.grid import all_against_all as judge

    return judge(items, _use(use))


def _use(use: Use | str) -> Use:
    try:
        return Use(use)
    except ValueError:
        raise InputError(
            words("given.pair.use", use=use), remedy=words("given.known", known=", ".join(Use))
        ) from None


def read_answers(source: str | os.PathLike[str] | BinaryIO) -> AnswerFile:
    """Read an answers file (``ospo-answers.json``), as the advisor saves it.

    Args:
        source: Path of the file, or a stream of its bytes.

    Raises:
        InputError: It is missing, too large, no text, or has unknown fields or values.
    """
    from ospo_widgets.advice.answers import load_answers

    name = str(source) if isinstance(source, str | os.PathLike) else "standard input"
    try:
        if isinstance(source, str | os.PathLike):
            with Path(source).open("rb") as stream:
                raw = stream.read(MAX_ANSWERS_BYTES + 1)
        else:
            raw = source.read(MAX_ANSWERS_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it cannot be opened"
        raise InputError(words("given.answers.unreadable", name=name, why=why)) from None
    if len(raw) > MAX_ANSWERS_BYTES:
        raise InputError(words("given.answers.large", name=name))
    try:
        return load_answers(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(words("given.answers.encoding", name=name)) from None


def _advised(
    advice: Recommendation | AnswerFile | Mapping[str, object] | str | os.PathLike[str],
) -> Recommendation:
    from ospo_widgets.advice.model import Recommendation

    return advice if isinstance(advice, Recommendation) else advise(advice)


def _value(key: str, value: object) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | set | frozenset) and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise InputError(words("given.answers.option", key=key))
