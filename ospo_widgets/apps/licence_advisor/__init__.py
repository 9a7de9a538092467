# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence advisor: questions in people's words, a licence for each part, reasons, a release kit."""

from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.apps.licence_advisor.view import AdvisorApp, show

__all__ = ["AdvisorApp", "AdvisorModel", "show"]
