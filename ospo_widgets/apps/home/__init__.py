# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Home: what do you want to do?"""

from ospo_widgets.apps.home.view import HomeApp, show

__all__ = ["HomeApp", "show"]
