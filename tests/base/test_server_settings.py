# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Settings that the server starts with."""

from __future__ import annotations

import re

from ospo_widgets.resources import notebooks_dir
from ospo_widgets.server.launch import settings


def test_kernels_are_kept_ready_for_pages_only() -> None:
    patterns = settings(preheat=True, footer={})["VoilaKernelManager"]["preheat_denylist"]
    notebooks = {
        path.name: path.read_text(encoding="utf-8") for path in notebooks_dir().glob("*.ipynb")
    }
    left_out = {name for name in notebooks if any(re.match(pattern, name) for pattern in patterns)}
    pages = {name for name, text in notebooks.items() if "ospo_widgets.apps" in text}
    assert pages
    assert left_out == set(notebooks) - pages
