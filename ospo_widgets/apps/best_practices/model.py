# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the best practices: a search, one open practice, one template. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import traitlets as tl

from ospo_widgets.advice.answers import DEFAULT_POLICY
from ospo_widgets.advice.templates import Filled, checked_value, filled
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Knowledge, load_knowledge
from ospo_widgets.knowledge.practice_model import Practice, Template
from ospo_widgets.knowledge.practice_search import LONGEST, Found, search_practices
from ospo_widgets.knowledge.practice_templates import gaps
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.markup import visible
from ospo_widgets.project import Material
from ospo_widgets.wording import words

SHOWN = 20
"""Practices of a list that are shown until somebody asks for all of them."""


class PracticesModel(tl.HasTraits):
    """The best practices without a screen.

    Attributes:
        revision: Grows after every change, once all of it is made; views watch this alone.
        text: What is searched.
        doing: Id of the chosen activity, empty for all.
        material: The chosen :class:`Material`, empty for all.
        whole: Whether all of a long list is shown.
        open: Id of the practice that is open, empty while the list is shown.
        template: Id of the template that is looked at, one of those of the open practice.
        values: What was typed for templates, field to text; it stays for all of them.
        errors: Field to what is wrong with its value.
        notes: What an address asked for that could not be taken over.
    """

    revision = tl.Int(0)

    def __init__(self, knowledge: Knowledge | None = None, today: date | None = None) -> None:
        super().__init__()
        self.knowledge = knowledge or load_knowledge()
        self.known = load_practices()
        self.today = today or date.today()
        self.text, self.doing, self.material = "", "", ""
        self.whole = False
        self.open, self.template = "", ""
        holder = self.knowledge.policies[DEFAULT_POLICY].holder
        self.values: dict[str, str] = {"holder": holder, "year": str(self.today.year)}
        self.errors: dict[str, str] = {}
        self.notes: tuple[str, ...] = ()
        self._found: tuple[tuple[str, str, str], Found] | None = None

    # The list ---------------------------------------------------------------------------------

    @property
    def asked(self) -> bool:
        """Whether anything is searched or chosen."""
        return bool(self.text.strip() or self.doing or self.material)

    @property
    def found(self) -> Found:
        """The practices that fit, best first; kept until the search changes."""
        key = (self.text.strip(), self.doing, self.material)
        if self._found is None or self._found[0] != key:
            material = Material(self.material) if self.material else None
            found = search_practices(self.text, doing=self.doing, material=material)
            self._found = (key, found)
        return self._found[1]

    def search(self, text: str) -> None:
        """Look for words in all activities; an open practice is closed."""
        self._show(text=text[:LONGEST])

    def choose(self, *, doing: str | None = None, material: str | None = None) -> None:
        """Keep to an activity or a material; empty for all. An open practice is closed.

        Raises:
            InputError: There is no such activity or material.
        """
        if doing and doing not in self.known.activities:
            raise InputError(words("practices.cli.doing", doing=doing))
        if material and material not in list(Material):
            raise InputError(words("practices.cli.material", material=material))
        self._show(doing=doing, material=material)

    def clear(self) -> None:
        """Show all activities again."""
        self._show(text="", doing="", material="")

    def show_all(self) -> None:
        """Show all of a long list."""
        self.whole = True
        self.revision += 1

    def warm(self) -> None:
        """Read what the first search needs, while the person still reads."""
        search_practices("licence")

    def _show(
        self, text: str | None = None, doing: str | None = None, material: str | None = None
    ) -> None:
        self.text = self.text if text is None else text
        self.doing = self.doing if doing is None else doing
        self.material = self.material if material is None else material
        self.open, self.whole = "", False
        self.revision += 1

    # One practice -----------------------------------------------------------------------------

    @property
    def practice(self) -> Practice | None:
        """The practice that is open."""
        return self.known.practices.get(self.open)

    def open_practice(self, practice: str) -> None:
        """Open a practice, with its first template; an empty id goes back to the list.

        Raises:
            InputError: There is no such practice.
        """
        if practice and practice not in self.known.practices:
            raise InputError(words("practices_app.unknown", name=visible(practice)[:60]))
        self.open = practice
        templates = self.known.practices[practice].templates if practice else ()
        if self.template not in templates:
            self.template = templates[0] if templates else ""
        self.revision += 1

    # Its templates ----------------------------------------------------------------------------

    @property
    def templates(self) -> tuple[Template, ...]:
        """Templates of the open practice."""
        practice = self.practice
        return tuple(self.known.templates[t] for t in practice.templates) if practice else ()

    @property
    def chosen(self) -> Template | None:
        """The template that is looked at."""
        return self.known.templates.get(self.template) if self.open else None

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that the chosen template needs."""
        return gaps(self.chosen) if self.chosen else ()

    @property
    def file(self) -> Filled | None:
        """The chosen template with what can be used of what was typed."""
        if self.chosen is None:
            return None
        usable = {name: text for name, text in self.values.items() if name not in self.errors}
        return filled(self.chosen, usable, self.today)

    def choose_template(self, template: str) -> None:
        """Look at another template of the open practice."""
        if template in [t.id for t in self.templates]:
            self.template = template
            self.revision += 1

    def fill(self, name: str, text: str) -> None:
        """Take over what was typed; what cannot be used stays in the field and is named there."""
        self.values[name] = text
        self.errors.pop(name, None)
        try:
            checked_value(name, text)
        except InputError as error:
            self.errors[name] = str(error)
        self.revision += 1

    # Keep and resume --------------------------------------------------------------------------

    def to_query(self) -> str:
        """State for the address; what was typed into a template stays out of it."""
        pairs = {
            "do": self.doing,
            "for": self.material,
            "q": self.text.strip(),
            "open": self.open,
            "template": self.template if len(self.templates) > 1 else "",
        }
        return urlencode({key: value for key, value in pairs.items() if value})

    def from_query(self, query: Mapping[str, str]) -> None:
        """Take over what an address carries; what cannot be used is left out and noted.

        Args:
            query: See :meth:`to_query`. ``check`` is the id of a finding or of an item of the
                checklist: its only practice is opened, several are listed.
        """
        notes: list[str] = []

        def take(key: str, allowed: object) -> str:
            value = query.get(key, "")
            if value and value not in allowed:  # type: ignore[operator]
                shown = visible(value if len(value) <= 40 else value[:40] + "…")
                notes.append(words("practices_app.left_out", value=shown))
                return ""
            return value

        text = query.get("q", "") or query.get("check", "")
        self.text = text[:LONGEST] if text.isprintable() else ""
        self.doing = take("do", self.known.activities)
        self.material = take("for", [str(material) for material in Material])
        opened = take("open", self.known.practices)
        if not opened and query.get("check") and len(self.found.practices) == 1:
            opened = self.found.practices[0].id
        self.notes = tuple(notes)
        self.open_practice(opened)
        self.choose_template(query.get("template", ""))
