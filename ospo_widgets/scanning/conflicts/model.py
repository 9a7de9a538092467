# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A conflict: something of others that does not simply fit under the licence of a part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ospo_widgets.knowledge.model import Answer, Source
from ospo_widgets.licensing.model import Disagreement
from ospo_widgets.licensing.ways_out import WayOut
from ospo_widgets.project import Use


class Inbound(StrEnum):
    """What comes in."""

    DEPENDENCY = "dependency"
    """Named in a manifest, a lock file, an SBOM or by an import; its files are not here."""
    VENDORED = "vendored"
    """Lies in the tree, in a folder for the work of others."""
    FILES = "files"
    """Files of the part itself that say another licence than the part has."""
    TOGETHER = "together"
    """Several dependencies that fit one by one and not all at once."""


class Affects(StrEnum):
    """Which of the two works of a part the answer is about (HSF-TN-2016-01)."""

    SOURCE = "source"
    """What lies in the repository: the answer stands for publishing it."""
    BINARY = "binary"
    """What is built or installed with it: the source keeps its own licence."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One inbound thing against the licence of one part.

    Attributes:
        id: Tells this conflict from the others of the scan, and stays the same in the next scan.
        inbound_kind: What comes in.
        component: Its name; for files of the part itself, empty.
        inbound: Its SPDX expression, None when nobody knows it.
        outbound: SPDX expression of the part, chosen or found.
        part: Id of the part.
        use: How the part uses it.
        affects: Whether the answer is about the source or about what is built.
        answer: ``no``, ``unknown``, or ``conditional`` with conditions that ask to do something.
        reason: Why, one sentence.
        conditions: What must be true, one sentence each.
        paths: Where it is named (``path`` or ``path:line``), or the files themselves, sorted.
        rows: Ids of the curated verdicts that decided, in ``verdicts.yaml``; empty for inferences.
        basis: ``curated``, ``matrix``, ``inferred`` or ``unknown``.
        sources: Authorities of the reasons.
        disagreement: Sources that say otherwise.
        whole: Licence under which what is built with it can be handed out; empty when it is the
            outbound one, or when there is none.
        ways_out: What would lead to a better answer.
        optional: The part works without it.
        without: Licence of what is built without any optional component; empty when this one is
            required, or when no licence fits that build either.
        version: Version or range, as stated.
        purl: Package URL, empty when there is none.
        license_source: Where its licence comes from, as in
            :class:`~ospo_widgets.scanning.dependencies.licenses.LicenseSource`.
        reviewed: False when the licence rests on a packager's word only.
        notes: What else to know of it, one sentence each.
        direct: False when another dependency brings it.
    """

    id: str
    inbound_kind: Inbound
    component: str
    inbound: str | None
    outbound: str
    part: str
    use: Use
    affects: Affects
    answer: Answer
    reason: str
    conditions: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    basis: str = "unknown"
    sources: tuple[Source, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    whole: str = ""
    ways_out: tuple[WayOut, ...] = ()
    optional: bool = False
    without: str = ""
    version: str = ""
    purl: str = ""
    license_source: str = ""
    reviewed: bool = True
    notes: tuple[str, ...] = ()
    direct: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``: one row of ``conflicts[]``."""
        return {
            "id": self.id,
            "kind": str(self.affects),
            "part": self.part,
            "inbound": self.inbound,
            "inbound_kind": str(self.inbound_kind),
            "component": self.component,
            "version": self.version,
            "purl": self.purl,
            "outbound": self.outbound,
            "use": str(self.use),
            "optional": self.optional,
            "direct": self.direct,
            "answer": str(self.answer),
            "reason": self.reason,
            "conditions": list(self.conditions),
            "whole": self.whole,
            "without_optional": self.without,
            "basis": "inferred" if self.basis == "unknown" else self.basis,
            "rows": list(self.rows),
            "sources": [{"title": s.title, "url": s.url, "clause": s.clause} for s in self.sources],
            "disagreement": [other.to_json() for other in self.disagreement],
            "license_source": self.license_source,
            "reviewed": self.reviewed,
            "notes": list(self.notes),
            "paths": list(self.paths),
            "ways_out": [way.to_json() for way in self.ways_out],
        }


def conflict_rows(conflicts: tuple[Conflict, ...]) -> list[dict[str, Any]]:
    """Rows of ``conflicts[]`` in the JSON of a scan."""
    return [conflict.to_json() for conflict in conflicts]
