# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads and validates what the office knows (``data/`` and an overlay), with its sources."""

from __future__ import annotations

from ospo_widgets.knowledge.components import find_component
from ospo_widgets.knowledge.conditions import holds
from ospo_widgets.knowledge.loader import check_folder, load_knowledge
from ospo_widgets.knowledge.model import (
    Answer,
    CatalogueComponent,
    Category,
    Condition,
    Confidence,
    FindingKind,
    GlossaryTerm,
    Knowledge,
    License,
    Limitation,
    Option,
    Permission,
    Policy,
    PolicyRule,
    Provenance,
    Question,
    Reach,
    Severity,
    Source,
    VerdictRow,
)
from ospo_widgets.knowledge.nodes import Problem

__all__ = [
    "Answer",
    "CatalogueComponent",
    "Category",
    "Condition",
    "Confidence",
    "FindingKind",
    "GlossaryTerm",
    "Knowledge",
    "License",
    "Limitation",
    "Option",
    "Permission",
    "Policy",
    "PolicyRule",
    "Problem",
    "Provenance",
    "Question",
    "Reach",
    "Severity",
    "Source",
    "VerdictRow",
    "check_folder",
    "find_component",
    "holds",
    "load_knowledge",
]
