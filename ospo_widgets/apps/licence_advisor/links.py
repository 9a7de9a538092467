# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Addresses: those that open the advisor with something in it, and that of the project."""

from __future__ import annotations

import re
from typing import Any

from ospo_widgets.apps.state import LINK_BYTES, pack
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.project import Project
from ospo_widgets.wording import words

WEB_ADDRESS = re.compile(r"https?://[^\s/@]+\.[^\s@]{1,400}")
"""A public web address, without a user name."""


def project_query(project: Project) -> str:
    """Query that opens the advisor with a scanned project; detail is dropped until it fits.

    Raises:
        OspoError: Even the bare list of parts is too long for an address.
    """
    data: dict[str, Any] = project.to_json()
    for drop in ((), ("reuse_toml",), ("copyright_lines",), ("license_ids", "existing_files")):
        for name in drop:
            data.pop(name, None)
        query = f"project={pack(data)}"
        if len(query) <= LINK_BYTES:
            return query
    for part in data.get("parts", []):
        part["components"] = [
            c for c in part.get("components", []) if c.get("license") and not c.get("optional")
        ][:60]
    query = f"project={pack(data)}"
    if len(query) > LINK_BYTES:
        raise OspoError(words("common.link.too_long"))
    return query


def public_address(text: str) -> str:
    """A web address as a person typed it, without spaces around it; empty stays empty.

    Raises:
        InputError: It is no public web address.
    """
    address = text.strip()
    if address and not WEB_ADDRESS.fullmatch(address):
        raise InputError(words("advisor_app.kit.bad_url"))
    return address
