# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a check gets and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.incoming import Incoming
from ospo_widgets.scanning.main_license import ids_in
from ospo_widgets.scanning.readiness.copyright import HolderTable, holder_table
from ospo_widgets.scanning.readiness.places import places_in
from ospo_widgets.scanning.result import MainLicense

NOTHING_COMES_IN = Incoming()


@dataclass(frozen=True)
class Subject:
    """Everything that a check may look at.

    Attributes:
        facts: What the worker found out.
        main: Licence of the whole.
        components: Declared dependencies with their licences as far as known.
        knowledge: What the office knows.
        incoming: Dependencies with licence, part and use, and what conflicts.
        today: Day of the scan; the first of all days when it does not matter.
    """

    facts: Facts
    main: MainLicense
    components: tuple[Component, ...]
    knowledge: Knowledge
    incoming: Incoming = NOTHING_COMES_IN
    today: date = date.min

    @cached_property
    def license_ids(self) -> frozenset[str]:
        """Ids that covered files and the main licence name."""
        named = {e for file in self.facts.files for e in file.licenses}
        if self.main.expression:
            named.add(self.main.expression)
        return frozenset(i for e in named for i in ids_in(e))

    @cached_property
    def places(self) -> Mapping[str, tuple[str, ...]]:
        """Files of a release by kind, as ``readiness.places.found_in`` gives them."""
        return self.facts.once(places_in)

    @cached_property
    def holders(self) -> HolderTable:
        """Who holds copyright, file by file."""
        return self.facts.once(holder_table)

    def files_with_license(self, license_id: str) -> tuple[str, ...]:
        """Covered files that name this id."""
        return tuple(
            f.path for f in self.facts.files if any(license_id in ids_in(e) for e in f.licenses)
        )


@dataclass(frozen=True)
class Draft:
    """A finding before its words are put in.

    Attributes:
        id: Id of its kind in ``data/findings/``.
        paths: Files concerned.
        values: Values of the placeholders.
        evidence: Texts that made it.
    """

    id: str
    paths: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """What tells it from others of its kind: a component, a holder; empty when nothing does."""
        return next((self.values[name] for name in _ABOUT if self.values.get(name)), "")


_ABOUT = ("component", "holder", "claimed", "kind")
"""Placeholders that name the thing that a finding is about, and stay the same between scans."""
