# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The parts of the project and what they use: from a scan or from answers, all of it editable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.advice import editing
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.errors import InputError
from ospo_widgets.markup import Content, Markup, license_id, table, tag
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_field
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

SHOWN_COMPONENTS = 12
"""Components of a part that stand open; the others are in a disclosure."""


def material_options() -> list[tuple[str, str]]:
    """Kinds of work as (label, id)."""
    return [(words(f"advisor_app.material.{m}"), str(m)) for m in Material]


class PartsEditor(ipw.VBox):  # type: ignore[misc]
    """One card a part, a form for another part, and the way on."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._page = page
        self._model = model
        self._cards: dict[str, PartCard] = {}
        self._head = ipw.HTML()
        self._list = column(class_="stack-l")
        self._filling = False
        self._project = text_field(words("advisor_app.start.name"))
        self._project.observe(page.guard(self._rename), "value")
        self._authors = text_field(words("advisor_app.parts.authors"))
        self._authors.observe(page.guard(self._count_authors), "value")
        about = row(self._project, self._authors, class_="row ospo-choose small-fields")
        self._name = text_field(words("advisor_app.parts.new_name"))
        self._material = dropdown(words("advisor_app.parts.kind"), material_options())
        self._paths = text_field(words("advisor_app.parts.new_paths"))
        for field in (self._name, self._paths):
            field.continuous_update = True
        add = button(words("advisor_app.parts.add"), page.guard(self._add), small=True)
        more = column(
            ipw.HTML(tag("h2", words("advisor_app.parts.add_title"), class_="h3")),
            row(self._name, self._material, self._paths, add, class_="row ospo-choose"),
            class_="stack-s",
        )
        go_on = button(
            words("advisor_app.question.continue"), page.guard(model.start), primary=True
        )
        back = button(words("advisor_app.question.back"), page.guard(lambda: model.show("start")))
        super().__init__([self._head, about, self._list, more, row(go_on, back)])
        self.add_class("stack-l")

    def refresh(self) -> None:
        """Follow the model's project; cards of parts that stay keep their widgets and focus."""
        project = self._model.editable_project()
        whole = self._model.whole_project()
        self._head.value = tag(
            "div",
            tag("h1", words("advisor_app.parts.title")),
            tag("p", _lead(project), class_="lead"),
            class_="stack-s",
        )
        self._filling = True
        self._authors.value = "" if project.author_count is None else str(project.author_count)
        self._project.value = project.name
        self._filling = False
        scanned = project.origin is Origin.SCAN or project.author_count is not None
        self._authors.layout.display = None if scanned else "none"
        kept = {}
        for part in project.parts:
            card = self._cards.get(part.id) or PartCard(self._page, self._model, part.id)
            card.refresh(part, whole.part(part.id), alone=len(project.parts) == 1)
            kept[part.id] = card
        self._cards = kept
        if tuple(kept.values()) != self._list.children:
            self._list.children = tuple(kept.values())

    def _rename(self, change: Any) -> None:
        if not self._filling:
            self._model.edit(lambda p: editing.rename_project(p, change["new"]))

    def _count_authors(self, change: Any) -> None:
        if self._filling:
            return
        text = change["new"].strip()
        if text and not (text.isascii() and text.isdigit()):
            self.refresh()
            raise InputError(words("advisor_app.parts.authors_wrong", text=text[:40]))
        self._model.edit(lambda p: editing.set_author_count(p, int(text) if text else None))

    def _add(self) -> None:
        name, material = self._name.value.strip(), Material(self._material.value)
        paths = _paths(self._paths.value)
        self._model.edit(lambda p: editing.add_part(p, name, material, paths))
        self._name.value = self._paths.value = ""
        self._page.say(words("advisor_app.parts.added"))


class PartCard(ipw.VBox):  # type: ignore[misc]
    """One part: name, kind, paths, what it uses."""

    def __init__(self, page: Page, model: AdvisorModel, part_id: str) -> None:
        self._page = page
        self._model = model
        self._id = part_id
        self._filling = False
        self._origin = ipw.HTML()
        self._name = text_field(words("advisor_app.parts.name"))
        self._material = dropdown(words("advisor_app.parts.kind"), material_options())
        self._paths = text_field(words("advisor_app.parts.paths"))
        self._remove_part = button(
            words("advisor_app.parts.remove"), page.guard(self._remove), small=True, quiet=True
        )
        self._observe(self._name, lambda p, v: editing.rename_part(p, part_id, v))
        self._observe(self._paths, lambda p, v: editing.set_paths(p, part_id, _paths(v)))
        self._observe(self._material, lambda p, v: editing.set_material(p, part_id, Material(v)))
        self._uses = ipw.HTML()
        self._component = dropdown(words("advisor_app.parts.component"), [("–", "")])
        self._license = text_field(words("advisor_app.parts.component_license"))
        self._version = text_field(words("advisor_app.parts.component_version"))
        uses = [(words(f"advisor_app.use.{use}"), str(use)) for use in Use]
        self._use = dropdown(
            words("advisor_app.parts.component_use"),
            [(words("advisor_app.parts.as_it_is"), ""), *uses],
        )
        self._new = text_field(words("advisor_app.parts.component_new"))
        for field in (self._license, self._version, self._new):
            field.continuous_update = True
        self._correct_button = button(
            words("advisor_app.parts.component_set"), page.guard(self._correct), small=True
        )
        drop = button(
            words("advisor_app.parts.component_remove"), page.guard(self._drop), small=True
        )
        add = button(
            words("advisor_app.parts.component_add"), page.guard(self._add_component), small=True
        )
        self._known_uses = row(
            self._component,
            self._license,
            self._version,
            self._use,
            self._correct_button,
            drop,
            class_="row ospo-choose small-fields",
        )
        super().__init__(
            [
                self._origin,
                row(
                    self._name,
                    self._material,
                    self._paths,
                    self._remove_part,
                    class_="row ospo-choose small-fields",
                ),
                self._uses,
                self._known_uses,
                row(self._new, add, class_="row ospo-choose small-fields"),
            ]
        )
        self.add_class("card")
        self.add_class("stack")

    def refresh(self, part: Part, whole: Part, *, alone: bool) -> None:
        """Show the part as it is now.

        Args:
            part: The part that can be edited.
            whole: The same with the components that answers name.
            alone: It is the only one, so it cannot be removed.
        """
        self._filling = True
        try:
            self._name.value = part.name
            self._material.value = str(part.material)
            self._paths.value = ", ".join(part.paths)
            names = [c.name for c in part.components]
            options = [(n, n) for n in names] or [("–", "")]
            if tuple(options) != tuple(self._component.options):
                self._component.options = options
        finally:
            self._filling = False
        self._origin.value = tag(
            "div",
            tag("h2", part.name, class_="h3"),
            tag("p", _origin_line(part), class_="small muted"),
            class_="row-between",
        )
        self._uses.value = components_table(part, whole)
        self._known_uses.layout.display = None if names else "none"
        self._remove_part.layout.display = "none" if alone else None

    def _observe(self, field: Any, change: Callable[[Project, Any], Project]) -> None:
        def changed(event: Any) -> None:
            if self._filling:
                return
            try:
                self._model.edit(lambda project: change(project, event["new"]))
            except InputError:
                self._put_back()
                raise

        field.observe(self._page.guard(changed), "value")

    def _put_back(self) -> None:
        project = self._model.editable_project()
        whole = self._model.whole_project().part(self._id)
        self.refresh(project.part(self._id), whole, alone=len(project.parts) == 1)

    def _remove(self) -> None:
        self._model.edit(lambda p: editing.remove_part(p, self._id))
        self._page.say(words("advisor_app.parts.removed"))

    def _correct(self) -> None:
        """Set what the fields hold; an empty field leaves the component as it is."""
        name = str(self._component.value)
        expression, version = self._license.value.strip(), self._version.value.strip()
        use = Use(self._use.value) if self._use.value else None
        if not (expression or version or use):
            raise InputError(words("advisor_app.parts.component_nothing"))

        def change(project: Project) -> Project:
            if expression:
                project = editing.set_component_license(project, self._id, name, expression)
            if version:
                project = editing.set_component_version(project, self._id, name, version)
            if use:
                project = editing.set_component_use(project, self._id, name, use)
            return project

        self._model.edit(change)
        self._license.value = self._version.value = self._use.value = ""
        self._page.say(words("advisor_app.parts.component_was_set", component=name))

    def _drop(self) -> None:
        name = str(self._component.value)
        self._model.edit(lambda p: editing.remove_component(p, self._id, name))
        self._page.say(words("advisor_app.parts.component_removed", component=name))

    def _add_component(self) -> None:
        text = self._new.value.strip()
        self._model.edit(lambda p: editing.add_component(p, self._id, text))
        self._new.value = ""
        self._page.say(words("advisor_app.parts.component_added", component=text))


def components_table(part: Part, whole: Part) -> Markup:
    """What a part uses, with where each fact comes from.

    Args:
        part: The part that can be edited.
        whole: The same with the components that answers name.
    """
    if not whole.components:
        return tag("p", words("advisor_app.parts.uses_none"), class_="muted")
    own = {c.name for c in part.components}
    shown = whole.components[:SHOWN_COMPONENTS]
    rest = whole.components[SHOWN_COMPONENTS:]
    name = tag("strong", plural("advisor_app.parts.uses", len(whole.components)))
    made: list[Content] = [_table(name, shown, own)]
    if rest:
        made.append(
            tag(
                "details",
                tag("summary", plural("advisor_app.parts.uses_more", len(rest))),
                _table(words("advisor_app.parts.uses_rest"), rest, own),
                class_="more",
            )
        )
    return tag("div", made, class_="stack-s")


def _table(caption: Content, components: tuple[Component, ...], own: set[str]) -> Markup:
    columns = [
        words(f"advisor_app.parts.column.{c}") for c in ("component", "license", "use", "by")
    ]
    return table(caption, columns, [_row(c, c.name in own) for c in components], class_="cards-s")


def _row(component: Component, own: bool) -> tuple[Content, ...]:
    name = " ".join(filter(None, (component.name, component.version)))
    use = words(f"advisor_app.use.{component.use}") if component.use else ""
    if component.optional:
        use = words("advisor_app.parts.optional", use=use) if use else words("advisor_app.optional")
    found = component.origin is Origin.SCAN
    by = "by_scan" if found else "by_you" if own else "by_answer"
    origin = words(f"advisor_app.parts.{by}")
    where = tag("code", component.declared_in) if component.declared_in else None
    return (
        name,
        license_id(component.license) if component.license else words("advisor_app.parts.unknown"),
        use or words("advisor_app.parts.unknown"),
        [origin, " ", where],
    )


def _origin_line(part: Part) -> str:
    if part.origin is not Origin.SCAN:
        return words("advisor_app.parts.by_you")
    if part.file_count is None:
        return words("advisor_app.parts.by_scan")
    return plural("advisor_app.parts.files_by_scan", part.file_count)


def _lead(project: Project) -> str:
    if project.author_count is None:
        return plural("advisor_app.parts.lead", len(project.parts))
    authors = number(project.author_count)
    return plural("advisor_app.parts.lead_authors", len(project.parts), authors=authors)


def _paths(text: str) -> tuple[str, ...]:
    """Paths as a person types them, separated by commas."""
    return tuple(filter(None, (piece.strip() for piece in text.split(","))))
