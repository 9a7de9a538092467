# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A change before it is made: its diff, what the check says, what it changes, and the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.advice.knowledge_effects import Effects
from ospo_widgets.errors import CancelledError, OspoError
from ospo_widgets.knowledge.checking import Checked
from ospo_widgets.knowledge.difference import RowChange
from ospo_widgets.knowledge.drafts import Draft
from ospo_widgets.markup import Content, Markup, chip, license_id, table, tag
from ospo_widgets.progress import Cancel, Progress, Report
from ospo_widgets.resources import using_data
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import Download
from ospo_widgets.widgets.fields import button, column, row, shown
from ospo_widgets.widgets.theme import framed
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.apps.knowledge.model import KnowledgeModel
    from ospo_widgets.widgets.page import Page

MAX_LINES = 200
"""Lines of a diff that are shown; the patch has all."""
MAX_LINE = 400
"""Characters of a line that are shown."""
MOST = 30
"""Problems, verdicts and points that are shown of each."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found out about a draft.

    Attributes:
        checked: Problems and warnings that the draft brings.
        effects: What it changes; None when problems keep it from being asked.
    """

    checked: Checked
    effects: Effects | None


def look_at(draft: Draft, report: Report, cancel: Cancel, *, on: date) -> Looked:
    """Check a draft and ask what it changes."""
    from ospo_widgets.advice.knowledge_effects import effects_of
    from ospo_widgets.knowledge.checking import checked_folder
    from ospo_widgets.knowledge.difference import State, difference
    from ospo_widgets.knowledge.loader import forget_knowledge

    report(Progress("check"))
    before = State("before", draft.shelf.base, draft.shelf.overlay)
    with draft.state() as after:
        with using_data(after.base, after.overlay):
            checked = checked_folder(after.overlay or after.base, on=on)
        if cancel.is_set():
            raise CancelledError(words("knowledge.diff.stopped"))
        if checked.problems:
            return Looked(checked, None)
        shelves = draft.shelf, after.shelf()
        changes: tuple[RowChange, ...] = difference(*shelves)
        effects = effects_of(before, after, changes, shelves, report=report, cancel=cancel)
    # The private copy is gone, and what was read of it will not be asked for again.
    forget_knowledge()
    return Looked(checked, effects)


class Preview(ipw.VBox):  # type: ignore[misc]
    """Shows a draft and offers its files; nothing is written unless the person may and asks.

    Args:
        page: The page.
        model: Its state.
        on_saved: Called after the draft was written into the overlay.
    """

    def __init__(self, page: Page, model: KnowledgeModel, on_saved: Callable[[], Any]) -> None:
        self._page = page
        self._model = model
        self._on_saved = on_saved
        self.draft: Draft | None = None
        self._diff = ipw.HTML()
        self._found = ipw.HTML()
        self._stop = button(words("knowledge_app.change.stop"), page.guard(self._stopped),
                            small=True)  # fmt: skip
        self._file = Download(page, words("knowledge_app.change.file"), self._whole)
        self._patch = Download(page, words("knowledge_app.change.patch"), self._as_patch)
        self._save = button(words("knowledge_app.change.save"), page.guard(self._write))
        self._told = ipw.HTML()
        self._files = column(
            row(self._file, self._patch, self._save, class_="row actions ospo-files"),
            ipw.HTML(tag("p", words("knowledge_app.change.how"), class_="small muted")),
            self._told,
            class_="stack-s",
        )
        self.task = BackgroundTask(
            on_progress=page.guard.quiet(self._progress),
            on_done=page.guard.quiet(self._done),
            on_error=page.guard.quiet(self._failed),
        )
        super().__init__([self._diff, row(self._stop), self._found, self._files])
        self.add_class("stack")
        self.clear()

    @property
    def can_save(self) -> bool:
        """Whether the person’s own files may be written: in their JupyterLab, with an overlay."""
        return not framed() and self._model.shelf.overlay is not None

    def clear(self) -> None:
        """Show nothing."""
        self.draft = None
        self.task.cancel()
        self._diff.value = self._found.value = self._told.value = Markup("")
        shown(self._stop, on=False)
        shown(self._files, on=False)
        shown(self, on=False)

    def show(self, draft: Draft) -> None:
        """Show a draft and look at it in the background."""
        self.clear()
        shown(self, on=True)
        if not draft.changed:
            self._diff.value = tag("p", words("knowledge_app.change.same"), class_="notice")
            self._page.say(words("knowledge_app.change.same"))
            return
        self.draft = draft
        self._diff.value = diff_html(draft)
        self._found.value = tag("p", words("knowledge_app.change.check"), class_="muted")
        shown(self._stop, on=True)
        self._page.say(words("knowledge_app.change.check"))
        on = self._model.on
        self.task.start(lambda report, cancel: look_at(draft, report, cancel, on=on))

    def _progress(self, progress: Progress) -> None:
        said = words(f"knowledge_app.change.{progress.stage}")
        bar: Content = None
        if progress.total:
            count = words("common.task.count", done=number(progress.done),
                          total=number(progress.total))  # fmt: skip
            said = f"{said} {count}"
            bar = tag("progress", max=progress.total, value=progress.done, aria_label=said)
        self._found.value = tag("div", tag("p", said, class_="muted"), bar, class_="stack-s")

    def _done(self, looked: Looked) -> None:
        if self.draft is None:  # it came after the draft was taken away
            return
        shown(self._stop, on=False)
        self._found.value = tag(
            "div", checked_html(looked.checked), effects_html(looked.effects), class_="stack"
        )
        ready = not looked.checked.problems
        shown(self._files, on=ready)
        shown(self._save, on=self.can_save)
        key = "ready" if ready else "wrong"
        self._page.say(words(f"knowledge_app.change.{key}"))

    def _failed(self, error: BaseException) -> None:
        if self.draft is None:
            return
        shown(self._stop, on=False)
        if isinstance(error, CancelledError):
            self._found.value = tag("p", words("knowledge_app.change.stopped"), class_="notice")
            shown(self._files, on=True)
            shown(self._save, on=False)
        else:
            self._found.value = Markup("")
            if isinstance(error, OspoError):
                self._found.value = problem_html(str(error))
            else:
                self._page.guard.show(error)

    def _stopped(self) -> None:
        """Stop asking; what comes back is told as stopped at once."""
        self.task.cancel()

    # Files --------------------------------------------------------------------------------------

    def _whole(self) -> tuple[str, bytes, str]:
        draft = self._drafted()
        return draft.path.name, draft.after.encode("utf-8"), "application/yaml"

    def _as_patch(self) -> tuple[str, bytes, str]:
        draft = self._drafted()
        return f"{draft.path.stem}.patch", draft.patch().encode("utf-8"), "text/x-patch"

    def _drafted(self) -> Draft:
        assert self.draft is not None
        return self.draft

    def _write(self) -> None:
        draft = self._drafted()
        if not self.can_save or not draft.laid:
            return
        there = draft.path.read_bytes() if draft.path.is_file() else b""
        if there != draft.before.encode("utf-8"):
            said = words("knowledge_app.change.meanwhile", path=draft.path)
            self._told.value = tag("p", said, class_="field-error no", role="alert")
            return
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        draft.path.write_bytes(draft.after.encode("utf-8"))
        self._on_saved()
        said = words("knowledge_app.change.saved", path=draft.path)
        self._told.value = tag("p", said, role="status")
        self._page.say(said)


# --- markup ---------------------------------------------------------------------------------------


def diff_html(draft: Draft) -> Markup:
    """The diff of a draft, as the fix of a scan shows its own."""
    kinds = {"+": "add", "-": "del", "@": "at"}
    lines = draft.diff()[2:]
    drawn = [
        tag("span", line[:MAX_LINE] or " ", class_=kinds.get(line[:1]))
        for line in lines[:MAX_LINES]
    ]
    label = words("knowledge_app.change.diff", file=draft.file)
    place = words("knowledge_app.row.overlay" if draft.laid else "knowledge_app.row.ours")
    return tag(
        "div",
        tag("h3", words("knowledge_app.change.title"), id="preview"),
        tag(
            "div",
            tag("header", tag("span", draft.file), tag("span", place)),
            tag("pre", drawn, tabindex="0", role="group", aria_label=label),
            class_="diff",
        ),
        tag("p", words("knowledge_app.change.cut", limit=number(MAX_LINES)), class_="small muted")
        if len(lines) > MAX_LINES
        else None,
        class_="stack-s",
    )


def problem_html(said: str) -> Markup:
    """A problem, announced."""
    no = chip("no", words("common.error.input"), ground=False)
    return tag("div", tag("p", no, " ", said), class_="notice is-no", role="alert")


def checked_html(checked: Checked) -> Markup:
    """Problems and warnings of a draft."""
    if checked.problems:
        items = [tag("li", f"{p.file}:{p.line}: {p.message}") for p in checked.problems[:MOST]]
        title = plural("knowledge.check.problems", len(checked.problems))
        return tag("div", tag("p", chip("no", title, ground=False)), tag("ul", items),
                   class_="notice is-no", role="alert")  # fmt: skip
    sound = tag("p", chip("yes", words("knowledge_app.change.sound"), ground=False))
    if not checked.warnings:
        return sound
    items = [tag("li", f"{w.file}:{w.line}: {w.message}") for w in checked.warnings[:MOST]]
    title = plural("knowledge.check.warnings", len(checked.warnings))
    return tag("div", sound, tag("details", tag("summary", title), tag("ul", items)))


def effects_html(effects: Effects | None) -> Markup | None:
    """What a draft changes for those who ask."""
    if effects is None:
        return None
    asked = words(
        "knowledge_app.change.asked", pairs=number(effects.pairs), cases=number(effects.asked)
    )
    head = tag("h3", words("knowledge_app.change.effects"))
    if not effects:
        nothing = chip("yes", words("knowledge.diff.nothing"), ground=False)
        return tag("div", head, tag("p", nothing), tag("p", asked, class_="small muted"),
                   class_="stack-s")  # fmt: skip
    parts: list[Content] = [head]
    if effects.cases:
        title = plural("knowledge.diff.cases", len(effects.cases))
        rows = [
            (c.case, c.part, words(f"knowledge.diff.what.{c.what}"), ", ".join(c.before) or "–",
             ", ".join(c.after) or "–")
            for c in effects.cases[:MOST]
        ]  # fmt: skip
        parts += _shown(title, ("case", "part", "what", "before", "after"), rows, effects.cases)
    if effects.verdicts:
        title = plural("knowledge.diff.verdicts", len(effects.verdicts))
        verdicts = [
            (license_id(v.inbound), license_id(v.outbound), words(f"licensing.use.{v.use}"),
             _answer(v.before), v.whole or _answer(v.after))
            for v in effects.verdicts[:MOST]
        ]  # fmt: skip
        names = ("inbound", "outbound", "use", "before", "after")
        parts += _shown(title, names, verdicts, effects.verdicts)
    return tag("div", parts, tag("p", asked, class_="small muted"), class_="stack-s")


def _answer(answer: str) -> Content:
    if not answer:
        return "–"
    return chip(answer, words(f"common.verdict.{answer}"), ground=False)


def _shown(title: str, names: Any, rows: Any, all_of: Any) -> list[Content]:
    columns = [words(f"knowledge_app.column.{name}") for name in names]
    inner = table(title, columns, rows, class_="cards-s words")
    rest = len(all_of) - len(rows)
    more = tag("p", plural("knowledge.diff.more", rest), class_="small muted") if rest else None
    return [tag("div", inner, class_="scroll", tabindex=0, role="group", aria_label=title), more]
