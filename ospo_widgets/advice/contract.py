# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The whole answer as plain data for continuous integration: advice, effects and sheet together.

``Recommendation.to_json()`` stays light, because pages ask for it after each answer; what takes
longer to work out is added here.
"""

from __future__ import annotations

from typing import Any

from ospo_widgets.advice.display import recommendation_json
from ospo_widgets.advice.model import PartAdvice, Recommendation
from ospo_widgets.advice.sheet.model import Sheet
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge

SCHEMA = "ospo-advice/1"
"""Name and version of the JSON."""


def advice_json(
    recommendation: Recommendation, *, sheet: Sheet, knowledge: Knowledge | None = None
) -> dict[str, Any]:
    """Everything of the advice, of its effects and of its sheet.

    Each part has ``recommended`` (ranked, with reasons), ``excluded``, ``holds``, ``effects`` (null
    without a licence) and ``sheet`` (its lines); the whole sheet stands beside the parts.

    Args:
        recommendation: The advice.
        sheet: Its sheet.
        knowledge: The same as for the recommendation.
    """
    known = knowledge or load_knowledge()
    data = {"schema": SCHEMA, **recommendation_json(recommendation)}
    whole = sheet.to_json()
    for advice, part in zip(recommendation.parts, data["parts"], strict=True):
        part["effects"] = _effects(advice, known)
        part["sheet"] = _lines(whole, advice.part.id)
    return {**data, "sheet": whole}


def _effects(advice: PartAdvice, known: Knowledge) -> dict[str, Any] | None:
    from ospo_widgets.licensing.effects import effects

    if advice.chosen is None:
        return None
    whole = advice.effective if advice.part.components else None
    return effects(advice.chosen, advice.part.material, effective=whole, knowledge=known).to_json()


def _lines(sheet: dict[str, Any], part_id: str) -> dict[str, Any]:
    """What the sheet says of one part; open points of the whole project count for each."""
    return {
        "number": sheet["number"],
        "state": sheet["state"],
        "proposal": next((p for p in sheet["parts"] if p["part"] == part_id), None),
        "uses": [line for line in sheet["all_uses"] if line["part"] == part_id],
        "points": [p for p in sheet["points"] if p["part"] in ("", part_id)],
    }
