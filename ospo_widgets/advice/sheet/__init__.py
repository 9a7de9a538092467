# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The due-diligence sheet for the group leader, as data, HTML, Markdown and PDF."""

from ospo_widgets.advice.sheet.diligence import due_diligence
from ospo_widgets.advice.sheet.model import Sheet

__all__ = ["Sheet", "due_diligence"]
