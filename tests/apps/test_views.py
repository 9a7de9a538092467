# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The views without a browser: every input has a label, no attribute hides a widget's method."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import ipywidgets as ipw
import pytest

from ospo_widgets.apps.ask_the_office import AskModel, AskTheOfficeApp
from ospo_widgets.apps.compatibility import CompatibilityApp, CompatibilityModel
from ospo_widgets.apps.home import HomeApp
from ospo_widgets.apps.licence_advisor import AdvisorApp, AdvisorModel
from ospo_widgets.apps.portfolio import PortfolioApp, PortfolioModel
from ospo_widgets.apps.repository_scan import ScanApp, ScanModel
from ospo_widgets.apps.repository_scan.targets import example_target
from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.progress import silent
from ospo_widgets.widgets.page import Page

INPUTS = (
    ipw.Text,
    ipw.Textarea,
    ipw.Dropdown,
    ipw.RadioButtons,
    ipw.Checkbox,
    ipw.Button,
    ipw.FileUpload,
)


def advisor(screen: str) -> AdvisorApp:
    model = AdvisorModel()
    app = AdvisorApp(model)
    if screen != "start":
        model.start(name="x")
    if screen not in ("start", "question"):
        app._start.open_example()
        while model.screen == "question":
            model.skip()
        if screen != "result":
            model.show(screen)
    return app


def scan(screen: str) -> ScanApp:
    app = ScanApp(ScanModel())
    if screen == "result":
        target = example_target()
        result = app.model.run(target, "trackfit-tools", silent, app._task._cancel)
        app._done(result)
    return app


def ask(kind: str) -> AskTheOfficeApp:
    model = AskModel(environment={"OSPO_SMTP_HOST": "x.org", "OSPO_SMTP_FROM": "a@x.org"})
    app = AskTheOfficeApp(model)
    model.choose(kind)
    model.add_file("a.txt", b"x")
    return app


PAGES = {
    "home": HomeApp,
    "advisor start": lambda: advisor("start"),
    "advisor question": lambda: advisor("question"),
    "advisor result": lambda: advisor("result"),
    "advisor parts": lambda: advisor("parts"),
    "advisor sheet": lambda: advisor("sheet"),
    "advisor mail": lambda: advisor("mail"),
    "advisor rules": lambda: advisor("rules"),
    "ask": lambda: AskTheOfficeApp(AskModel(environment={})),
    "ask for a catalogue": lambda: ask("catalogue"),
    "scan source": lambda: scan("source"),
    "scan result": lambda: scan("result"),
    "portfolio": lambda: PortfolioApp(PortfolioModel()),
    "compatibility": lambda: CompatibilityApp(CompatibilityModel()),
}


@pytest.fixture(params=PAGES, scope="module")
def page(request: pytest.FixtureRequest) -> Page:
    made = PAGES[request.param]()
    assert isinstance(made, Page)
    return made


def everything(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from everything(child)


def test_every_input_has_a_label(page: Page) -> None:
    bare = [w for w in everything(page) if isinstance(w, INPUTS) and not w.description.strip()]
    assert not [type(w).__name__ for w in bare if w.layout.display != "none"]


def test_no_attribute_hides_a_method(page: Page) -> None:
    # A widget's repr calls methods by name: an attribute of the same name breaks its display.
    for widget in everything(page):
        hidden = [
            name
            for name in vars(widget)
            if inspect.isfunction(inspect.getattr_static(type(widget), name, None))
        ]
        assert not hidden, f"{type(widget).__name__}: {hidden}"


def test_a_page_shows_itself_with_a_short_text(page: Page) -> None:
    bundle = page._repr_mimebundle_()
    assert len(bundle["text/plain"]) < 100
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_no_step_raised(page: Page) -> None:
    assert page.alert.value == ""


def test_a_stopped_scan_is_said_and_the_first_screen_is_back() -> None:
    app = scan("source")
    app._start(example_target(), "trackfit-tools")
    app._task.cancel()
    app._task.join(60)
    app._failed(CancelledError("Stopped before the first file was read."))
    assert app.body == (app.source,)
    assert "The scan was stopped." in app.alert.value


def test_a_scan_that_fails_says_why() -> None:
    app = scan("source")
    app._failed(InputError("This is no archive. Nothing was scanned."))
    assert any(
        "This is no archive." in str(getattr(widget, "value", ""))
        for widget in everything(app.source)
    )
    assert app.model.screen == "source"


def test_the_kit_says_which_texts_are_missing() -> None:
    model = AdvisorModel()
    app = AdvisorApp(model)
    app._start.open_example()
    while model.screen == "question":
        step = model.step()
        assert step is not None
        ids = [option.id for option in step.question.options]
        model.draft_answer("no" if "no" in ids else ids[0])
        model.accept()
    model.project = replace(model.project, license_ids=("LicenseRef-Geant4",))
    model.revision += 1
    app._take_away._make.click()
    assert "no text of LicenseRef-Geant4" in app._take_away._made.value
    assert "Download the release kit" in app._take_away._made.value
