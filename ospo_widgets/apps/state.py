# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State in an address, under the name by which the apps know it."""

from __future__ import annotations

from ospo_widgets.widgets.kept.packing import LINK_BYTES, MAX_BYTES, pack, unpack

__all__ = ["LINK_BYTES", "MAX_BYTES", "pack", "unpack"]
