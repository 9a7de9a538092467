# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Text that stands in fields and has not been sent: read from the page, and put back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import ipywidgets as ipw

from ospo_widgets.widgets.kept.names import name_of
from ospo_widgets.widgets.kept.record import LONGEST_TYPED, MOST_TYPED
from ospo_widgets.wording import in_english

_USER = re.compile(r"(?<=://)[^/\s@]*@")
"""User name and password in an address."""
_PARAMETER = re.compile(
    r"([?&][\w-]*(?:token|secret|password|passwd|key|auth|sig)[\w-]*=)[^&#\s]+", re.I
)
"""A parameter of an address that may open a door."""
_TOKEN = re.compile(r"\b(?:gh[oprsu]_|github_pat_|glpat-|glptt-)[\w-]{8,}")
"""How tokens of GitHub and GitLab begin."""


def without_secrets(text: str) -> str:
    """A text without what opens doors: it is kept where others may sit down later."""
    return _TOKEN.sub("", _PARAMETER.sub(r"\1", _USER.sub("", text)))


class Fields:
    """The fields of a page, by name; a second field of one name is ``name#2``.

    What a field holds when it is first seen is the app's own and nobody typed it.

    Args:
        root: Where the fields are, and will be.
    """

    def __init__(self, root: ipw.Widget) -> None:
        self._root = root
        self._first: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

    def typed(self, held: Collection[str] = ()) -> dict[str, str]:
        """What a person typed.

        Args:
            held: Texts that are kept elsewhere already.
        """
        known = {text.strip() for text in held} | {""}
        found = {
            name: without_secrets(field.value)[:LONGEST_TYPED]
            for name, field in self._fields()
            if field.value != self._first[field] and field.value.strip() not in known
        }
        return dict(list(found.items())[:MOST_TYPED])

    def put_back(self, typed: Mapping[str, str], held: Collection[str] = ()) -> dict[str, str]:
        """Fill fields that hold nothing of the person's; gives what has no such field yet.

        Args:
            typed: Text by name, or by a label in the session's language.
            held: Texts that a field may hold by itself.
        """
        own = {text.strip() for text in held} | {""}
        left = {_in_english(name): text for name, text in typed.items()}
        # What is put into one field may bring up others.
        before = None
        while left and len(left) != before:
            before = len(left)
            for name, field in list(self._fields()):
                if name not in left or not _takes(field, left[name]):
                    continue
                if field.value == self._first[field] or field.value.strip() in own:
                    field.value = left.pop(name)
                elif field.value == left[name]:
                    left.pop(name)
        return left

    def _fields(self) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for field in _texts(self._root):
            name = name_of(field)
            if not name:
                continue
            self._first.setdefault(field, field.value)
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), field


def _in_english(name: str) -> str:
    label, mark, number = name.partition("#")
    return f"{in_english(label)}{mark}{number}"


def _takes(field: Any, value: str) -> bool:
    """Whether a field can hold a value; what was kept may be no choice any more."""
    return not isinstance(field, ipw.Dropdown) or value in dict(field.options).values()


def _texts(root: Any) -> Iterator[Any]:
    # A password is nobody's to keep.
    text = isinstance(root, (ipw.Text, ipw.Textarea)) and not isinstance(root, ipw.Password)
    if text or (isinstance(root, ipw.Dropdown) and hasattr(root, "kept_as")):
        yield root
    for child in getattr(root, "children", ()):
        yield from _texts(child)
