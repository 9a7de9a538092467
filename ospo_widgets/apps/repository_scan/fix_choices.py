# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person decides about the fix: groups of changes, licence, holder, year, what to spare."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.errors import InputError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.scanning.fix.choices import DEFAULT_GROUPS, FixChoices, Group
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.widgets.fields import button, column, on_enter, row, shown, text_field
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

ON_DEMAND = tuple(g for g in Group if g not in DEFAULT_GROUPS)
"""Groups that take something away; they are offered, and made when asked for."""


Propose = Callable[[FixChoices], None]
"""Starts a new proposal."""


def _box(label: str) -> ipw.Checkbox:
    return ipw.Checkbox(value=False, description=label, indent=False, tooltip="").add_class("check")


class ChoicesForm(ipw.VBox):  # type: ignore[misc]
    """Fields for the choices; a tick counts at once, a text with its button.

    Args:
        page: The page.
        model: Its state.
        propose: Starts a new proposal.

    Attributes:
        boxes: The ticks, to be shown above the diff.
    """

    def __init__(self, page: Page, model: ScanModel, propose: Propose) -> None:
        self._model = model
        self._propose = propose
        self._filling = False
        self._groups = {g: _box(words(f"scan_app.fix.group.{g}")) for g in Group}
        self._collaborations = _box(words("scan_app.fix.collaborations"))
        self._years = _box(words("scan_app.fix.years"))
        ticks = (*self._groups.values(), self._collaborations, self._years)
        for box in ticks:
            box.observe(page.guard(lambda _: self._ticked()), "value")
        self.boxes = column(*ticks, class_="stack-s ospo-ticks")
        self._license = text_field(words("scan_app.fix.license"))
        self._holder = text_field(words("scan_app.fix.holder"))
        self._year = text_field(words("scan_app.fix.year"))
        self._exclude = text_field(words("scan_app.fix.exclude"))
        self._reason = text_field(words("scan_app.fix.reason"))
        fields = (self._license, self._holder, self._year, self._exclude, self._reason)
        for field in fields:
            field.continuous_update = True
            on_enter(field, page.guard(self._again))
        self._problem = ipw.HTML()
        again = button(words("scan_app.fix.make"), page.guard(self._again), small=True)
        title = tag("h3", words("scan_app.fix.choices"))
        super().__init__(
            [
                ipw.HTML(title),
                column(self._license, self._holder, self._year, class_="stack-s small-fields"),
                column(self._exclude, self._reason, class_="stack-s small-fields"),
                self._problem,
                row(again),
            ]
        )
        self.add_class("stack-s")

    def begin(self) -> None:
        """Follow a new result."""
        result = self._model.result
        found = {f.id for f in result.findings} if result else set()
        unused = result.reuse.get("non_compliant", {}).get("unused_licenses") if result else None
        notebooks = result is not None and any(f.path.endswith(".ipynb") for f in result.files)
        self._offered = {Group.UNUSED: bool(unused), Group.OUTPUTS: notebooks}
        self._filling = True
        for group, box in self._groups.items():
            box.value = group in DEFAULT_GROUPS
            shown(box, on=False)
        self._collaborations.value = False
        shown(self._collaborations, on="rights.collaboration-holder" in found)
        self._years.value = self._model.has_history()
        shown(self._years, on=self._years.value)
        self._license.value = self._model.fix_license()
        for field in (self._holder, self._year, self._exclude, self._reason):
            field.value = ""
        self._problem.value = Markup("")
        self._filling = False
        shown(self, on=True)
        shown(self.boxes, on=True)

    def hide(self) -> None:
        """There is nothing to choose."""
        shown(self, on=False)
        shown(self.boxes, on=False)

    def ticks(self) -> list[str]:
        """Names of the ticks that are set; empty when they are as at the beginning."""
        ours = {*DEFAULT_GROUPS, *(["years"] if self._model.has_history() else [])}
        chosen = {g for g, box in self._groups.items() if box.value}
        chosen |= {"collaborations"} if self._collaborations.value else set()
        chosen |= {"years"} if self._years.value else set()
        return [] if chosen == ours else sorted(map(str, chosen))

    def tick(self, names: Collection[str]) -> None:
        """Set the ticks as :meth:`ticks` gave them, and make the fix with them."""
        if not names:
            return
        self._filling = True
        for group, box in self._groups.items():
            box.value = str(group) in names
        self._collaborations.value = "collaborations" in names
        self._years.value = "years" in names
        self._filling = False
        self._again()

    def follow(self, fix: Fix) -> None:
        """Show what the fix does, group by group, and the holder that it names."""
        counts = fix.counts()
        for group, box in self._groups.items():
            count = counts.get(group, 0)
            label = words(f"scan_app.fix.group.{group}")
            box.description = plural(f"fix.summary.{group}", count) if count else label
            offered = self._offered.get(group, False) if group in ON_DEMAND else not box.value
            shown(box, on=bool(count) or offered)
        if not self._holder.value:
            self._holder.value = fix.holder

    def _ticked(self) -> None:
        if not self._filling:
            self._again()

    def _again(self) -> None:
        self._problem.value = Markup("")
        try:
            choices = self._model.fix_choices(
                str(self._license.value),
                str(self._holder.value),
                str(self._year.value),
                without={g for g, box in self._groups.items() if not box.value},
                wanted={g for g in ON_DEMAND if self._groups[g].value},
                collaborations=bool(self._collaborations.value),
                dated=bool(self._years.value),
                exclude=str(self._exclude.value),
                reason=str(self._reason.value),
            ).checked()
        except InputError as error:
            self._problem.value = tag("p", str(error), class_="field-error no", role="alert")
            return
        self._propose(choices)
