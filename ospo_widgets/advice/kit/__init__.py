# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The release kit: files that turn advice into a project that ``reuse lint`` passes."""

from ospo_widgets.advice.kit.details import KitDetails
from ospo_widgets.advice.kit.release import Kit, release_kit

__all__ = ["Kit", "KitDetails", "release_kit"]
