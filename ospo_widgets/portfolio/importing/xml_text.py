# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""XML of bills of materials, within their limits."""

from __future__ import annotations

import contextlib

from ospo_widgets import xml_tree

MAX_TEXT = 64_000_000
"""Longest text that is parsed, characters."""

MAX_ELEMENTS = 1_000_000
"""Most elements."""


def parse_xml(content: str) -> xml_tree.Element | None:
    """The root element; None when it is no XML, has a document type, or is too large or deep."""
    with contextlib.suppress(xml_tree.XmlError):
        return xml_tree.parse_xml(content, most_characters=MAX_TEXT, most_elements=MAX_ELEMENTS)
    return None
