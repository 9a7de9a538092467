# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What can be said while files are still being read: the worst thing that was seen so far."""

from __future__ import annotations

from ospo_widgets.scanning.facts import Facts
from ospo_widgets.wording import words


class FirstLook:
    """Watches facts as they come; the checks judge with all of them at hand afterwards."""

    def __init__(self) -> None:
        self._rank = 9
        self._notices = 0
        self.said = ""

    def watch(self, facts: Facts) -> None:
        """Look at what is new."""
        if facts.listed and not any(text.at_root for text in facts.license_texts):
            self._note(3, "no_license", "")
        for told in facts.notices[self._notices :]:
            if told.notice.kind == "reserved":
                self._note(2, "reserved", told.path)
        self._notices = len(facts.notices)
        if path := next(iter(facts.rows("secrets")), ""):
            self._note(1, "secret", path)

    def _note(self, rank: int, key: str, path: str) -> None:
        if rank < self._rank:
            self._rank = rank
            self.said = words(f"scanning.first.{key}", path=path)
