# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX expressions, compatibility verdicts, effective licences, notices and texts."""

from __future__ import annotations

from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.licensing.expressions import Expression, ExpressionError, base_id, parse
from ospo_widgets.licensing.model import Effective, Reason, Verdict, best, strictest
from ospo_widgets.licensing.notices import (
    copyright_line,
    hardware_notice,
    is_collaboration,
    spdx_header,
)
from ospo_widgets.licensing.texts import (
    TextMissingError,
    filled_text,
    has_text,
    license_text,
    text_ids,
)
from ospo_widgets.licensing.ways_out import WayOut, ways_out

__all__ = [
    "Effective",
    "Expression",
    "ExpressionError",
    "Reason",
    "TextMissingError",
    "Verdict",
    "WayOut",
    "base_id",
    "best",
    "compatible",
    "copyright_line",
    "effective_license",
    "filled_text",
    "hardware_notice",
    "has_text",
    "is_collaboration",
    "license_text",
    "parse",
    "spdx_header",
    "strictest",
    "text_ids",
    "ways_out",
]
