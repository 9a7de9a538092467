# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the advisor: a project, the answers so far, and which question is open. No widgets."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import traitlets as tl

from ospo_widgets.advice.answers import DEFAULT_POLICY, dump_answers, load_answers
from ospo_widgets.advice.changes import what_frees, what_unlocks, what_would_change
from ospo_widgets.advice.model import AnswerProblem, Change, Recommendation, Step, Value
from ospo_widgets.advice.questionnaire import CHOICE, Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.advice.revisions import ChangedRow
from ospo_widgets.apps.licence_advisor.links import public_address
from ospo_widgets.apps.licence_advisor.outcome import Outcome
from ospo_widgets.apps.state import LINK_BYTES, pack, unpack
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Knowledge, load_knowledge
from ospo_widgets.project import Project
from ospo_widgets.wording import words

SECTIONS = ("parts", "rights", "uses", "future", "checks")
"""Steps of the history bar, in order."""

SCREENS = ("start", "parts", "question", "result", "sheet", "mail", "rules")
"""What the page can show; all but the first three need no open question."""

KNOWN_LICENSE = "known-license"
"""Key of the answer by which a person names the licence that they have in mind already."""


class AdvisorModel(tl.HasTraits):
    """The advisor without a screen.

    Attributes:
        screen: One of :data:`SCREENS`.
        key: Key of the open question, empty on the other screens.
        changed: Keys of answers whose question changed since they were given.
        rules_changed: Rules reviewed since the file that was opened was written.
        notices: What a person has to know about a file or a link, in sentences.
        revision: Grows after every change, once all of it is made; views watch this alone.
    """

    screen = tl.Enum(SCREENS, default_value="start")
    key = tl.Unicode("")
    revision = tl.Int(0)

    def __init__(self, knowledge: Knowledge | None = None, policy: str = DEFAULT_POLICY) -> None:
        super().__init__()
        self.knowledge = knowledge or load_knowledge()
        self.policy = policy
        self.questionnaire = Questionnaire(self.knowledge, policy)
        self.project = Project()
        self.answers: dict[str, Value] = {}
        self.outcome = Outcome(self)
        self.changed: frozenset[str] = frozenset()
        self.notices: tuple[str, ...] = ()
        self.rules_changed: tuple[ChangedRow, ...] = ()
        self._draft: Value | None = None
        self._cached: tuple[int, Recommendation] | None = None

    # Where we are -----------------------------------------------------------------------------

    def steps(self) -> tuple[Step, ...]:
        """All questions that apply now, answered or not."""
        return self.questionnaire.steps(self.project, self.answers)

    def step(self) -> Step | None:
        """The open question."""
        return next((s for s in self.steps() if s.key == self.key), None)

    @property
    def place(self) -> tuple[int, int]:
        """Number of the open question, from 1, and how many others still need an answer."""
        keys = [s.key for s in self.steps()]
        at = keys.index(self.key) if self.key in keys else 0
        return at + 1, sum(1 for k in keys if k != self.key and self._needs_a_look(k))

    @property
    def settled(self) -> bool:
        """The open question has an answer that still holds."""
        return bool(self.key) and not self._needs_a_look(self.key)

    @property
    def draft(self) -> Value | None:
        """What the person has put into the open question, not yet taken over."""
        return self._draft

    @property
    def blockers(self) -> list[str]:
        """Why Continue is off, in sentences; empty when it is on."""
        if self.screen != "question":
            return []
        step = self.step()
        if step is None or step.question.kind == "text":
            return []
        if not self._draft:
            many = step.question.kind == "many"
            return [words("advisor_app.blocker.many" if many else "advisor_app.blocker.one")]
        return []

    # What the person does ---------------------------------------------------------------------

    def start(self, *, name: str = "", known: str = "") -> None:
        """Go from the first screen to the first open question.

        Args:
            name: Name of the project.
            known: Licence that the person has in mind already, an expression or an everyday name.

        Raises:
            InputError: ``known`` is no licence that we know; nothing was changed.
        """
        if known:
            answers = {**self.answers, KNOWN_LICENSE: known}
            for problem in self.questionnaire.problems(self.project, answers):
                if problem.key == KNOWN_LICENSE:
                    raise InputError(problem.message)
            self.answers = answers
        if name:
            self.project = replace(self.project, name=name[:200])
        self.open(self.first_open())

    def show(self, screen: str) -> None:
        """Go to a page that needs no open question: ``parts``, ``sheet``, ``mail``, ``rules``."""
        self.key, self._draft = "", None
        self.screen = screen
        self.revision += 1

    def edit(self, change: Callable[[Project], Project]) -> None:
        """Correct the parts; answers that still apply stay.

        Args:
            change: Gets the project with its parts and gives the changed one, see
                :mod:`ospo_widgets.advice.editing`.

        Raises:
            InputError: The change cannot be made; nothing was changed.
        """
        project = change(self.editable_project())
        materials = dict.fromkeys(str(part.material) for part in project.parts)
        self.project = project
        self.answers = {**self.answers, "materials": tuple(materials)}
        self.revision += 1

    def whole_project(self) -> Project:
        """The project with everything that the answers complete."""
        return self.questionnaire.project_from(self.project, self.answers)

    def editable_project(self) -> Project:
        """The project with its parts, those that only answers made included."""
        if self.project.parts:
            return self.project
        made = self.whole_project()
        # What the person typed stays an answer: as a component it would count twice.
        parts = tuple(replace(part, components=()) for part in made.parts)
        return replace(self.project, parts=parts)

    def draft_answer(self, value: Value) -> None:
        """Keep what was chosen in the open question, for the live panel; nothing moves."""
        self._draft = value or None
        self.revision += 1

    def accept(self) -> None:
        """Take the draft over and go to the next question, or to the result.

        Raises:
            InputError: The value cannot be used; the question stays open and nothing is lost.
        """
        step = self.step()
        if step is None:
            self.open(self.first_open())
            return
        if self.blockers:
            raise InputError(self.blockers[0])
        answers = dict(self.answers)
        if self._draft:
            answers[step.key] = self._draft
        else:
            answers[step.key] = "" if step.question.kind == "text" else ()
        for problem in self.questionnaire.problems(self.project, answers):
            # A clash with another question is shown later, with both answers side by side.
            if problem.key == step.key and problem.other_key in {"", step.key}:
                raise InputError(problem.message)
        before = {s.key for s in self.steps()}
        self.answers = answers
        self.changed -= {step.key}
        self.open(self._after(step.key, before))

    def skip(self) -> None:
        """Leave the open question as it is and go on.

        From a question that has an answer this leads to the next one in order, so that each answer
        can be reached; from one without, to the next that needs an answer.
        """
        keys = [s.key for s in self.steps()]
        if self.key not in keys:
            self.open(self.first_open())
        elif self.settled:
            at = keys.index(self.key)
            self.open(keys[at + 1] if at + 1 < len(keys) else None)
        else:
            self.open(self._after(self.key))

    def back(self) -> None:
        """Go to the question before, or to the first screen."""
        keys = [s.key for s in self.steps()]
        at = keys.index(self.key) if self.key in keys else len(keys)
        if at == 0:
            self.show("start")
        else:
            self.open(keys[at - 1])

    def go(self, section: str) -> None:
        """Go to the first question of a section; answers after it stay."""
        for step in self.steps():
            if step.question.section == section:
                self.open(step.key)
                return

    def choose(self, part_id: str, license_id: str) -> None:
        """Take another of the possible licences for a part.

        Raises:
            InputError: The licence is not among the possible ones.
        """
        advice = self.recommendation().part(part_id)
        if advice is None:
            raise InputError(words("advisor_app.no_part", part=part_id))
        if license_id not in [c.license.id for c in advice.candidates]:
            raise InputError(words("advisor_app.not_possible", license=license_id))
        self.answers = {**self.answers, f"{part_id}/{CHOICE}": license_id}
        self.revision += 1

    def set_url(self, url: str) -> None:
        """Say where the project can be found; for designs this is the Source Location.

        Raises:
            InputError: The address is no public web address; the old one stays.
        """
        address = public_address(url)
        if address != self.project.url:
            self.project = replace(self.project, url=address)
            self.revision += 1

    def open(self, key: str | None) -> None:
        """Open a question by its key, or the result."""
        self.key = key or ""
        self._draft = (self.answers.get(key) or None) if key else None
        self.screen = "question" if key else "result"
        self.revision += 1

    def first_open(self) -> str | None:
        """Key of the first question that needs an answer."""
        return next((s.key for s in self.steps() if self._needs_a_look(s.key)), None)

    def _after(self, key: str, before: Collection[str] | None = None) -> str | None:
        """The next question that needs an answer; ``before`` are those that applied until now.

        An answer can bring up a question that stands earlier in the order: it is next, too, or
        nobody would come by it. One that was skipped stays skipped.
        """
        keys = [s.key for s in self.steps()]
        at = keys.index(key) if key in keys else -1
        for place, other in enumerate(keys):
            new = before is not None and other not in before
            if (place > at or new) and self._needs_a_look(other):
                return other
        return None

    def _needs_a_look(self, key: str) -> bool:
        """No answer yet, or the question changed since it was answered."""
        return key not in self.answers or key in self.changed

    # What follows -----------------------------------------------------------------------------

    def recommendation(self) -> Recommendation:
        """Advice for the answers so far, the open draft included."""
        if self._cached is None or self._cached[0] != self.revision:
            answers: dict[str, Value] = dict(self.answers)
            if self.screen == "question" and self.key and self._draft:
                answers[self.key] = self._draft
            made = recommend(self.project, answers, self.knowledge, self.policy)
            self._cached = (self.revision, made)
        return self._cached[1]

    def ways_to(self, part_id: str, license_id: str) -> tuple[Change, ...]:
        """Single changes after which a licence that is ruled out becomes possible."""
        return what_would_change(self.recommendation(), part_id, license_id, self.knowledge)

    def ways_to_any(self, part_id: str) -> tuple[Change, ...]:
        """Single changes after which a part that has no possible licence gets one."""
        return what_unlocks(self.recommendation(), part_id, self.knowledge)

    def ways_to_free(self, part_id: str) -> tuple[Change, ...]:
        """Single changes after which what is handed out keeps the licence of the source."""
        return what_frees(self.recommendation(), part_id, self.knowledge)

    def problems(self) -> tuple[AnswerProblem, ...]:
        """Answers that do not go together or that no question knows."""
        return self.questionnaire.problems(self.project, self.answers)

    def form_steps(self) -> tuple[Step, ...]:
        """Questions that only the sheet for the group leader asks."""
        return self.questionnaire.steps(self.project, self.answers, form=True)

    def answer_form(self, key: str, value: Value) -> None:
        """Answer a question of the sheet; an empty value takes the answer back.

        Raises:
            InputError: The value cannot be used; the answer before stays.
        """
        answers = {k: v for k, v in self.answers.items() if k != key}
        if value:
            answers[key] = value
        for problem in self.questionnaire.problems(self.project, answers):
            if problem.key == key:
                raise InputError(problem.message)
        self.answers = answers
        self.revision += 1

    # Keep and resume --------------------------------------------------------------------------

    @property
    def answered(self) -> int:
        """How many questions that apply have an answer."""
        return sum(1 for s in self.steps() if s.key in self.answers)

    @property
    def open_count(self) -> int:
        """How many questions that apply still need an answer, or a look."""
        return sum(1 for s in self.steps() if self._needs_a_look(s.key))

    def to_json(self) -> str:
        """The file ``ospo-answers.json``."""
        return dump_answers(self.project, self.answers, self.policy)

    def from_json(self, text: str, *, lenient: bool = False) -> None:
        """Take over a saved file; what was there before stays when the file is wrong.

        Args:
            text: The file.
            lenient: Leave out single answers that cannot be used and say so, as for a link.

        Raises:
            InputError: The file is no file of answers, or holds something unknown.
        """
        loaded = load_answers(text, lenient=lenient, knowledge=self.knowledge)
        if loaded.policy != self.policy:
            self.questionnaire = Questionnaire(self.knowledge, loaded.policy)
            self.policy = loaded.policy
        self.project = loaded.project
        self.answers = dict(loaded.answers)
        self.changed = frozenset(loaded.changed)
        self.notices = loaded.notices
        self.rules_changed = ()
        self.open(self.first_open())
        self.rules_changed = self.outcome.rules_changed_since(loaded.knowledge_date)
        if self.rules_changed:
            self.revision += 1

    def to_query(self) -> str:
        """State for the address; empty when there is nothing to keep or it is too long."""
        if not self.answers and not self.project.parts:
            return ""
        query = f"s={pack(json.loads(self.to_json()))}"
        return query if len(query) <= LINK_BYTES else ""

    def from_query(self, query: Mapping[str, str]) -> None:
        """Take over what an address carries.

        Args:
            query: ``s`` (saved state), ``project`` (from a scan) or ``start`` (a material).

        Raises:
            InputError: The state was changed or cut.
        """
        if state := query.get("s"):
            self.from_json(json.dumps(unpack(state)), lenient=True)
        elif packed := query.get("project"):
            self.load_project(Project.from_json(unpack(packed)))
        elif query.get("start") == "hardware":
            self.answers = {"materials": ("hardware",)}
            self.start()

    def load_project(self, project: Project) -> None:
        """Start from a project, for example a scanned one; what it holds is answered already."""
        self.project = project
        materials = dict.fromkeys(str(part.material) for part in project.parts)
        self.answers = {"materials": tuple(materials)} if materials else {}
        if project.parts:
            self.show("parts")
        else:
            self.start()
