# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Knowledge: where each fact is used, and when it was last reviewed."""

from ospo_widgets.apps.knowledge.model import KnowledgeModel
from ospo_widgets.apps.knowledge.view import KnowledgeApp, show

__all__ = ["KnowledgeApp", "KnowledgeModel", "show"]
