# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is kept of the advisor's work: answers, edited parts, the place, an answer half chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from ospo_widgets.advice.model import Value
from ospo_widgets.apps.licence_advisor.model import SCREENS, AdvisorModel
from ospo_widgets.errors import InputError
from ospo_widgets.widgets.kept.packing import LINK_BYTES
from ospo_widgets.widgets.kept.record import Snapshot
from ospo_widgets.wording import plural, words

AT = "at"
"""Name of the place in an address: a screen, or the key of a question."""


def address(model: AdvisorModel) -> str:
    """Query with answers and place; the place is left out where it is the one to begin at."""
    query = model.to_query()
    place = place_of(model)
    both = f"{query}&{AT}={place}" if query and place else query
    return both if len(both) <= LINK_BYTES else query


def place_of(model: AdvisorModel) -> str:
    """Where the person is; empty at the first open question, or at the result after the last."""
    here = model.key if model.screen == "question" else model.screen
    first = model.first_open() or "result"
    return "" if here == first else here


def go_to(model: AdvisorModel, place: str) -> None:
    """Open a place as :func:`place_of` names it; one that is not there changes nothing."""
    if place in [step.key for step in model.steps()]:
        model.open(place)
    elif place == "result":
        model.open(None)
    elif place in SCREENS and place != "question":
        model.show(place)


class AdvisorKeeper:
    """Knows what of the advisor is kept.

    Args:
        model: Its state.
    """

    def __init__(self, model: AdvisorModel) -> None:
        self._model = model

    def snapshot(self) -> Snapshot | None:
        """What there is to keep; None before the first answer."""
        model = self._model
        if not (model.answers or model.project.parts or model.project.name or model.draft):
            return None
        query = address(model)
        more: dict[str, Any] = {}
        if not query:
            more = {"answers": json.loads(model.to_json()), AT: place_of(model)}
        if model.draft and model.draft != model.answers.get(model.key):
            more |= {"key": model.key, "draft": _plain(model.draft)}
        count = model.answered
        return Snapshot(
            model.project.name,
            plural("kept.count.answers", count),
            plural("kept.said.answers", count),
            query,
            more,
            held=self._held(),
        )

    def restore(self, query: str, more: Mapping[str, Any]) -> None:
        """Bring answers back, and the place.

        Raises:
            InputError: They cannot be read; what was there is still there.
        """
        model = self._model
        found = dict(parse_qsl(query))
        answers = more.get("answers")
        if answers is not None:
            model.from_json(json.dumps(answers), lenient=True)
        elif found:
            model.from_query(found)
        go_to(model, str(more.get(AT) or found.get(AT, "")))
        self._draft(more)

    def _draft(self, more: Mapping[str, Any]) -> None:
        model, value, key = self._model, more.get("draft"), more.get("key")
        step = next((step for step in model.steps() if step.key == key), None)
        if step is None or not value:
            return
        options = {option.id for option in step.question.options}
        chosen = value if isinstance(value, list) else [value]
        if step.question.kind != "text" and not all(one in options for one in chosen):
            raise InputError(words("kept.wrong.damaged"))
        if not all(isinstance(one, str) for one in chosen):
            raise InputError(words("kept.wrong.damaged"))
        # A question is drawn with what is chosen in it when it opens, so it opens anew.
        model.show("start")
        with model.hold_trait_notifications():
            model.open(step.key)
            model.draft_answer(tuple(chosen) if step.question.kind == "many" else chosen[0])

    def _held(self) -> tuple[str, ...]:
        model = self._model
        texts = [v for v in model.answers.values() if isinstance(v, str)]
        texts += [v for v in (model.draft, model.project.name) if isinstance(v, str)]
        for part in model.project.parts:
            texts += [part.name, *part.paths]
        return tuple(sorted({*texts, model.project.url}))


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value
