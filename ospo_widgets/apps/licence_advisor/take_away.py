# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the person takes away: another choice, and the release kit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.advice.kit.details import KitDetails
from ospo_widgets.advice.kit.release import Kit
from ospo_widgets.advice.model import UNKNOWN
from ospo_widgets.advice.phrases import holder_of
from ospo_widgets.apps.licence_advisor import result
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.apps.licence_advisor.panel import changes_list
from ospo_widgets.errors import InputError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.download import download_link, safe_name
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_field
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class TakeAway(ipw.VBox):  # type: ignore[misc]
    """Choice of another licence, and the kit with its three facts."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._page = page
        self._model = model
        self._part = dropdown(words("advisor_app.result.compare_part"), [("–", "")])
        self._license = dropdown(words("advisor_app.result.compare_license"), [("–", "")])
        take = button(words("advisor_app.result.compare_take"), page.guard(self._take), small=True)
        self._part.observe(page.guard(lambda _: self._fill_licenses()), "value")
        self._filling = False
        self._ways = ipw.HTML()
        self._other_choice = column(
            ipw.HTML(tag("h2", words("advisor_app.result.compare"), class_="h3")),
            row(self._part, self._license, take, class_="row small-fields ospo-choose"),
            self._ways,
            class_="stack-s",
        )
        self._holder = text_field(words("advisor_app.kit.holder"))
        self._year = text_field(words("advisor_app.kit.year"), str(date.today().year))
        self._beneficiary = text_field(words("advisor_app.kit.beneficiary"))
        self._url = text_field(words("advisor_app.kit.url"))
        self._url.observe(page.guard(lambda change: model.set_url(change["new"])), "value")
        self._details = {
            name: text_field(words(f"advisor_app.kit.detail.{name}"))
            for name in ("description", "version", "authors", "contact")
        }
        for field in (self._holder, self._year, self._beneficiary, *self._details.values()):
            field.continuous_update = True
        self._make = button(words("advisor_app.kit.make"), page.guard(self._make_kit), primary=True)
        self._made = ipw.HTML()
        self._next = ipw.HTML()
        kit = column(
            ipw.HTML(
                tag(
                    "div",
                    tag("h2", words("advisor_app.kit.title"), id="kit"),
                    tag("p", words("advisor_app.kit.text")),
                    class_="stack-s",
                )
            ),
            row(self._holder, self._year, self._beneficiary, self._url, class_="row ospo-choose"),
            ipw.HTML(tag("p", words("advisor_app.kit.details"), class_="small muted")),
            row(*self._details.values(), class_="row ospo-choose small-fields"),
            row(self._make),
            self._made,
            class_="main stack",
        )
        super().__init__([self._other_choice, row(kit, self._next, class_="split")])
        self.add_class("stack-xl")

    def refresh(self) -> None:
        """Follow the model's advice; with a hold or no possible licence there is none to take."""
        advice = self._model.recommendation()
        ready = any(p.candidates for p in advice.parts) and not advice.holds
        self.layout.display = None if ready else "none"
        self._made.value = Markup("")
        if not ready:
            return
        parts = [(p.part.name, p.part.id) for p in advice.parts if p.candidates]
        self._filling = True
        kept = self._part.value
        self._part.options = parts or [("–", "")]
        if kept in [i for _, i in parts]:
            self._part.value = kept
        self._filling = False
        self._fill_licenses()
        self._url.value = self._model.project.url
        if not self._holder.value:
            policy = self._model.knowledge.policies[self._model.policy]
            self._holder.value = holder_of(policy, self._model.answers)
        if not self._beneficiary.value:
            named = str(self._model.answers.get("collaboration", ""))
            self._beneficiary.value = "" if named == UNKNOWN else named
        points = tag("li", words("advisor_app.next.points")) if advice.open_points else None
        scan = tag("a", words("advisor_app.next.scan"), href=app_url("repository_scan"))
        self._next.value = tag(
            "section",
            tag("h2", words("advisor_app.next.title"), id="next", class_="h3"),
            tag(
                "ol",
                points,
                tag("li", words("advisor_app.next.leader")),
                tag("li", words("advisor_app.next.apply"), " ", scan),
            ),
            class_="panel",
            aria_labelledby="next",
        )
        self._next.add_class("aside")

    def _fill_licenses(self) -> None:
        part = None
        if not self._filling:
            part = self._model.recommendation().part(str(self._part.value))
        if part is None:
            return
        ids = [c.license.id for c in part.candidates]
        out = [e.license.id for e in part.excluded]
        options = [(i, i) for i in ids]
        options += [(words("advisor_app.result.ruled_out", license=i), i) for i in out]
        self._license.options = options or [("–", "")]
        if part.chosen in ids:
            self._license.value = part.chosen
        self._ways.value = Markup("")

    def _take(self) -> None:
        part_id, license_id = str(self._part.value), str(self._license.value)
        part = self._model.recommendation().part(part_id)
        if part is None or not license_id:
            return
        if part.candidate(license_id) is not None:
            self._model.choose(part_id, license_id)
            told = words("advisor_app.taken", license=license_id, part=part.part.name)
            self._ways.value = tag("p", told)
            self._page.say(told)
            return
        names = {"license": license_id, "part": part.part.name}
        ways = self._model.ways_to(part_id, license_id)
        told = words(f"advisor_app.result.{'ways' if ways else 'no_ways'}", **names)
        self._ways.value = tag(
            "div",
            tag("p", tag("strong", told)),
            changes_list(ways),
            class_="notice is-cond",
            role="status",
        )

    def _make_kit(self) -> None:
        text = self._year.value.strip()
        if not (text.isascii() and text.isdigit()):
            raise InputError(words("advisor_app.kit.year_wrong", text=text[:40]))
        details = KitDetails(**{name: f.value.strip() for name, f in self._details.items()})
        kit = self._model.outcome.kit(
            holder=self._holder.value,
            year=int(text),
            beneficiary=self._beneficiary.value,
            details=details,
        )
        data = kit.zip_bytes()
        size = size_text(len(data))
        name = safe_name(f"{self._model.project.name or 'project'}-release-kit.zip")
        told = words("advisor_app.kit.made", count=len(kit.files), size=size)
        label = words("advisor_app.kit.download", size=size)
        self._made.value = tag(
            "div",
            tag("p", told),
            _todo(kit),
            tag(
                "p",
                download_link(label, name, data, "application/zip", class_="btn primary"),
            ),
            tag("h3", words("advisor_app.kit.files")),
            tag("div", result.kit_tree(kit, self._model.project.name), class_="panel"),
            class_="stack",
        )
        self._page.say(told)


def _todo(kit: Kit) -> Markup:
    """What a person must still fill in."""
    if not kit.todo:
        return Markup("")
    return tag(
        "div",
        tag("p", tag("strong", words("advisor_app.kit.todo"))),
        tag("ul", [tag("li", point) for point in kit.todo]),
        class_="notice is-cond",
    )
