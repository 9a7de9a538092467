# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What bills of materials of all formats are read to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 2_000
"""Longest text of a bill that is kept, characters."""

_UNSAID = frozenset({"", "NOASSERTION"})


@dataclass(slots=True)
class Piece:
    """One package of a bill, as the bill states it.

    Attributes:
        ref: Its id in the bill.
        name: Name.
        purl: Package URL, empty when there is none.
        license: Licence, empty when nobody says.
        addresses: Addresses of its repository.
        pages: Addresses that may be pages.
        use: How it is used (``project.Use``), empty when not said.
        optional: Needed for tests, builds or extras only; None when not said.
        root: The bill is about it.
    """

    ref: str
    name: str
    purl: str = ""
    license: str = ""
    addresses: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    use: str = ""
    optional: bool | None = None
    root: bool = False

    def needed(self, *, optional: bool | None, use: str = "") -> None:
        """Somebody needs it; needed for good by one, it is needed for good."""
        if self.optional is not False and optional is not None:
            self.optional = optional
        self.use = self.use or use


@dataclass(slots=True)
class Bill:
    """A bill of materials.

    Attributes:
        name: Name of the document.
        created: When it was made, as it says.
        pieces: Its packages, in its order.
    """

    name: str = ""
    created: str = ""
    pieces: list[Piece] = field(default_factory=list)

    def main(self) -> Piece | None:
        """What it is about; None when it is about nothing or about all that it has."""
        roots = [piece for piece in self.pieces if piece.root]
        if len(roots) == len(self.pieces) > 1:
            return None
        return next(iter(roots), None)


def line(value: Any) -> str:
    """A text of a bill in one line; anything else is empty."""
    return " ".join(value[:LONGEST].split()) if isinstance(value, str) else ""


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The mappings of a list; anything else is left out."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, Mapping)]


def first_said(*licenses: str) -> str:
    """The first licence that says something: concluded comes before declared."""
    return next((text for text in licenses if text not in _UNSAID), "")


def all_of(licenses: Iterable[str]) -> str:
    """Several licences of one component: all of them apply."""
    found = list(dict.fromkeys(filter(None, licenses)))
    if len(found) < 2:
        return "".join(found)
    return " AND ".join(f"({one})" if " OR " in one else one for one in found)
