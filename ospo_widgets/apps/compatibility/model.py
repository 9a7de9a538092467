# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the compatibility checker: one pair, one list, one search. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import traitlets as tl

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Knowledge, License, load_knowledge
from ospo_widgets.licensing import compatible
from ospo_widgets.licensing.catalogue import (
    CHOICES,
    Comparison,
    LicenseFilter,
    comparison,
    filter_licenses,
)
from ospo_widgets.licensing.component_ways import all_ways
from ospo_widgets.licensing.grid import Grid, all_against_all
from ospo_widgets.licensing.model import MAX_COMPARED, Verdict
from ospo_widgets.licensing.outbound import Outbound, outbound_candidates
from ospo_widgets.licensing.resolve import Named, resolve
from ospo_widgets.licensing.ways_out import WayOut
from ospo_widgets.markup import visible
from ospo_widgets.project import Material, Use
from ospo_widgets.wording import number, plural, words

MAX_ITEMS = 40
"""Most licences against each other on a page; the command line takes more."""

MAX_NAME = 2_000
"""Longest name of a licence, in characters; expressions have the same limit."""

SEARCH_TEXT = 100
"""Longest text to search licences by."""

MAX_NOTES = 5
"""Most things that are named when an address is wrong; the rest is counted."""

SEPARATOR = ";"
"""Between the items of a list in an address; no licence and no component has it in its name."""

DEFAULT_ITEMS = (
    "MIT",
    "Apache-2.0",
    "LGPL-3.0-or-later",
    "GPL-2.0-only",
    "GPL-3.0-or-later",
    "LicenseRef-Geant4",
)
"""What is compared until somebody edits the list."""

USE_GROUPS: tuple[tuple[str, tuple[Use, ...]], ...] = (
    (
        "program",
        (
            Use.DYNAMIC_LINK,
            Use.STATIC_LINK,
            Use.COPY,
            Use.MODIFY,
            Use.SUBPROCESS,
            Use.RUNTIME,
            Use.TOOL,
            Use.AGGREGATE,
        ),
    ),
    ("design", (Use.DESIGN, Use.INTERFACE, Use.TOOL_LIBRARY, Use.PART)),
    ("content", (Use.ADAPTATION, Use.DATABASE)),
)
"""Uses by what the work is, as they are offered."""

SEARCH_KEYS = {
    "material": "for",
    "reach": "share",
    "patent": "patent",
    "osi": "osi",
    "court": "court",
    "text": "q",
}
"""Field of a search to its name in an address."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question about one pair, and its answer.

    Attributes:
        inbound: What is used.
        outbound: What it goes into.
        verdict: The answer with its reasons.
        ways: Ways to a better answer.
    """

    inbound: Named
    outbound: Named
    verdict: Verdict
    ways: tuple[WayOut, ...]


class CompatibilityModel(tl.HasTraits):
    """The compatibility checker without a screen.

    Attributes:
        revision: Grows after every change, once all of it is made; views watch this alone.
        inbound: What is used, as typed.
        into: The licence of the work, as typed.
        use: How the one is used in the other.
        answer: The last question that could be answered; None before, and after a wrong one.
        errors: Field (``inbound``, ``into``) to what is wrong with it.
        items: The list for all against all, as typed, one item each.
        items_use: How one of the list is used in the other.
        items_material: What the whole of the list is made for: a :class:`Material` or empty.
        wanted: What licences are looked for.
        compared: Licences side by side.
        notes: What an address asked for that could not be taken over.
    """

    revision = tl.Int(0)

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        super().__init__()
        self.knowledge = knowledge or load_knowledge()
        self.inbound = ""
        self.into = ""
        self.use = Use.DYNAMIC_LINK
        self.answer: Answered | None = None
        self.errors: dict[str, str] = {}
        self.items: tuple[str, ...] = DEFAULT_ITEMS
        self.items_use = Use.DYNAMIC_LINK
        self.items_material = ""
        self.wanted = LicenseFilter()
        self.compared: tuple[str, ...] = ()
        self.notes: tuple[str, ...] = ()
        self._made: dict[str, tuple[Any, Any]] = {}

    # One pair ---------------------------------------------------------------------------------

    def ask(self, inbound: str, into: str, use: Use | str) -> bool:
        """Answer for one pair; False when a name cannot be read, which :attr:`errors` then says."""
        self.inbound, self.into, self.use = inbound, into, Use(use)
        self.errors, self.answer = {}, None
        named: dict[str, Named] = {}
        for field, text in (("inbound", inbound), ("into", into)):
            try:
                named[field] = resolve(text, self.knowledge)
            except InputError as error:
                missing = not text.strip()
                said = words(f"compatibility_app.missing.{field}") if missing else str(error)
                self.errors[field] = said
        if not self.errors:
            verdict = compatible(
                named["inbound"].expression,
                named["into"].expression,
                self.use,
                knowledge=self.knowledge,
            )
            ways = all_ways(named["inbound"], verdict, self.knowledge)
            self.answer = Answered(named["inbound"], named["into"], verdict, ways)
        self.revision += 1
        return not self.errors

    def suggestions(self) -> tuple[str, ...]:
        """Names that a field offers: components first by name, then licences."""
        components = sorted((c.name for c in self.knowledge.components.values()), key=str.casefold)
        licenses = sorted(self.knowledge.licenses, key=str.casefold)
        return tuple(dict.fromkeys((*licenses, *components)))

    # One list ---------------------------------------------------------------------------------

    def set_items(self, text: str, use: Use | str, material: str = "") -> None:
        """Take over an edited list, one licence or component a line.

        Raises:
            InputError: It is empty or too long, or a line cannot be read; the old list stays.
        """
        items = [line.strip() for line in text.splitlines() if line.strip()]
        if not items:
            raise InputError(words("compatibility_app.list.empty"))
        if len(items) > MAX_ITEMS:
            count, limit = number(len(items)), number(MAX_ITEMS)
            raise InputError(words("compatibility_app.list.too_long", count=count, limit=limit))
        wrong = [
            words("compatibility_app.list.wrong", line=number, error=error)
            for number, item in enumerate(items, 1)
            if (error := self._fault(item))
        ]
        if wrong:
            raise InputError(" ".join(wrong[:3]))
        self.items, self.items_use = tuple(dict.fromkeys(items)), Use(use)
        self.items_material = str(Material(material)) if material else ""
        self.revision += 1

    def _fault(self, item: str) -> str:
        try:
            resolve(item, self.knowledge)
        except InputError as error:
            return str(error)
        return ""

    @property
    def grid(self) -> Grid:
        """The list against itself; kept until the list or the use changes."""
        key = (self.items, self.items_use)
        return self._kept("grid", key, lambda: all_against_all(*key, knowledge=self.knowledge))

    @property
    def outbound(self) -> Outbound:
        """Licences under which all of the list can be handed out together."""
        material = Material(self.items_material) if self.items_material else None
        return self._kept(
            "outbound",
            (self.items, self.items_use, material),
            lambda: outbound_candidates(
                self.items, use=self.items_use, material=material, knowledge=self.knowledge
            ),
        )

    def explain(self, row: int, column: int) -> bool:
        """Ask for the pair behind one cell of the grid."""
        items = self.grid.items
        return self.ask(items[row].text, items[column].text, self.items_use)

    # One search -------------------------------------------------------------------------------

    @property
    def found(self) -> tuple[License, ...]:
        """The licences that fit the search."""
        return self._kept(
            "found", self.wanted, lambda: filter_licenses(self.wanted, knowledge=self.knowledge)
        )

    def search(self, field: str, value: str) -> None:
        """Set one field of the search; an empty value clears it."""
        if field == "text":
            value = value.strip()[:SEARCH_TEXT]
        elif value not in ("", *CHOICES[field]):
            raise ValueError(f"{field}={value}")
        if getattr(self.wanted, field) != value:
            self.wanted = replace(self.wanted, **{field: value})
            self.revision += 1

    def clear_search(self) -> None:
        """Look for everything again."""
        self.wanted = LicenseFilter()
        self.revision += 1

    def compare(self, ids: Sequence[str]) -> None:
        """Set licences side by side; empty ids are passed over.

        Raises:
            InputError: A licence is not known, or there are too many.
        """
        wanted = tuple(dict.fromkeys(i for i in ids if i))
        comparison(wanted, knowledge=self.knowledge)
        if wanted != self.compared:
            self.compared = wanted
            self.revision += 1

    @property
    def comparison(self) -> Comparison:
        """What is side by side now."""
        return comparison(self.compared, knowledge=self.knowledge)

    def _kept(self, name: str, key: Any, make: Callable[[], Any]) -> Any:
        if name not in self._made or self._made[name][0] != key:
            self._made[name] = (key, make())
        return self._made[name][1]

    # Keep and resume --------------------------------------------------------------------------

    def to_query(self) -> str:
        """State for the address; what is as at the start is left out."""
        pairs: dict[str, str] = {}
        if self.inbound or self.into:
            pairs |= {"in": self.inbound, "into": self.into, "use": str(self.use)}
        if self.items != DEFAULT_ITEMS:
            pairs["list"] = SEPARATOR.join(self.items)
        if self.items_use != Use.DYNAMIC_LINK:
            pairs["list_use"] = str(self.items_use)
        pairs["work"] = self.items_material
        pairs |= {key: getattr(self.wanted, field) for field, key in SEARCH_KEYS.items()}
        pairs["compare"] = SEPARATOR.join(self.compared)
        return urlencode({key: value for key, value in pairs.items() if value})

    def from_query(self, query: Mapping[str, str]) -> None:
        """Take over what an address carries; what cannot be used is left out and noted.

        Args:
            query: See :meth:`to_query`. Other names are passed over, since other parts of a page
                keep their state in the same query.
        """
        notes: list[str] = []

        def take(key: str, allowed: Sequence[str]) -> str:
            value = query.get(key, "")
            if value and value not in allowed:
                notes.append(_left_out(key, value))
                return ""
            return value

        self._take_list(query, take, notes)
        for field, key in SEARCH_KEYS.items():
            if field == "text":
                text = query.get(key, "")
                if len(text) > SEARCH_TEXT or not text.isprintable():
                    notes.append(_left_out(key, text))
                    text = ""
                self.wanted = replace(self.wanted, text=text.strip())
            else:
                self.wanted = replace(self.wanted, **{field: take(key, CHOICES[field])})
        ids = [i for i in query.get("compare", "").split(SEPARATOR) if i]
        known = [i for i in dict.fromkeys(ids) if i in self.knowledge.licenses]
        notes += [_left_out("compare", i) for i in ids if i not in known]
        notes += [_left_out("compare", i) for i in known[MAX_COMPARED:]]
        self.compared = tuple(known[:MAX_COMPARED])
        self._take_pair(query, take, notes)
        once = tuple(dict.fromkeys(notes))
        self.notes = once[:MAX_NOTES]
        if (rest := len(once) - MAX_NOTES) > 0:
            self.notes += (plural("compatibility_app.left_out_more", rest),)
        self.revision += 1

    def _take_pair(
        self,
        query: Mapping[str, str],
        take: Callable[[str, Sequence[str]], str],
        notes: list[str],
    ) -> None:
        pair = {key: query.get(key, "") for key in ("in", "into")}
        for key, text in pair.items():
            if len(text) > MAX_NAME or not text.isprintable():
                notes.append(_left_out(key, text))
                pair[key] = ""
        use = take("use", tuple(Use))
        if not use and query.get("use"):
            # With another use than was meant the answer may be another one: nothing is guessed.
            self.inbound, self.into = pair["in"], pair["into"]
        elif pair["in"] and pair["into"]:
            self.ask(pair["in"], pair["into"], use or Use.DYNAMIC_LINK)
        else:
            self.inbound, self.into = pair["in"], pair["into"]
            self.use = Use(use) if use else self.use

    def _take_list(
        self,
        query: Mapping[str, str],
        take: Callable[[str, Sequence[str]], str],
        notes: list[str],
    ) -> None:
        items = [i.strip() for i in query.get("list", "").split(SEPARATOR) if i.strip()]
        kept: list[str] = []
        for place, item in enumerate(dict.fromkeys(items)):
            # An address of thousands of wrong names must not keep anybody waiting.
            usable = place < 2 * MAX_ITEMS and len(kept) < MAX_ITEMS
            usable = usable and len(item) <= MAX_NAME and item.isprintable()
            if usable and not self._fault(item):
                kept.append(item)
            else:
                notes.append(_left_out("list", item))
        if kept:
            self.items = tuple(kept)
        self.items_use = Use(take("list_use", tuple(Use)) or Use.DYNAMIC_LINK)
        self.items_material = take("work", tuple(Material))


def _left_out(key: str, value: str) -> str:
    """What an address asked for that was left out, with the name that the page gives the field."""
    shown = visible(value if len(value) <= 40 else value[:40] + "…")
    return words(
        "compatibility_app.left_out", name=words(f"compatibility_app.field.{key}"), value=shown
    )
