# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""XML of manifests, within their limits."""

from __future__ import annotations

from ospo_widgets.scanning.manifests.model import ManifestError
from ospo_widgets.sizes import MEGABYTE
from ospo_widgets.xml_tree import Element, XmlError, parse_xml

MAX_SIZE = 2 * MEGABYTE
MAX_ELEMENTS = 50_000


def load_xml(content: str) -> Element:
    """The root element.

    Raises:
        ManifestError: It is no XML, it declares a document type (in which entities can hide), or
            it is too large or too deep.
    """
    if len(content) > MAX_SIZE:
        raise ManifestError("larger than 2 MB")
    try:
        return parse_xml(content, most_characters=MAX_SIZE, most_elements=MAX_ELEMENTS)
    except XmlError as error:
        raise ManifestError(str(error)) from error
