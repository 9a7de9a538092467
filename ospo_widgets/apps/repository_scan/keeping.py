# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is kept of a scan: where the project came from, and what the person decided.

A result is large and says much of the project, so it is not kept: it is made again with one click,
and the decisions are applied to it. Of a file that was uploaded only the name is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.targets import (
    example_target,
    folder_target,
    git_target,
    plain_name,
)
from ospo_widgets.errors import InputError
from ospo_widgets.markup import tag
from ospo_widgets.scanning.intake.git import check_address
from ospo_widgets.scanning.readiness.model import NOT_APPLICABLE, PersonAnswer
from ospo_widgets.scanning.result import Finding
from ospo_widgets.widgets.fields import button, row
from ospo_widgets.widgets.kept.record import Snapshot
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.apps.repository_scan.view import ScanApp

MOST_DECISIONS = 500
LONGEST = 2_000
"""Characters of an address, a path, a name or a reason."""

FILTERS = ("severity", "solved_by", "text")


class ScanKeeper:
    """Knows what of a scan is kept.

    Args:
        app: The page.
    """

    def __init__(self, app: ScanApp) -> None:
        self._app = app
        self._pending: dict[str, Any] = {}
        self._notice: ipw.Widget | None = None
        app.on_result = self._apply
        app.on_start = self._drop_notice

    # Keeping ----------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot | None:
        """What there is to keep; None before a scan was started."""
        model = self._app.model
        if self._pending and model.result is None:
            return self._snapshot(self._pending)
        if not model.target:
            return None
        return self._snapshot(
            {
                "source": self._source(),
                "options": sorted(self._app.source.wished),
                "accepted": [_accepted(f) for f in model.newly_accepted][:MOST_DECISIONS],
                "answers": {item: _answer(a) for item, a in model.answers.items()},
                "filters": {name: getattr(model, name) for name in FILTERS if getattr(model, name)},
                "ticks": self._app.results.fix.choices.ticks() if model.result else [],
            }
        )

    def _snapshot(self, more: dict[str, Any]) -> Snapshot:
        decided = _decided(more)
        source = more["source"]
        model = self._app.model
        held = [source["where"], model.fix_license(), model.fix.holder if model.fix else ""]
        return Snapshot(
            plain_name(source["name"]),
            decided or words("kept.count.source"),
            words("kept.said.scan", what=decided or words("kept.count.source")),
            "",
            more,
            held=(*held, *more.get("filters", {}).values()),
        )

    def _source(self) -> dict[str, str]:
        model = self._app.model
        target, kind, where = model.target, "upload", ""
        if target == example_target():
            kind = "example"
        elif isinstance(target, str):
            kind, where = "git", target  # an address with a password was refused before
        elif target.is_dir():
            kind, where = "folder", str(target)
        return {"kind": kind, "where": where[:LONGEST], "name": model.name[:LONGEST]}

    # Bringing back ----------------------------------------------------------------------------

    def restore(self, query: str, more: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Offer the scan again; the decisions wait for its result.

        Raises:
            InputError: It cannot be read; the page is as it was.
        """
        pending = _checked(more)
        source = pending["source"]
        self._pending = pending
        self._app.source.wish(pending["options"])
        if source["kind"] == "git":
            self._app.source.fill(source["where"])
        elif source["kind"] == "folder":
            self._app.source.fill_folder(source["where"])
        self._show_notice(source, _decided(pending))

    def _show_notice(self, source: Mapping[str, str], decided: str) -> None:
        self._drop_notice()
        name = plain_name(source["name"])
        said = [tag("p", tag("strong", words("kept.scan.title", name=name)))]
        if source["kind"] == "upload":
            said.append(tag("p", words("kept.scan.upload", name=source["name"])))
        if decided:
            said.append(tag("p", words("kept.scan.decisions", what=decided)))
        children: list[Any] = [ipw.HTML(tag("div", said))]
        if source["kind"] != "upload":
            again = self._app.guard(lambda: self._again(source))
            children.append(row(button(words("kept.scan.again", name=name), again, primary=True)))
        self._notice = ipw.VBox(children).add_class("notice").add_class("ospo-offer")
        self._app.put_above(self._notice)

    def _drop_notice(self) -> None:
        if self._notice is not None:
            self._app.take_away(self._notice)
            self._notice = None

    def _again(self, source: Mapping[str, str]) -> None:
        """Scan the same once more, by the same checks as the first time."""
        target: str | Path = example_target()
        if source["kind"] == "git":
            target = check_address(git_target(source["where"]))
        elif source["kind"] == "folder":
            target = folder_target(source["where"])
        self._app.scan(target, source["name"])

    def _apply(self) -> None:
        """There is a result: decide as before, where it is of the same project."""
        pending, self._pending = self._pending, {}
        model = self._app.model
        if not pending or model.result is None:
            return
        if plain_name(pending["source"]["name"]) != plain_name(model.name):
            return
        missed = sum(not self._accept(one) for one in pending["accepted"])
        for item, (answer, note) in pending["answers"].items():
            try:
                model.answer(item, answer, note)
            except InputError:
                missed += 1
        for name, value in pending["filters"].items():
            setattr(model, name, value)
        self._app.results.show(model.result)
        self._app.results.fix.choices.tick(pending["ticks"])
        decided = _decided(pending)
        if decided:
            said = [tag("p", words("kept.scan.applied", what=decided))]
            said += [tag("p", plural("kept.scan.missing", missed))] if missed else []
            self._app.alert.show(*said)

    def _accept(self, one: Mapping[str, str]) -> bool:
        model = self._app.model
        for index, finding in enumerate(model.result.findings if model.result else ()):
            if _mark(finding) == one["mark"]:
                model.accept(index, one["reason"])
                return True
        return False


def _mark(finding: Finding) -> str:
    """Tells one finding from another without holding the names of its files."""
    text = "\0".join((finding.id, finding.about, *finding.paths))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _accepted(finding: Finding) -> dict[str, str]:
    return {"mark": _mark(finding), "reason": finding.accepted[:LONGEST]}


def _answer(answer: PersonAnswer) -> list[str]:
    given = str(answer.answer) if answer.applies else NOT_APPLICABLE
    return [given, answer.note[:LONGEST]]


def _decided(more: Mapping[str, Any]) -> str:
    counts = [
        plural("kept.count.accepted", len(more["accepted"])) if more["accepted"] else "",
        plural("kept.count.answers", len(more["answers"])) if more["answers"] else "",
    ]
    return ", ".join(filter(None, counts))


def _checked(more: Mapping[str, Any]) -> dict[str, Any]:
    """Kept state in the form that we wrote.

    Raises:
        InputError: It has another form.
    """
    wrong = InputError(words("kept.wrong.damaged"), remedy=words("kept.wrong.remedy"))
    source, accepted, answers = (more.get(k) for k in ("source", "accepted", "answers"))
    filters, options, ticks = (more.get(k) for k in ("filters", "options", "ticks"))
    if not (isinstance(source, dict) and isinstance(answers, dict) and isinstance(filters, dict)):
        raise wrong
    if not all(isinstance(one, list) for one in (accepted, options, ticks)):
        raise wrong
    if source.get("kind") not in ("example", "git", "folder", "upload"):
        raise wrong
    if not _texts(source.get("where"), source.get("name")) or not source["name"]:
        raise wrong
    if not all(isinstance(a, dict) and _texts(a.get("mark"), a.get("reason")) for a in accepted):
        raise wrong
    if not all(isinstance(a, list) and len(a) == 2 and _texts(*a) for a in answers.values()):
        raise wrong
    if not _texts(*filters.values(), *options, *ticks) or not set(filters) <= set(FILTERS):
        raise wrong
    if filters.get("solved_by", "") not in ("", "fix", "person"):
        raise wrong
    return {
        "source": {name: source[name] for name in ("kind", "where", "name")},
        "options": options,
        "accepted": accepted[:MOST_DECISIONS],
        "answers": dict(list(answers.items())[:MOST_DECISIONS]),
        "filters": filters,
        "ticks": ticks,
    }


def _texts(*values: Any) -> bool:
    return all(isinstance(value, str) and len(value) <= LONGEST for value in values)
