# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Repository scan: from a source to findings, a report and the advisor."""

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.view import ScanApp, show

__all__ = ["ScanApp", "ScanModel", "show"]
