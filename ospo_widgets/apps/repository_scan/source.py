# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""First screen of the scan: an archive, a git address or a folder, one field each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import ScanModel, scan_roots
from ospo_widgets.markup import tag
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.widgets.fields import button, column, on_enter, row, text_field
from ospo_widgets.widgets.page import Page
from ospo_widgets.widgets.upload import Upload
from ospo_widgets.wording import words

Start = Callable[[str | Path, str], None]
"""Starts the scan of a target under a name."""


def _heading(key: str) -> ipw.HTML:
    return ipw.HTML(tag("h2", words(f"scan_app.source.{key}"), class_="h3"))


def _option(key: str) -> ipw.Checkbox:
    label = words(f"scan_app.source.{key}")
    return ipw.Checkbox(value=False, description=label, indent=False, tooltip="").add_class("check")


class SourceScreen(ipw.VBox):  # type: ignore[misc]
    """The three ways to say what to scan, and an example."""

    def __init__(self, page: Page, model: ScanModel, start: Start) -> None:
        self._model = model
        self._start = start
        limit = ScanSettings().max_archive
        self.upload = Upload(page, self._uploaded, max_bytes=limit)
        self._git = text_field(words("scan_app.source.git_field"))
        self._git.continuous_update = True
        git_button = button(words("scan_app.source.git_start"), page.guard(self._fetch))
        on_enter(self._git, page.guard(self._fetch))
        self._folder = text_field(words("scan_app.source.folder_field"))
        self._folder.continuous_update = True
        folder_button = button(words("scan_app.source.folder_start"), page.guard(self._read))
        on_enter(self._folder, page.guard(self._read))
        self._full = _option("full_history")
        self._look_up = _option("look_up")
        example = button(words("scan_app.example"), page.guard(self.open_example))
        roots = scan_roots()
        if roots:
            shown = ", ".join(str(r) for r in roots)
            note = words("scan_app.source.folder_note", roots=shown)
            folder = column(
                _heading("folder"),
                self._folder,
                ipw.HTML(tag("p", note, class_="small muted")),
                row(folder_button),
                class_="stack-s narrow-form",
            )
        else:
            folder = column()
        super().__init__(
            [
                ipw.HTML(
                    tag(
                        "header",
                        tag("h1", words("scan_app.title")),
                        tag("p", words("scan_app.lead"), class_="lead"),
                        class_="stack",
                    )
                ),
                column(_heading("archive"), self.upload, class_="stack-s"),
                column(
                    _heading("git"),
                    self._git,
                    ipw.HTML(tag("p", words("scan_app.source.git_note"), class_="small muted")),
                    row(git_button),
                    class_="stack-s narrow-form",
                ),
                folder,
                column(
                    _heading("options"), self._full, self._look_up, class_="stack-s narrow-form"
                ),
                row(example),
            ]
        )
        self.add_class("stack-l")

    @property
    def history(self) -> str:
        """How much of the history the person wants to be read."""
        return "full" if self._full.value else "authors"

    @property
    def look_up(self) -> bool:
        """Whether package indexes may be asked."""
        return bool(self._look_up.value)

    def open_example(self) -> None:
        """Scan the example that ships with the package."""
        target = self._model.example_target()
        self._start(target, target.name)

    def fill(self, address: str) -> None:
        """Put an address into its field; fetching it stays the person's decision."""
        self._git.value = address

    def _uploaded(self, path: Path, name: str) -> None:
        self._start(path, name)

    def _fetch(self) -> None:
        address = self._model.git_target(self._git.value)
        name = address.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
        self._start(address, name)

    def _read(self) -> None:
        target = self._model.folder_target(self._folder.value)
        self._start(target, target.name)
