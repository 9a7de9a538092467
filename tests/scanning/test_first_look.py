# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is said while files are still being read: the worst thing seen so far."""

from __future__ import annotations

from pathlib import Path

from ospo_widgets.progress import Progress
from ospo_widgets.scanning.scan import scan


def test_the_worst_thing_is_said_and_never_its_value(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.py").write_text("print(1)\n", encoding="utf-8")
    seen: list[Progress] = []
    scan(tree, report=seen.append)
    assert any("no licence file at the top" in report.noticed for report in seen)

    key = "AKIA" + "Q3EGRZ7XTMWPLN5K"
    (tree / "settings.ini").write_text(f"aws_access_key_id = {key}\n", encoding="utf-8")
    seen.clear()
    scan(tree, report=seen.append)
    said = [report.noticed for report in seen if "settings.ini may hold" in report.noticed]
    assert said
    assert not any(key in text for text in said)
