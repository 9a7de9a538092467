# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Progress of a background task: what is done now, how far, and a way to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ipw

from ospo_widgets.markup import tag
from ospo_widgets.progress import Progress
from ospo_widgets.widgets.fields import button, row
from ospo_widgets.wording import number, plural, words

SOONEST_SECONDS = 1.0
"""How long a step must run before its end is told, so that the number can be trusted."""


class ProgressView(ipw.VBox):  # type: ignore[misc]
    """Bar with count and current item, a Stop button, and the list of steps.

    Args:
        stages: (id, words) of the steps in order.
        on_stop: Called when the person asks to stop.
        stop_label: Words of the button.
        note: What stays after a stop.
    """

    def __init__(
        self,
        stages: Sequence[tuple[str, str]],
        on_stop: Callable[[], Any],
        *,
        stop_label: str,
        note: str = "",
    ) -> None:
        self._stages = stages
        self._on_stop = on_stop
        self._bar = ipw.HTML()
        self._list = ipw.HTML()
        self._counts: dict[str, str] = {}
        self._began: dict[str, float] = {}
        self._note_text = note
        self._note = ipw.HTML()
        self._stop = button(stop_label, self._stopping)
        title = ipw.HTML(tag("h2", words("common.task.steps"), class_="h3"))
        steps = ipw.VBox([title, self._list]).add_class("stack-s")
        super().__init__([self._bar, row(self._stop, self._note), steps])
        self.add_class("stack-l")
        self.show(Progress(stages[0][0]))

    def _stopping(self) -> None:
        self._stop.disabled = True
        self._stop.description = words("common.task.stopping")
        self._on_stop()

    def show(self, progress: Progress) -> None:
        """Draw one report."""
        now = time.monotonic()
        self._began.setdefault(progress.stage, now)
        self._note.value = tag(
            "p", self._left(progress, now), " ", self._note_text, class_="small muted"
        )
        names = dict(self._stages)
        title = names.get(progress.stage, progress.stage)
        if progress.total:
            done, total = number(progress.done), number(progress.total)
            count = words("common.task.count", done=done, total=total)
            bar = tag(
                "progress",
                f"{100 * progress.done // progress.total} %",
                max=progress.total,
                value=progress.done,
                aria_label=title,
            )
        else:
            count = number(progress.done) if progress.done else ""
            bar = tag("progress", aria_label=title)
        self._counts[progress.stage] = count
        self._bar.value = tag(
            "div",
            tag(
                "div",
                tag("p", tag("strong", title)),
                tag("p", count, class_="num muted"),
                class_="row-between",
            ),
            bar,
            tag("p", progress.item, class_="small mono muted") if progress.item else None,
            class_="stack-s",
        )
        self._list.value = self._steps(progress.stage)

    def _left(self, progress: Progress, now: float) -> str:
        """How long this step still takes, as a sentence; empty while nobody can know."""
        spent = now - self._began[progress.stage]
        if spent < SOONEST_SECONDS or not 0 < progress.done < progress.total:
            return ""
        left = spent * (progress.total - progress.done) / progress.done
        if left >= 90:
            return plural("common.task.minutes_left", round(left / 60))
        return plural("common.task.seconds_left", max(1, round(left)))

    def _steps(self, now: str) -> str:
        ids = [i for i, _ in self._stages]
        at = ids.index(now) if now in ids else 0
        items = []
        for i, (stage, title) in enumerate(self._stages):
            state = "done" if i < at else "now" if i == at else "todo"
            items.append(
                tag(
                    "li",
                    tag("span", words(f"common.stage_state.{state}"), class_="st"),
                    tag("span", title, class_="nm"),
                    tag("span", self._counts.get(stage, ""), class_="ct"),
                    class_="todo" if state == "todo" else None,
                    aria_current="step" if state == "now" else None,
                )
            )
        return tag("ol", items, class_="stages")
