# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every pair that an authority has answered gets the same answer here, with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ospo_widgets.licensing import compatible
from ospo_widgets.project import Use

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_authority_is_followed(case: dict[str, Any]) -> None:
    for use in case["uses"]:
        verdict = compatible(case["inbound"], case["outbound"], Use(use))
        assert verdict.answer == case["verdict"], (use, verdict.reasons)
        assert verdict.reasons
        assert bool(verdict.conditions) == (verdict.answer == "conditional")
        if verdict.answer != "unknown":
            assert all(r.sources for r in verdict.reasons if r.basis == "curated")
            assert any(r.basis == "curated" for r in verdict.reasons), verdict.reasons
