# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Best practices: what to do in each phase of a project, each with its source."""

from ospo_widgets.apps.best_practices.model import PracticesModel
from ospo_widgets.apps.best_practices.view import BestPracticesApp, show

__all__ = ["BestPracticesApp", "PracticesModel", "show"]
