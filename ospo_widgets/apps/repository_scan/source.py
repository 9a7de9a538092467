# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""First screen of the scan: an archive, a git address or a folder, one field each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.targets import (
    better_address,
    example_target,
    folder_target,
    git_target,
    scan_roots,
)
from ospo_widgets.errors import OspoError
from ospo_widgets.knowledge.model import Option
from ospo_widgets.markup import Markup, chip, tag
from ospo_widgets.scanning.intake.git import check_address
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.widgets.fields import CheckGroup, button, column, on_enter, row, shown, text_field
from ospo_widgets.widgets.first_visit import FirstVisit
from ospo_widgets.widgets.page import Page
from ospo_widgets.widgets.upload import Upload
from ospo_widgets.wording import words

Start = Callable[[str | Path, str], None]
"""Starts the scan of a target under a name."""


def _heading(key: str) -> ipw.HTML:
    return ipw.HTML(tag("h2", words(f"scan_app.source.{key}"), class_="h3"))


def _note(text: str) -> ipw.HTML:
    return ipw.HTML(tag("p", text, class_="small muted"))


class SourceScreen(ipw.VBox):  # type: ignore[misc]
    """The three ways to say what to scan, and an example."""

    def __init__(self, page: Page, start: Start) -> None:
        self._page = page
        self._start = start
        self._used = "archive"
        self._problems = {name: ipw.HTML() for name in ("archive", "git", "folder")}
        self.upload = Upload(
            page,
            self._uploaded,
            max_bytes=ScanSettings().max_archive,
            on_problem=self._not_uploaded,
        )
        self._git = text_field(words("scan_app.source.git_field")).add_class("ospo-git")
        self._better = button("", page.guard(self._use_better), small=True)
        self._folder = text_field(words("scan_app.source.folder_field")).add_class("ospo-folder")
        self._options = CheckGroup(
            "",
            [
                Option(
                    id=name,
                    label=words(f"scan_app.source.{name}"),
                    hint=words(f"scan_app.source.{name}_hint"),
                )
                for name in ("full_history", "look_up")
            ],
        )
        for field in (self._git, self._folder):
            field.continuous_update = True
        on_enter(self._git, page.guard(self._fetch))
        on_enter(self._folder, page.guard(self._read))
        head = tag(
            "header",
            tag("h1", words("scan_app.title")),
            tag("p", words("scan_app.lead"), class_="lead"),
            class_="stack",
        )
        super().__init__(
            [
                ipw.HTML(head),
                FirstVisit(page, "repository_scan"),
                column(
                    _heading("archive"), self.upload, self._problems["archive"], class_="stack-s"
                ),
                self._git_box(),
                self._folder_box(),
                column(_heading("options"), self._options, class_="stack-s narrow-form"),
                column(
                    _heading("example"),
                    row(button(words("scan_app.example"), page.guard(self.open_example))),
                    class_="stack-s",
                ),
            ]
        )
        self.add_class("stack-l")
        shown(self._better, on=False)

    def _git_box(self) -> ipw.VBox:
        return column(
            _heading("git"),
            self._git,
            self._problems["git"],
            row(self._better),
            _note(words("scan_app.source.git_note")),
            row(button(words("scan_app.source.git_start"), self._page.guard(self._fetch))),
            class_="stack-s narrow-form",
        )

    def _folder_box(self) -> ipw.VBox:
        roots = scan_roots()
        if not roots:
            return column()
        listed = ", ".join(str(r) for r in roots)
        return column(
            _heading("folder"),
            self._folder,
            self._problems["folder"],
            _note(words("scan_app.source.folder_note", roots=listed)),
            row(button(words("scan_app.source.folder_start"), self._page.guard(self._read))),
            class_="stack-s narrow-form",
        )

    @property
    def history(self) -> str:
        """How much of the history the person wants to be read."""
        return "full" if "full_history" in self._options.value else "authors"

    @property
    def look_up(self) -> bool:
        """Whether package indexes may be asked."""
        return "look_up" in self._options.value

    def open_example(self) -> None:
        """Scan the example that ships with the package."""
        target = example_target()
        self._begin("archive", target, target.name)

    def offer_example(self) -> None:
        """Put the example first: where a page cannot start it, one button does."""
        head, *ways, example = self.children
        self.children = (head, example, *ways)

    def fill(self, address: str) -> None:
        """Put an address into its field; fetching it stays the person's decision."""
        self._git.value = address

    def fill_folder(self, path: str) -> None:
        """Put a folder into its field."""
        self._folder.value = path

    @property
    def wished(self) -> tuple[str, ...]:
        """Options that are ticked."""
        return self._options.value

    def wish(self, names: Collection[str]) -> None:
        """Tick options."""
        self._options.tick(names)

    def show_problem(self, error: OspoError) -> None:
        """Say under the field that was used what is wrong with it; what was typed stays."""
        said = tag("p", chip("no", words("common.error.input"), ground=False), " ", str(error))
        self._problems[self._used].value = tag("div", said, class_="field-error", role="alert")
        if self._used == "git":
            better = better_address(str(self._git.value))
            shown(self._better, on=bool(better))
            self._better.description = words("scan_app.source.better", address=better)
        fields = {"git": ".ospo-git input", "folder": ".ospo-folder input"}
        if self._used in fields:
            self._page.host.focus(fields[self._used])

    def clear(self) -> None:
        """Take earlier messages away."""
        for place in self._problems.values():
            place.value = Markup("")
        shown(self._better, on=False)

    def _begin(self, used: str, target: str | Path, name: str) -> None:
        self.clear()
        self._used = used
        self._start(target, name)

    def _uploaded(self, path: Path, name: str) -> None:
        self._begin("archive", path, name)

    def _not_uploaded(self, error: OspoError) -> None:
        self.clear()
        self._used = "archive"
        self.show_problem(error)

    def _use_better(self) -> None:
        self.fill(better_address(str(self._git.value)))
        self.clear()
        self._page.host.focus(".ospo-git input")

    def _fetch(self) -> None:
        self.clear()
        self._used = "git"
        try:
            address = check_address(git_target(str(self._git.value)))
        except OspoError as error:
            self.show_problem(error)
            return
        name = address.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
        self._begin("git", address, name)

    def _read(self) -> None:
        self.clear()
        self._used = "folder"
        try:
            target = folder_target(str(self._folder.value))
        except OspoError as error:
            self.show_problem(error)
            return
        self._begin("folder", target, target.name)
