# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a scan tells is in the language of the session, though another process finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ospo_widgets import scan, wording
from ospo_widgets.errors import InputError


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


@pytest.mark.parametrize(("code", "said"), [("en", "has no files"), ("fr", "aucun fichier")])
def test_errors_of_the_worker_speak_it_too(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "empty.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    with wording.spoken(code), pytest.raises(InputError, match=said):
        scan(tmp_path / "empty.zip")


@pytest.mark.parametrize(("code", "said"), [("en", "link to b.py"), ("fr", "lien vers b.py")])
def test_reasons_why_a_file_was_not_scanned_speak_it_too(
    make_tree: Callable[..., Path], code: str, said: str
) -> None:
    tree = make_tree({"b.py": "print()\n"})
    (tree / "a.py").symlink_to("b.py")
    with wording.spoken(code):
        found = scan(tree)
    assert [n.reason for n in found.not_scanned] == [said]
