# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""No text becomes markup, whichever way it comes into an app: field, file, address, kept work."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as ipw
import pytest
from hostile_texts import CALL, MIXED, PAYLOADS, check_widget, dangers, widgets_of

from ospo_widgets.apps.ask_the_office import AskModel, AskTheOfficeApp
from ospo_widgets.apps.ask_the_office.handed import from_advice, from_scan
from ospo_widgets.apps.best_practices import BestPracticesApp, PracticesModel
from ospo_widgets.apps.compatibility import CompatibilityApp, CompatibilityModel
from ospo_widgets.apps.knowledge import KnowledgeApp, KnowledgeModel
from ospo_widgets.apps.licence_advisor import AdvisorApp, AdvisorModel
from ospo_widgets.apps.portfolio import PortfolioApp, PortfolioModel
from ospo_widgets.apps.portfolio.data_state import DataState
from ospo_widgets.apps.portfolio.model import SCREENS, TABS
from ospo_widgets.apps.repository_scan import ScanApp, ScanModel
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.progress import silent
from ospo_widgets.project import Component
from ospo_widgets.scanning import exports
from ospo_widgets.widgets.page import Page
from ospo_widgets.widgets.tabs import Tabs
from tests.scanning.hostile_tree import names, write_tree

NAMES = ("q", "s", "project", "start", "in", "into", "use", "part", "kind", "tab", "row", "view",
         "practice", "activity", "check", "subject", "number", "page", "catalogue", "git", "name",
         "licence", "license", "family", "department", "period", "repo", "language", "relation",
         "list", "known", "file", "source", "from", "to", "kept", "policy", "key", "id", "url",
         "lang", "theme", "stage", "topic", "text", "change", "mark", "sort")  # fmt: skip
"""Names that some app reads from its address."""

MAKERS: dict[str, Callable[[], tuple[Any, Any]]] = {
    "advisor": lambda: _made(AdvisorModel(), AdvisorApp),
    "compatibility": lambda: _made(CompatibilityModel(), CompatibilityApp),
    "practices": lambda: _made(PracticesModel(), BestPracticesApp),
    "knowledge": lambda: _made(KnowledgeModel(), KnowledgeApp),
    "ask": lambda: _made(AskModel(environment={}), AskTheOfficeApp),
    "scan": lambda: _made(ScanModel(), ScanApp),
}


def _made(model: Any, app: Callable[[Any], Any]) -> tuple[Any, Any]:
    return model, app(model)


def type_everywhere(app: Any, text: str) -> int:
    """Type a text into every field of a page."""
    fields = [w for w in widgets_of(app) if isinstance(w, ipw.Text | ipw.Textarea | ipw.Combobox)]
    for field in fields:
        field.value = text
        for answer in tuple(field._submission_callbacks.callbacks) if _submits(field) else ():
            answer(field)
    return len(fields)


def _submits(field: Any) -> bool:
    return hasattr(field, "_submission_callbacks")


@pytest.mark.parametrize("app", MAKERS)
def test_no_parameter_of_an_address_becomes_markup(app: str) -> None:
    model, page = MAKERS[app]()
    for text in (*PAYLOADS[:4], MIXED):
        query = dict.fromkeys(NAMES, text)
        try:
            page.take_query(query) if hasattr(page, "take_query") else model.from_query(query)
        except OspoError as error:
            page.guard.show(error)
        check_widget(page)


def test_no_parameter_of_the_portfolios_address_becomes_markup() -> None:
    from urllib.parse import urlencode

    model = PortfolioModel()
    page = PortfolioApp(model)
    for text in (*PAYLOADS[:4], MIXED):
        model.from_query(urlencode(dict.fromkeys(NAMES, text)))
        check_widget(page)


@pytest.mark.parametrize("app", MAKERS)
def test_no_field_becomes_markup(app: str) -> None:
    _, page = MAKERS[app]()
    type_everywhere(page, MIXED)
    for button in [w for w in widgets_of(page) if isinstance(w, ipw.Button)][:8]:
        if not button.disabled:
            button.click()
            type_everywhere(page, MIXED)
    check_widget(page)


def test_errors_show_what_was_typed_as_text() -> None:
    page = Page("x")
    for text in (*PAYLOADS, MIXED):
        page.guard.show(InputError(text, remedy=text))
        page.say(text)
        assert check_widget(page) or CALL not in text
        page.guard.show(ValueError(text))
        assert check_widget(page.alert) == 0  # a defect shows a number and nothing else


@pytest.fixture(scope="module")
def advisor() -> AdvisorApp:
    """An advisor whose project is named like an attack, with a result."""
    model = AdvisorModel()
    app = AdvisorApp(model)
    app._start.open_example()
    while model.screen == "question":
        model.skip()
    parts = tuple(
        replace(part, components=(*part.components, Component(name=MIXED, version=MIXED)))
        for part in model.editable_project().parts
    )
    model.project = replace(
        model.project, name=MIXED, url=f"https://x.example/{MIXED}", parts=parts,
        copyright_lines=(MIXED,), existing_files=(MIXED,), reuse_toml=MIXED,
    )  # fmt: skip
    model.show("result")
    return app


@pytest.mark.parametrize("screen", ["result", "parts", "sheet", "mail", "rules"])
def test_no_screen_of_the_advisor_shows_markup_of_a_project(
    advisor: AdvisorApp, screen: str
) -> None:
    advisor.model.show("result")
    advisor.model.show(screen)
    check_widget(advisor)


def test_sheets_letters_and_kits_hold_it_as_text(advisor: AdvisorApp) -> None:
    sheet = advisor.model.outcome.sheet()
    assert CALL in sheet.to_html()
    assert dangers(sheet.to_html()) == []
    handed = from_advice(advisor.model)
    ask = AskModel(environment={})
    page = AskTheOfficeApp(ask)
    ask.take(handed)
    for name in ("subject", "project", "question", "url"):
        ask.fill(name, MIXED)
    ask.introduce(name=MIXED, address=MIXED)
    assert check_widget(page)
    for attachment in handed.attachments:
        if attachment.name.endswith(".html"):
            assert dangers(attachment.content.decode()) == []


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> ScanApp:
    """A scan of a tree whose names, texts, manifests and licences are attacks."""
    root = tmp_path_factory.mktemp("scanned") / "tree"
    manifest = {"name": MIXED, "license": MIXED, "version": MIXED, "description": MIXED,
                "author": MIXED, "dependencies": {text: text for text in PAYLOADS}}  # fmt: skip
    files = {
        **names(),
        "package.json": json.dumps(manifest).encode(),
        "CITATION.cff": json.dumps({"cff-version": "1.2.0", "title": MIXED, "license": MIXED,
                                    "message": MIXED, "authors": [{"name": MIXED}]}).encode(),
        "LICENSES/LicenseRef-x.txt": MIXED.encode(),
        ".ohwr.yaml": json.dumps({"name": MIXED, "licence": MIXED}).encode(),
        "okh.yaml": json.dumps({"title": MIXED, "license": MIXED, "licensor": MIXED}).encode(),
        "README.md": MIXED.encode(),
        **{f"f/{i}{text.replace('/', '').replace(chr(0), '')[:80]}.py": text.encode()
           for i, text in enumerate(PAYLOADS)},
    }  # fmt: skip
    write_tree(root, files)
    app = ScanApp(ScanModel())
    app._done(app.model.run(root, MIXED, silent, app._task._cancel))
    return app


def test_no_name_file_manifest_or_licence_of_a_scan_becomes_markup(scanned: ScanApp) -> None:
    held = 0
    for tabs in [w for w in widgets_of(scanned) if isinstance(w, Tabs)]:
        for pane in tabs._ids:
            tabs.select(pane)  # what a tab shows is drawn when it is first opened
            held += check_widget(scanned)
    assert held


@pytest.mark.parametrize("shape", ["html", "markdown", "sarif", "junit", "csv"])
def test_no_export_of_a_scan_becomes_markup(scanned: ScanApp, shape: str) -> None:
    result = scanned.model.result
    assert result is not None
    written = exports.rendered(result, shape)
    assert "pwned" in written or shape == "markdown"  # which names no files
    if shape == "html":
        assert dangers(written) == []
    if shape == "junit":
        import xml.etree.ElementTree as ET

        tags = {one.tag for one in ET.fromstring(written).iter()}
        assert tags <= {"testsuites", "testsuite", "testcase", "failure", "skipped", "system-out",
                        "properties", "property"}  # fmt: skip


def test_a_letter_about_a_scan_holds_it_as_text(scanned: ScanApp) -> None:
    assert scanned.model.result is not None
    ask = AskModel(environment={})
    page = AskTheOfficeApp(ask)
    ask.take(from_scan(scanned.model.result))
    check_widget(page)


def test_no_cell_of_a_portfolio_becomes_markup(tmp_path: Path) -> None:
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["name", "url", "licence", "department", "stage", "topics", "language"])
    for number, text in enumerate(PAYLOADS):
        url = f"https://git.example.org/a/r{number}"
        write.writerow([text, url, text, text, text, f"{text};x", text])
    file = tmp_path / "t.csv"
    file.write_text(out.getvalue())
    data = DataState()
    data.add(file, f"{MIXED}.csv")
    model = PortfolioModel(data.portfolio())
    app = PortfolioApp(model)
    held = 0
    for view in (*TABS, *SCREENS):
        model.from_query(f"view={view}")
        held += check_widget(app)
    assert held
