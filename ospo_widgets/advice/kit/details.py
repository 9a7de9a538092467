# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a release kit knows beside the advice: holder, description, addresses, whom to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ospo_widgets.advice.kit.text import flat, paragraphs, web_address
from ospo_widgets.advice.model import UNKNOWN, Answers, PartAdvice, Recommendation
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Knowledge, Policy
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.licensing.notices import copyright_line, is_open_hardware, spdx_header
from ospo_widgets.project import Material, Project
from ospo_widgets.wording import words

ALL_FILES = "**"

FOLDER = "ospo-kit"
"""Folder of what a person reads and pastes; the rest of the kit lies where tools look for it."""

MAX_TEXT = 10_000
"""Longest description, list of authors or statement, in characters."""
MAX_LINE = 500
"""Longest text of one line: version, contact, address, keyword."""

ADDRESSES = ("source_location", "repository", "issues", "documentation")
"""Fields that hold a web address."""

LONG = ("description", "authors", "maintainer")
"""Fields that may have several lines."""

NAME_QUESTION = "project-name"
"""Question whose answer is the name of a project that has none yet."""

MAINTENANCE_QUESTION = "maintenance"
"""Question whose answer says who looks after the project."""

MAINTENANCE = ("maintained", "best-effort", "ends")
"""Options of that question that the README can state."""


@dataclass(frozen=True, slots=True)
class KitDetails:
    """What a person may add to the kit; each field may be empty, and what is missing is named.

    Attributes:
        description: What the project is, in a few sentences.
        version: Version that is released.
        authors: Who wants to be cited, one a line or divided by semicolons. ``Family, Given``
            is a person, anything else a group; an ORCID may follow.
        contact: Mail or web address for questions.
        maintainer: Who looks after it and how long, as a sentence.
        source_location: Where the sources of a design stay for at least three years
            (CERN-OHL version 2, clause 1.9); by default the address of the project.
        repository: Address of the repository; by default the address of the project.
        issues: Address of the tracker.
        documentation: Address of the documentation.
        keywords: Words to be found by.
        documentation_language: Language of the documents (IETF BCP 47).
        day: Day of the first entry in ``CHANGES``; without it the year stands there.
    """

    description: str = ""
    version: str = ""
    authors: str = ""
    contact: str = ""
    maintainer: str = ""
    source_location: str = ""
    repository: str = ""
    issues: str = ""
    documentation: str = ""
    keywords: tuple[str, ...] = ()
    documentation_language: str = "en"
    day: date | None = None

    def checked(self) -> KitDetails:
        """A copy whose texts are plain.

        Raises:
            InputError: A text is too long, or an address is no web address. No kit was made.
        """
        for name in LONG:
            _limit(getattr(self, name), MAX_TEXT)
        for line in (self.version, self.contact, *(getattr(self, a) for a in ADDRESSES)):
            _limit(line, MAX_LINE)
        for name in ADDRESSES:
            given = getattr(self, name).strip()
            if given and not web_address(given):
                raise InputError(
                    words("kit.error.address", address=flat(given)[:80]),
                    remedy=words("kit.error.address_remedy"),
                )
        return replace(
            self,
            description=paragraphs(self.description),
            authors=paragraphs(self.authors),
            maintainer=paragraphs(self.maintainer),
            version=flat(self.version),
            contact=flat(self.contact),
            keywords=tuple(dict.fromkeys(w for k in self.keywords if (w := flat(k)[:MAX_LINE]))),
            documentation_language=flat(self.documentation_language) or "en",
            **{name: getattr(self, name).strip() for name in ADDRESSES},
        )

    def completed(self, answers: Answers, project: Project) -> KitDetails:
        """A copy in which answers and the project fill what was left empty."""
        home = web_address(project.url)
        maintenance = answers.get(MAINTENANCE_QUESTION)
        stated = words(f"kit.maintenance.{maintenance}") if maintenance in MAINTENANCE else ""
        return replace(
            self,
            maintainer=self.maintainer or stated,
            source_location=self.source_location or home,
            repository=self.repository or home,
        )


@dataclass(frozen=True, slots=True)
class Holder:
    """Copyright holder, year of first publication, collaboration that it is held for."""

    name: str
    year: int
    beneficiary: str = ""

    @property
    def copyright_text(self) -> str:
        """What stands after ``SPDX-FileCopyrightText:``."""
        lines = spdx_header(self.name, self.year, "CC0-1.0", self.beneficiary)
        return lines[0].partition(":")[2].strip()

    @property
    def line(self) -> str:
        """Copyright line for a page."""
        return copyright_line(self.name, self.year, self.beneficiary)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the pages of a kit speak of.

    Attributes:
        recommendation: The advice.
        parts: Its parts, each with a chosen licence.
        policy: Policy profile of the advice.
        knowledge: Knowledge of the advice.
        who: Copyright holder.
        details: What else is known, complete.
        named: Licences and exceptions that the kit brings or that files of the project name.
        missing: Those of them whose text we do not have.
    """

    recommendation: Recommendation
    parts: tuple[PartAdvice, ...]
    policy: Policy
    knowledge: Knowledge
    who: Holder
    details: KitDetails
    named: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the project in one line."""
        answered = self.recommendation.answers.get(NAME_QUESTION, "")
        name = flat(self.recommendation.project.name)
        if not name and isinstance(answered, str) and answered != UNKNOWN:
            name = flat(answered)
        return name or words("kit.project")

    @property
    def main(self) -> PartAdvice:
        """The part that covers what no other claims: the one for all files, else the first."""
        return next((p for p in self.parts if ALL_FILES in p.part.paths), self.parts[0])

    @property
    def licenses(self) -> tuple[str, ...]:
        """Chosen licences, each once, in the order of the parts."""
        return tuple(dict.fromkeys(str(p.chosen) for p in self.parts))

    @property
    def expression(self) -> str:
        """The licences of all parts as one expression."""
        texts = [str(parse(text)) for text in self.licenses]
        if len(texts) == 1:
            return texts[0]
        return " AND ".join(f"({text})" if " OR " in text else text for text in texts)

    @property
    def open_hardware(self) -> tuple[PartAdvice, ...]:
        """Parts under CERN-OHL version 2, which asks for a notice of its own."""
        return tuple(p for p in self.parts if is_open_hardware(str(p.chosen)))

    @property
    def notice(self) -> str:
        """The institute's notice on privileges and immunities, where it is due.

        Only an intergovernmental organisation may make it, and only for what it holds itself:
        others copied it by mistake. Empty when it is not due.
        """
        if not (self.policy.intergovernmental and self.policy.notice):
            return ""
        own = re.compile(rf"(?<!\w){re.escape(self.policy.holder)}(?!\w)", re.IGNORECASE)
        return self.policy.notice if own.search(self.who.name) else ""

    def of(self, *materials: Material) -> tuple[PartAdvice, ...]:
        """Parts that are made of one of these."""
        return tuple(p for p in self.parts if p.part.material in materials)


def _limit(text: str, limit: int) -> None:
    if len(text) > limit:
        raise InputError(words("kit.error.long", text=flat(text)[:40], limit=limit))
