# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a change of the knowledge changes for those who ask: verdicts and recommendations.

Two states are asked the same: every pair of licences that changed rows speak of, by every use, and
the worked cases (answers files). What comes out otherwise is told. Both states are asked in one
process, each in its own context, see :func:`ospo_widgets.resources.using_data`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ospo_widgets.advice.answers import AnswerFile, load_answers
from ospo_widgets.advice.model import PartAdvice, Recommendation
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.knowledge.difference import RowChange, State
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.knowledge.references import Names
from ospo_widgets.knowledge.source_rows import Shelf, SourceRow
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.progress import Cancel, Progress, Report, silent
from ospo_widgets.project import Project, Use
from ospo_widgets.resources import using_data
from ospo_widgets.wording import DEFAULT_LANGUAGE, language, texts_of, words

MAX_PAIRS = 60_000
"""Most pairs that are asked; a change of everything is told by the first of them."""

CASES = "examples"
"""Folder of data with worked cases, ``answers-*.json``."""


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A pair that is judged otherwise.

    Attributes:
        inbound: Licence that is used.
        outbound: Licence of the work that uses it.
        use: How.
        before: Answer before; empty where a licence was not there.
        after: Answer after; empty where a licence is not there any more.
        whole: Licence of the whole, where it is the only thing that differs: “before → after”.
    """

    inbound: str
    outbound: str
    use: Use
    before: str
    after: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A worked case with another outcome.

    Attributes:
        case: Name of the case.
        part: Id of the part; empty for the whole project.
        what: ``licenses``, ``chosen``, ``excluded``, ``holds``, ``points`` or ``problem``.
        before: Ids before.
        after: Ids after.
    """

    case: str
    part: str
    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change changes.

    Attributes:
        verdicts: Pairs that are judged otherwise.
        cases: Worked cases that come out otherwise.
        pairs: Pairs that were asked, by all uses.
        asked: Worked cases that were asked.
        cut: Not all pairs that rows speak of were asked.
    """

    verdicts: tuple[VerdictChange, ...]
    cases: tuple[CaseChange, ...]
    pairs: int
    asked: int
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.verdicts or self.cases)


def effects_of(
    before: State,
    after: State,
    changes: Sequence[RowChange],
    shelves: tuple[Shelf, Shelf],
    *,
    cases: Mapping[str, str] | None = None,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> Effects:
    """Ask both states the same and compare.

    Args:
        before: One state; its files must be sound.
        after: The other one.
        changes: Rows that differ.
        shelves: Rows of both.
        cases: Name to content of answers files; by default those that ship with the package.
        report: Hears how far it is.
        cancel: Tells to stop.

    Raises:
        InputError: One of the states cannot be used; the message names file and line.
        CancelledError: It was told to stop.
    """
    found = sorted(_pairs(changes, shelves))
    pairs = found[:MAX_PAIRS]
    told = dict(cases if cases is not None else worked_cases(before.base))
    # The texts of the pages must come from where they are now, not from one of the two states.
    texts_of("common", DEFAULT_LANGUAGE), texts_of("common", language())
    states = []
    for place, state in enumerate((before, after)):
        with using_data(state.base, state.overlay):
            knowledge = load_knowledge(state.overlay)
            answers = _verdicts(pairs, knowledge, place, report, cancel)
            states.append((answers, {n: _outcome(text, knowledge) for n, text in told.items()}))
    (old, old_cases), (new, new_cases) = states
    return Effects(
        tuple(_differing(old, new)),
        tuple(c for name in told for c in _case_changes(name, old_cases[name], new_cases[name])),
        len(pairs),
        len(told),
        len(found) > len(pairs),
    )


def worked_cases(base: Path) -> dict[str, str]:
    """The worked cases of a folder of data, name to content."""
    return cases_in(base / CASES, "answers-*.json")


def cases_in(folder: Path, pattern: str = "*.json") -> dict[str, str]:
    """Answers files of a folder, name to content."""
    files = sorted(folder.glob(pattern))
    return {path.stem.removeprefix("answers-"): path.read_text(encoding="utf-8") for path in files}


# --- pairs ----------------------------------------------------------------------------------------


def _pairs(changes: Sequence[RowChange], shelves: tuple[Shelf, Shelf]) -> set[tuple[str, str]]:
    """Pairs of licences of which changed rows speak, with the versions that “or later” reaches."""
    licenses = [
        row.id for shelf in shelves for row in shelf.rows.values() if row.kind == "licenses"
    ]
    every = tuple(dict.fromkeys(licenses))
    names = [Names(shelf.rows) for shelf in shelves]
    touched = {c.key for c in changes if not c.only_review}
    pairs: set[tuple[str, str]] = set()
    for shelf, known in zip(shelves, names, strict=True):
        earlier = _reached_from(shelf)
        for row in shelf.rows.values():
            if row.kind == "verdicts":
                # The same row says the same of those that were in its groups before and are now.
                moved = every if row.key in touched else _moved(row, touched, names)
                concerned = set(moved).union(*(earlier.get(one, ()) for one in moved))
                inbound = _opened(row.data.get("inbound"), known, earlier)
                outbound = _opened(row.data.get("outbound"), known, earlier)
                pairs.update((a, b) for a in inbound & concerned for b in outbound)
                pairs.update((a, b) for a in inbound for b in outbound & concerned)
            elif row.kind == "licenses" and row.key in touched:
                for own in (row.id, *earlier.get(row.id, ())):
                    pairs.update(pair for other in every for pair in ((own, other), (other, own)))
    pairs |= set(_matrix_pairs(changes))
    known_ids = set(every)
    return {(a, b) for a, b in pairs if a in known_ids and b in known_ids}


def _reached_from(shelf: Shelf) -> dict[str, tuple[str, ...]]:
    """Licence to those from which “or later” reaches it."""
    found: dict[str, list[str]] = {}
    for row in shelf.rows.values():
        later = row.data.get("later")
        if row.kind == "licenses" and isinstance(later, tuple):
            for license_id in later:
                found.setdefault(str(license_id), []).append(row.id)
    return {license_id: tuple(ids) for license_id, ids in found.items()}


def _moved(row: SourceRow, touched: set[str], names: Sequence[Names]) -> set[str]:
    """Licences that joined or left a group of which a verdict speaks."""
    if not any(key.startswith("groups/") for key in touched):
        return set()
    used = [
        str(value)[1:]
        for field in ("inbound", "outbound")
        if isinstance(listed := row.data.get(field), tuple)
        for value in listed
        if str(value).startswith("@")
    ]
    old, new = names
    return {
        license_id
        for group in used
        for license_id in set(old.groups.get(group, ())) ^ set(new.groups.get(group, ()))
    }


def _opened(value: object, names: Names, earlier: Mapping[str, tuple[str, ...]]) -> set[str]:
    ids: set[str] = set()
    for one in value if isinstance(value, tuple) else ():
        text = str(one)
        ids.update(names.groups.get(text[1:], ()) if text.startswith("@") else (text,))
    return ids | {before for license_id in ids for before in earlier.get(license_id, ())}


def _matrix_pairs(changes: Iterable[RowChange]) -> Iterator[tuple[str, str]]:
    """Pairs whose letter differs."""
    for change in changes:
        if change.key.startswith("matrices/"):
            old, new = (_letters(row) for row in (change.before, change.after))
            for pair in {*old, *new}:
                if old.get(pair) != new.get(pair):
                    yield pair


def _letters(row: SourceRow | None) -> dict[tuple[str, str], str]:
    listed, rows = (row.data.get("licenses"), row.data.get("rows")) if row else ((), {})
    if not isinstance(listed, tuple) or not isinstance(rows, Mapping):
        return {}
    return {
        (str(inbound), str(outbound)): letter
        for outbound, letters in rows.items()
        for inbound, letter in zip(listed, str(letters), strict=False)
    }


_Answers = dict[tuple[str, str, Use], tuple[str, str]]


def _verdicts(
    pairs: Sequence[tuple[str, str]],
    knowledge: Knowledge,
    place: int,
    report: Report,
    cancel: Cancel | None,
) -> _Answers:
    answers: _Answers = {}
    for number, (inbound, outbound) in enumerate(pairs):
        if number % 100 == 0:
            if cancel is not None and cancel.is_set():
                raise CancelledError(words("knowledge.diff.stopped"))
            report(Progress("verdicts", place * len(pairs) + number, 2 * len(pairs)))
        if inbound in knowledge.licenses and outbound in knowledge.licenses:
            for use in Use:
                verdict = compatible(inbound, outbound, use, knowledge=knowledge)
                answers[inbound, outbound, use] = (str(verdict.answer), verdict.whole)
    return answers


def _differing(old: _Answers, new: _Answers) -> Iterator[VerdictChange]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ("", "")), new.get(key, ("", ""))
        if before != after:
            whole = f"{before[1]} → {after[1]}" if before[0] == after[0] else ""
            yield VerdictChange(*key, before[0], after[0], whole)


# --- cases ----------------------------------------------------------------------------------------

_Outcome = dict[tuple[str, str], tuple[str, ...]]
"""Part and what, to ids."""


def _outcome(text: str, knowledge: Knowledge) -> _Outcome:
    try:
        case: AnswerFile = load_answers(text)
        project = case.project or Project()
        advice = recommend(project, case.answers, knowledge=knowledge, policy=case.policy)
    except InputError as error:
        return {("", "problem"): (str(error),)}
    return dict(_told(advice))


def _told(advice: Recommendation) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    yield ("", "holds"), tuple(hold.rule for hold in advice.holds)
    yield ("", "points"), tuple(dict.fromkeys(point.id for point in advice.open_points))
    for found in advice.parts:
        yield from _told_of(found)


def _told_of(found: PartAdvice) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    yield (found.part.id, "chosen"), (found.chosen,) if found.chosen else ()
    yield (
        (found.part.id, "licenses"),
        tuple(f"{c.license.id} ({c.answer})" for c in found.candidates),
    )
    yield (found.part.id, "excluded"), tuple(e.license.id for e in found.excluded)


def _case_changes(name: str, old: _Outcome, new: _Outcome) -> Iterator[CaseChange]:
    for part, what in dict.fromkeys((*old, *new)):
        before, after = old.get((part, what), ()), new.get((part, what), ())
        if before != after:
            yield CaseChange(name, part, what, before, after)
