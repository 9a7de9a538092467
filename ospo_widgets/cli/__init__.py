# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo``: everything that an app does, without a screen. One module a command."""

from ospo_widgets.cli.program import main

__all__ = ["main"]
