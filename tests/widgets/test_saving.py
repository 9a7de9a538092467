# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files too large for a link: beside the notebook in a person's own server, else for a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.widgets import download, saving
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.saving import save


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A session in a folder of its own, in no known place."""
    hub = ("JUPYTERHUB_USER", "JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_ROOT_DIR")
    for name in ("OSPO_FRAME", "OSPO_SAVE_DIR", "SERVER_SOFTWARE", "VOILA_PREHEAT", *hub):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    saving._session_folder.cache_clear()


def test_a_notebook_keeps_it_beside_itself_and_overwrites_nothing(tmp_path: Path) -> None:
    first, second, again = save("a.zip", b"1"), save("a.zip", b"2"), save("a.zip", b"1")
    assert first.path == again.path == tmp_path / "ospo-files" / "a.zip"
    assert second.path.name == "a-2.zip"
    assert first.stays
    assert [p.name for p in sorted(first.path.parent.iterdir())] == ["a-2.zip", "a.zip"]


def test_under_swan_it_is_in_the_project_with_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "SWAN_projects" / "my project"
    project.mkdir(parents=True)
    monkeypatch.chdir(project)
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    monkeypatch.setenv("JUPYTERHUB_USER", "marie")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/marie/")
    saved = save("a.zip", b"1")
    assert saved.path == project / "ospo-files" / "a.zip"
    assert saved.url == "/user/marie/files/SWAN_projects/my%20project/ospo-files/a.zip?download=1"
    monkeypatch.setattr(download, "LIMIT_BYTES", 0)
    shown = download_link("Get it", "a.zip", b"1", "application/zip")
    assert f'href="{saved.url}"' in shown
    assert str(saved.path) in shown


@pytest.mark.parametrize(("name", "value"), [("OSPO_FRAME", "1"), ("SERVER_SOFTWARE", "voila/0.5")])
def test_a_shared_server_keeps_it_for_the_session_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    saved = save("a.zip", b"1")
    assert not saved.stays
    assert saved.url == ""
    assert saved.path.parent.name.startswith("ospo-download-")
    assert not (tmp_path / "ospo-files").exists()


def test_a_named_folder_is_taken_and_one_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSPO_SAVE_DIR", str(tmp_path / "named"))
    assert save("a.zip", b"1").path == tmp_path / "named" / "a.zip"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("OSPO_SAVE_DIR", str(tmp_path / "file"))
    with pytest.raises(InputError, match="could not be written"):
        save("a.zip", b"1")
