# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A dump that holds nothing but an error of the forge, for example a wrong token: said as it is."""

from __future__ import annotations

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.importing.building import shown
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_walk import find_items
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.wording import words

_LONGEST = 100_000
"""Answers with errors are short, characters."""


def _errors(document: Document) -> list[str]:
    if len(document.text or "") > _LONGEST or document.json is None:
        return []
    return find_items(document.json, lambda _: False).errors


def _read(document: Document, _: Context) -> Imported:
    error = shown(_errors(document)[0])
    raise InputError(words("importing.file.error", file=document.name, error=error))


SHAPES = (Shape("forge-error", lambda document: bool(_errors(document)), _read),)
