# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Compatibility checker: may this go into that, and which licences are there?"""

from ospo_widgets.apps.compatibility.model import CompatibilityModel
from ospo_widgets.apps.compatibility.view import CompatibilityApp, show

__all__ = ["CompatibilityApp", "CompatibilityModel", "show"]
