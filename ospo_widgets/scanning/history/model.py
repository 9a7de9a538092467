# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the history of a repository tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ospo_widgets.scanning.history.authors import Authors
from ospo_widgets.scanning.history.old_secrets import OldSecrets


@dataclass(frozen=True, slots=True)
class History:
    """What the history tells.

    Attributes:
        authors: Contributors in aggregate, None when there is no history to read.
        secrets: Secrets in old versions, None when they were not looked for.
        problem: Why there is none: ``off``, ``archive`` (its history is never unpacked), ``none``
            (no repository), ``owner``, ``git``, ``slow``, ``server``; empty when there is.
    """

    authors: Authors | None = None
    secrets: OldSecrets | None = None
    problem: str = "none"

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "authors": self.authors.to_json() if self.authors else None,
            "secrets": self.secrets.to_json() if self.secrets else None,
            "problem": self.problem,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> History:
        """Read what :meth:`to_json` wrote."""
        found, secrets = data["authors"], data["secrets"]
        return cls(
            Authors.from_json(found) if found else None,
            OldSecrets.from_json(secrets) if secrets else None,
            str(data["problem"]),
        )
