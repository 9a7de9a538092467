# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a check gets and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import PurePosixPath

import yaml

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Component
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.incoming import Incoming
from ospo_widgets.scanning.main_license import ids_in
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
    """

    facts: Facts
    main: MainLicense
    components: tuple[Component, ...]
    knowledge: Knowledge
    incoming: Incoming = NOTHING_COMES_IN

    @cached_property
    def license_ids(self) -> frozenset[str]:
        """Ids that covered files and the main licence name."""
        named = {e for file in self.facts.files for e in file.licenses}
        if self.main.expression:
            named.add(self.main.expression)
        return frozenset(i for e in named for i in ids_in(e))

    @cached_property
    def top_names(self) -> frozenset[str]:
        """Names at the root, and in ``docs/`` and ``.github/``, in upper case without extension."""
        found = set()
        for file in self.facts.tree:
            pure = PurePosixPath(file.path)
            if len(pure.parts) == 1 or (
                len(pure.parts) == 2
                and pure.parts[0].lower() in {"docs", "doc", ".github", ".gitlab"}
            ):
                found.add(pure.name.upper().split(".")[0].replace("-", "_") or pure.name.upper())
        return frozenset(found)

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


@cache
def scan_list(name: str) -> tuple[str, ...]:
    """One list of ``data/scan_lists.yaml``."""
    text = (data_dir() / "scan_lists.yaml").read_text(encoding="utf-8")
    return tuple(str(item) for item in yaml.safe_load(text)[name])
