# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What an app keeps of a person's work, as text and back. No widgets.

Whatever comes back was in the hands of a browser or a folder: it is checked here for form, and by
the app for content.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.widgets.kept.packing import pack, unpack
from ospo_widgets.wording import words

VERSION = 1
"""Form of the text; grows when an older program could not read it."""

MOST_CHARACTERS = 80_000
"""Longest text that is kept or read; packed, so it stands for about ten times as much."""

MOST_TYPED = 40
"""Fields whose text is kept."""

LONGEST_TYPED = 20_000
"""Longest text of a field that is kept, characters."""


@dataclass(frozen=True)
class Snapshot:
    """What there is to keep now.

    Attributes:
        title: What the work is about, plain and short, may be empty: ``trackfit-tools``.
        count: How much there is: ``7 answers``.
        said: The same as a sentence: ``Your 7 answers are kept.``
        query: State for the address, empty where it does not fit.
        more: State beside that, as JSON data; empty when the query holds everything.
        held: Texts of fields that query or ``more`` hold already.
    """

    title: str
    count: str
    said: str
    query: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    held: Collection[str] = ()


@dataclass(frozen=True)
class State:
    """What was kept.

    Attributes:
        query: As in the address.
        more: What the address does not hold.
        typed: Text of fields by their name, typed and not yet sent.
    """

    query: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_query(self) -> bool:
        """Whether the address alone brings all of it back."""
        return bool(self.query) and not self.more and not self.typed


def write_state(app: str, state: State) -> str:
    """The state as text for a store; empty when it is too long for one."""
    text = pack(
        {
            "version": VERSION,
            "app": app,
            "query": state.query,
            "more": dict(state.more),
            "typed": dict(state.typed),
        }
    )
    return text if len(text) <= MOST_CHARACTERS else ""


def read_state(app: str, text: str) -> State:
    """What :func:`write_state` wrote.

    Raises:
        InputError: It is damaged, too long, of another app, or of another version of this one.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(words("kept.wrong.large"), remedy=words("kept.wrong.remedy"))
    try:
        data = unpack(text)
    except InputError:
        raise _damaged() from None
    if data.get("app") != app:
        raise InputError(words("kept.wrong.foreign"), remedy=words("kept.wrong.remedy"))
    if data.get("version") != VERSION:
        raise InputError(words("kept.wrong.version"), remedy=words("kept.wrong.remedy"))
    query, more, typed = data.get("query"), data.get("more"), data.get("typed")
    if not isinstance(query, str) or not isinstance(more, dict) or not isinstance(typed, dict):
        raise _damaged()
    if not all(isinstance(value, str) for value in typed.values()) or len(typed) > MOST_TYPED:
        raise _damaged()
    return State(query, more, {k: v[:LONGEST_TYPED] for k, v in typed.items()})


def _damaged() -> InputError:
    return InputError(words("kept.wrong.damaged"), remedy=words("kept.wrong.remedy"))
