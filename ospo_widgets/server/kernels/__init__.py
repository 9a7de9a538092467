# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sessions of our server: quick to start, limited, private, and gone without a trace."""

from __future__ import annotations

from ospo_widgets.server.kernels.limits import Limits, Usage, Why
from ospo_widgets.server.kernels.server import WAITING, kernel_settings, with_sessions
from ospo_widgets.server.kernels.sessions import Session, Sessions

__all__ = [
    "WAITING",
    "Limits",
    "Session",
    "Sessions",
    "Usage",
    "Why",
    "kernel_settings",
    "with_sessions",
]
