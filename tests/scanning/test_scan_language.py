# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a scan tells is in the language of the session, though another process finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ospo_widgets import scan, wording


@pytest.mark.parametrize(("code", "title"), [("en", "There is no README"), ("fr", "Il n’y a pas")])
def test_findings_speak_the_language_of_the_session(
    make_tree: Callable[..., Path], code: str, title: str
) -> None:
    tree = make_tree({"a.py": "print()\n"})
    wording.set_language(code)
    try:
        found = scan(tree)
    finally:
        wording.set_language("")
    readme = next(f for f in found.findings if f.id == "release.no-readme")
    assert readme.title.startswith(title)
