# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The entry of a catalogue, as far as it is filled in. No widgets."""

from __future__ import annotations

import traitlets as tl

from ospo_widgets.apps.ask_the_office.handed import Entry
from ospo_widgets.knowledge import Knowledge, load_knowledge
from ospo_widgets.office.catalogues import Catalogue, EntryProblem, catalogue_of
from ospo_widgets.office.entries import entry_problems, entry_text, typed
from ospo_widgets.office.letter import Attachment, attachment
from ospo_widgets.wording import words


class EntryState(tl.HasTraits):
    """Values for each catalogue, and the one that is asked for.

    Attributes:
        catalogue: Id of the catalogue of the entry.
        revision: Grows after every change, once all of it is made; views watch this alone.
        knowledge: What the office knows.
        entries: Values by catalogue.
    """

    catalogue = tl.Unicode("software")
    revision = tl.Int(0)

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        super().__init__()
        self.knowledge = knowledge or load_knowledge()
        self.entries: dict[str, dict[str, str | tuple[str, ...]]] = {}

    def changed(self) -> None:
        """Tell views that something is different."""
        self.revision += 1

    @property
    def form_of_entry(self) -> Catalogue:
        """The catalogue of the entry."""
        return catalogue_of(self.catalogue)

    def choose_catalogue(self, catalogue: str) -> None:
        """Make the entry for another catalogue; what was typed for both stays.

        Raises:
            InputError: There is no such catalogue.
        """
        self.catalogue = catalogue_of(catalogue).id
        self.changed()

    def entry(self) -> Entry:
        """Values of the entry, with those that the catalogue fixes."""
        fixed = {f.id: f.value for f in self.form_of_entry.fields if f.value}
        return {**fixed, **self.entries.get(self.catalogue, {})}

    def fill_entry(self, field: str, text: str) -> None:
        """Take over what was typed into a field of the entry."""
        values = dict(self.entries.get(self.catalogue, {}))
        value = typed(self.form_of_entry, field, text)
        values.pop(field, None)
        if value:
            values[field] = value
        self.entries = {**self.entries, self.catalogue: values}
        self.changed()

    def entry_problems(self) -> tuple[EntryProblem, ...]:
        """What is missing or wrong in the entry, and advice on it."""
        return entry_problems(self.form_of_entry, self.entry(), self.knowledge)

    def entry_file(self) -> Attachment:
        """The entry as a file; what is missing stands in it as a comment."""
        form = self.form_of_entry
        text = entry_text(form, self.entry(), [words(f"ask_app.entry.head.{form.id}")])
        # A name that begins with a dot is hidden, and lost, in many a mail program.
        name = form.file.removeprefix(".")
        return attachment(name, text.encode("utf-8"), holds=words("office.holds.entry"))
