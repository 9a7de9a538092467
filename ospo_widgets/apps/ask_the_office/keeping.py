# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is kept of a letter: what was typed, and answers that were handed over; never agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.office.catalogues import load_catalogues
from ospo_widgets.office.compose import Person
from ospo_widgets.office.entries import entry_from
from ospo_widgets.office.requests import load_kinds
from ospo_widgets.widgets.kept.fields import without_secrets
from ospo_widgets.widgets.kept.record import Snapshot
from ospo_widgets.wording import plural, words


class AskKeeper:
    """Knows what of a letter is kept.

    Args:
        model: Its state.
    """

    def __init__(self, model: AskModel) -> None:
        self._model = model

    def snapshot(self) -> Snapshot | None:
        """What there is to keep; None before anything was typed."""
        model = self._model
        values = {k: without_secrets(v) for k, v in model.values.items() if v.strip()}
        entries = {
            name: {k: list(v) if isinstance(v, tuple) else v for k, v in entry.items()}
            for name, entry in model.entries.items()
            if entry
        }
        if not (values or entries or model.person):
            return None
        more = {
            "kind": model.kind,
            "catalogue": model.catalogue,
            "values": values,
            "name": model.person.name,
            "address": model.person.address,
            "entries": entries,
        }
        texts = [v for entry in model.entries.values() for v in entry.values()]
        held = [v if isinstance(v, str) else "\n".join(v) for v in texts]
        return Snapshot(
            values.get("project", "") or words(f"office.kind.{model.kind}.title"),
            plural("kept.count.texts", len(values)),
            words("ask_app.kept"),
            model.to_query(),
            more,
            held=(*values.values(), *held, model.person.name, model.person.address),
        )

    def restore(self, query: str, more: Mapping[str, Any]) -> None:
        """Bring it back; what no longer fits is left out.

        Raises:
            InputError: The answers in the query cannot be read.
        """
        model = self._model
        model.from_query(dict(parse_qsl(query)))
        if more.get("kind") in load_kinds():
            model.kind = str(more["kind"])
        if more.get("catalogue") in load_catalogues():
            model.catalogue = str(more["catalogue"])
        values = more.get("values")
        if isinstance(values, Mapping):
            model.values |= {str(k)[:40]: v for k, v in values.items() if isinstance(v, str)}
        name, address = more.get("name", ""), more.get("address", "")
        if isinstance(name, str) and isinstance(address, str) and (name or address):
            model.person = Person(name, address)
        entries = more.get("entries")
        if isinstance(entries, Mapping):
            for form in load_catalogues().values():
                if isinstance(entries.get(form.id), Mapping):
                    model.entries[form.id] = entry_from(entries[form.id], form)
        model.changed()
