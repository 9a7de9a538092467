# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Fills the templates of the best practices with what a person typed, safe for each format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ospo_widgets.advice.kit.text import flat, web_address
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.practice_model import Template
from ospo_widgets.knowledge.practice_templates import (
    DAY,
    FIELDS,
    GAP,
    format_of,
    gaps,
    quoted_text,
    template_text,
)
from ospo_widgets.licensing.notices import FIRST_YEAR, LAST_YEAR, is_collaboration
from ospo_widgets.wording import words

LONGEST = 500
"""Characters that one gap takes."""

_MAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}\.[^\s@<>\".]{2,60}")
_LICENSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,80}")
_MARKUP = re.compile(r"[\\`*<>\[\]|]")


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its gaps filled.

    Attributes:
        name: Where the file lies in a project.
        text: Its content.
        open: Fields that are still gaps, in the order in which they are asked.
    """

    name: str
    text: str
    open: tuple[str, ...]


def filled(template: Template, values: Mapping[str, str], day: date) -> Filled:
    """Fill a template; what is empty stays a gap.

    Args:
        template: The template.
        values: Field to what was typed; fields that the template lacks are passed over.
        day: Day of the file.

    Raises:
        InputError: A value cannot be used, or there is no such field; nothing was made.
    """
    unknown = sorted(set(values) - set(FIELDS))
    if unknown:
        raise InputError(
            words("practices.fill.unknown", name=flat(unknown[0])[:40]),
            remedy=words("practices.fill.known", names=", ".join(FIELDS)),
        )
    needed = gaps(template)
    checked = {name: checked_value(name, values.get(name, "")) for name in needed}
    checked[DAY] = day.isoformat()
    kind = format_of(template)

    def put(found: re.Match[str]) -> str:
        value = checked.get(found[1], "")
        if not value:
            return found[0]
        return quoted_text(value) if kind else _plain(value, template)

    text = GAP.sub(put, template_text(template))
    return Filled(template.name, text, tuple(name for name in needed if not checked[name]))


def checked_value(name: str, text: str) -> str:
    """A value in one line; empty when nothing was typed.

    Args:
        name: One of :data:`~ospo_widgets.knowledge.practice_templates.FIELDS`.
        text: What was typed.

    Raises:
        InputError: It cannot be used in this field.
    """
    value = flat(text)
    if len(value) > LONGEST:
        raise InputError(words("practices.fill.long", field=label(name), limit=LONGEST))
    if not value:
        return ""
    good = True
    if name == "year":
        good = value.isascii() and value.isdecimal() and FIRST_YEAR <= int(value) <= LAST_YEAR
    elif name == "license":
        good = _LICENSE.fullmatch(value) is not None
    elif name == "repository":
        value = value.rstrip("/")
        good = bool(web_address(value))
    elif name == "contact":
        good = bool(web_address(value)) or _MAIL.fullmatch(value) is not None
    elif name == "holder":
        good = not is_collaboration(value)
    if not good:
        raise InputError(words(f"practices.fill.{name}", value=value[:80], first=FIRST_YEAR))
    return value


def label(name: str) -> str:
    """What a field is called."""
    return words(f"practices.field.{name}")


def _plain(value: str, template: Template) -> str:
    """A value in a text; in Markdown its signs of markup are no markup."""
    if not template.name.endswith(".md"):
        return value
    return _MARKUP.sub(lambda sign: f"\\{sign[0]}", value)
