# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of fields that are the same in every language, so that text finds its field again."""

from __future__ import annotations

import zlib
from typing import Any

from ospo_widgets.wording import in_english

CLASS = "ospo-as-"
"""Begins the class by which a script in the page knows the name; see static/keeping.js."""


def named(field: Any, name: str = "") -> Any:
    """Give a field a name for what is kept of it.

    Args:
        field: A field of text, or a choice, which is kept only when it was named.
        name: Needed where the label is put together or comes from knowledge; the English label
            otherwise.
    """
    field.kept_as = name or in_english(field.description.strip())
    return field.add_class(f"{CLASS}{zlib.crc32(field.kept_as.encode()):08x}")


def name_of(field: Any) -> str:
    """The name of a field, or its label where it was given none."""
    return getattr(field, "kept_as", "") or str(field.description.strip())
