# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the page for the staff: which rows are shown, and which one is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

import traitlets as tl

from ospo_widgets.knowledge.difference import shown
from ospo_widgets.knowledge.loader import forget_knowledge
from ospo_widgets.knowledge.model import Confidence
from ospo_widgets.knowledge.review import Quality, Reviewed, quality_of, read_terms, review_list
from ospo_widgets.knowledge.source_rows import Shelf, SourceRow, read_shelf
from ospo_widgets.knowledge.usage import SOURCES, WORDING, Usage, split_key, usage_of
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import words

TABS = ("rows", "review", "graph", "new")
"""What the page can show besides one row."""

STATES = ("due", "unreviewed", "unused", "overlay")
"""What a list can be narrowed to besides kind and confidence."""

SORTS = ("weight", "age", "name", "file")

DEFAULT_POLICY = "cern-current"


class KnowledgeModel(tl.HasTraits):  # type: ignore[misc]
    """All rows with their use and review, filters, and the row that is open.

    Attributes:
        tab: One of :data:`TABS`.
        row: Key of the open row or source; empty for the list.
        text: Words that a row must have, all of them.
        kind: Kind of the rows, empty for all.
        confidence: Their confidence, empty for any.
        state: One of :data:`STATES`, empty for any.
        sort: One of :data:`SORTS`.
        policy: Policy profile of the decision graph.
        material: Material of the decision graph, empty for all.
        revision: Counts changes; watch it to draw again.
        notes: What of the address could not be used.
    """

    tab = tl.Unicode("rows")
    row = tl.Unicode("")
    text = tl.Unicode("")
    kind = tl.Unicode("")
    confidence = tl.Unicode("")
    state = tl.Unicode("")
    sort = tl.Unicode("weight")
    policy = tl.Unicode(DEFAULT_POLICY)
    material = tl.Unicode("")
    revision = tl.Int(0)
    notes = tl.Tuple()

    def __init__(self, shelf: Shelf | None = None, *, on: date | None = None) -> None:
        super().__init__()
        self.on = on or date.today()
        self.shelf = shelf or read_shelf(data_dir(), overlay_dir())
        self.observe(
            lambda _: self._changed(),
            ["tab", "row", "text", "kind", "confidence", "state", "policy", "material"],
        )

    # What is known ------------------------------------------------------------------------------

    @cached_property
    def usage(self) -> Usage:
        """Who refers to whom."""
        return usage_of(self.shelf)

    @cached_property
    def reviewed(self) -> Mapping[str, Reviewed]:
        """Rows with a day of review by key, those to look at first first."""
        terms = read_terms(self.shelf.base, self.shelf.overlay)
        found = review_list(self.shelf, self.usage, terms, on=self.on)
        return {one.row.key: one for one in found}

    @cached_property
    def quality(self) -> Quality:
        """Figures of the whole."""
        return quality_of(self.shelf, self.usage, tuple(self.reviewed.values()), on=self.on)

    @cached_property
    def _searched(self) -> dict[str, str]:
        """What the search looks through: key and all that a row says."""
        return {
            key: f"{key} {shown(tuple(row.data.values()))}".casefold()
            for key, row in self.shelf.rows.items()
        }

    @cached_property
    def _unused(self) -> frozenset[str]:
        return frozenset(self.usage.unused())

    @property
    def open_row(self) -> SourceRow | None:
        """The row that is open, None for none and for a source."""
        return self.shelf.rows.get(self.row)

    def known(self, key: str) -> bool:
        """Whether a key can be opened: a row, a place outside, a file with texts."""
        return key in self.shelf.rows or (
            split_key(key)[0] in {SOURCES, WORDING}
            and (key in self.usage.used_by or key in self.usage.uses)
        )

    @property
    def found(self) -> tuple[SourceRow, ...]:
        """Rows that fit the filters, in their order."""
        wanted = self.text.casefold().split()
        rows = [
            row
            for key, row in self.shelf.rows.items()
            if (not self.kind or row.kind == self.kind)
            and (not self.confidence or row.confidence == self.confidence)
            and self._in_state(row)
            and all(word in self._searched[key] for word in wanted)
        ]
        orders = {
            "weight": lambda r: (-self.usage.weight(r.key), r.key),
            "age": lambda r: (r.checked or date.max, r.key),
            "name": lambda r: (r.id.casefold(), r.kind),
            "file": lambda r: (r.laid, r.file, r.line),
        }
        return tuple(sorted(rows, key=orders[self.sort]))

    def _in_state(self, row: SourceRow) -> bool:
        if self.state == "due":
            one = self.reviewed.get(row.key)
            return one is not None and one.is_due(self.on)
        if self.state == "unreviewed":
            return row.confidence in {Confidence.PACKAGER, Confidence.MEMORY}
        if self.state == "unused":
            return row.key in self._unused
        return row.laid if self.state == "overlay" else True

    # What the person does -----------------------------------------------------------------------

    def open(self, key: str) -> None:
        """Open a row, or go back to the list with an empty key."""
        if key and not self.known(key):
            self.notes = (words("knowledge_app.note.row", value=key[:80]),)
            return
        self.notes = ()
        self.row = key

    def narrow(self, name: str, value: str) -> None:
        """Set one filter."""
        setattr(self, name, value)

    def clear(self) -> None:
        """Take all filters away."""
        with self.hold_trait_notifications():
            self.text = self.kind = self.confidence = self.state = ""

    def reload(self) -> None:
        """Read the files again, after the overlay was changed."""
        forget_knowledge()
        self.shelf = read_shelf(self.shelf.base, self.shelf.overlay)
        for name in ("usage", "reviewed", "quality", "_searched", "_unused"):
            self.__dict__.pop(name, None)
        self._changed()

    def _changed(self) -> None:
        self.revision += 1

    # Address ------------------------------------------------------------------------------------

    _QUERY = (
        ("tab", "rows"),
        ("row", ""),
        ("text", ""),
        ("kind", ""),
        ("confidence", ""),
        ("state", ""),
        ("sort", "weight"),
        ("policy", DEFAULT_POLICY),
        ("material", ""),
    )
    """Names in the address, and the values that are left out."""

    def to_query(self) -> str:
        """The state as the query of an address."""
        held = {name: getattr(self, name) for name, usual in self._QUERY}
        usual = dict(self._QUERY)
        return urlencode({name: value for name, value in held.items() if value != usual[name]})

    def from_query(self, query: Mapping[str, str]) -> None:
        """Show what an address asks for; what is not known is left out and noted."""
        allowed: dict[str, tuple[str, ...]] = {
            "tab": TABS,
            "kind": ("", *self.shelf.kinds()),
            "confidence": ("", *Confidence),
            "state": ("", *STATES),
            "sort": SORTS,
        }
        notes = []
        with self.hold_trait_notifications():
            for name, usual in self._QUERY:
                value = query.get(name, usual)[:200]
                if name in allowed and value not in allowed[name]:
                    notes.append(words("knowledge_app.note.value", name=name, value=value[:80]))
                    value = usual
                if name == "row" and value and not self.known(value):
                    notes.append(words("knowledge_app.note.row", value=value[:80]))
                    value = ""
                setattr(self, name, value)
        self.notes = tuple(notes)
