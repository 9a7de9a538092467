# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads and validates what the office knows (``data/`` and an overlay), with its sources."""

from __future__ import annotations

from ospo_widgets.knowledge.component_model import (
    Alternative,
    BundledPart,
    CatalogueComponent,
    VersionLicense,
)
from ospo_widgets.knowledge.components import (
    ComponentNote,
    LicenseFact,
    component_note,
    find_component,
    find_versioned,
    license_of,
)
from ospo_widgets.knowledge.conditions import holds
from ospo_widgets.knowledge.loader import check_folder, load_knowledge
from ospo_widgets.knowledge.model import (
    Answer,
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
    "Alternative",
    "Answer",
    "BundledPart",
    "CatalogueComponent",
    "Category",
    "ComponentNote",
    "Condition",
    "Confidence",
    "FindingKind",
    "GlossaryTerm",
    "Knowledge",
    "License",
    "LicenseFact",
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
    "VersionLicense",
    "check_folder",
    "component_note",
    "find_component",
    "find_versioned",
    "holds",
    "license_of",
    "load_knowledge",
]
