# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The best practices' widgets without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import ipywidgets as ipw
import pytest

from ospo_widgets import wording
from ospo_widgets.apps.best_practices import BestPracticesApp, PracticesModel
from ospo_widgets.apps.repository_scan.practice_link import practice_link


def practices(query: str = "", *, ready: bool = False) -> BestPracticesApp:
    app = BestPracticesApp(PracticesModel())
    app.host.ready = ready
    app.take_query(dict(parse_qsl(query)))
    return app


def everything(widget: ipw.Widget) -> list[ipw.Widget]:
    return [widget, *(w for c in getattr(widget, "children", ()) for w in everything(c))]


@pytest.fixture
def _french() -> Iterator[None]:
    wording.set_language("fr")
    yield
    wording.set_language("")


@pytest.mark.parametrize("query", ["", "q=header", "q=zebra", "open=citation-file", "do=hardware"])
@pytest.mark.parametrize("ready", [False, True])
def test_every_input_has_a_label_and_no_step_raised(query: str, ready: bool) -> None:
    app = practices(query, ready=ready)
    inputs = (ipw.Text, ipw.Textarea, ipw.Dropdown, ipw.Button)
    assert all(w.description.strip() for w in everything(app) if isinstance(w, inputs))
    assert app.alert.value == ""


@pytest.mark.parametrize("practice", sorted(PracticesModel().known.practices))
def test_every_practice_is_drawn(practice: str) -> None:
    app = practices(f"open={practice}", ready=True)
    assert app.alert.value == ""
    assert f"<h2 {'id='}" in app._practice.value
    assert "{" not in app._beside.value
    assert 'class="lic"' not in app._practice.value


def test_activities_come_first_and_lead_to_their_practices() -> None:
    app = practices(ready=True)
    assert app._results.value.count('data-act="practices-do"') == len(app.model.known.activities)
    app._act_do("cite")
    assert app._doing.value == "cite"
    assert "3 practices fit" in app._results.value
    assert app.host.query == "do=cite"


def test_searching_follows_the_typing() -> None:
    app = practices(ready=True)
    for text in ("c", "ci", "cit", "citation f"):
        app._text.value = text
    assert "Add a citation file" in app._results.value
    assert app._text.value == "citation f"
    app._text.value = "citation file "
    assert app._text.value == "citation file "
    assert app.host.status.endswith("fit") or app.host.status.endswith("fits")


def test_nothing_found_offers_the_office_with_the_words() -> None:
    app = practices("q=zebra %26 <b>")
    shown = app._results.value
    assert "No practice fits." in shown
    assert "ask_the_office.ipynb?subject=Best+practice%3A+zebra" in shown
    assert "<b>" not in shown


def test_without_our_front_end_a_field_opens_practices() -> None:
    app = practices("do=cite")
    assert "data-act" not in app._results.value
    assert app._pick.layout.display is None
    assert [value for _, value in app._pick.options][1:] == [
        practice.id for practice in app.model.found.practices
    ]
    app._pick.value = "doi-for-releases"
    assert app.model.open == "doi-for-releases"
    assert app._list.layout.display == "none"
    app._back()
    assert app._list.layout.display is None
    assert app._pick.value == ""


def test_a_long_list_is_shown_in_two_steps() -> None:
    app = practices("for=software", ready=True)
    assert app._results.value.count("<li>") == 20
    assert app._more.layout.display is None
    app.model.show_all()
    assert app._results.value.count("<li>") == len(app.model.found.practices)
    assert app._more.layout.display == "none"


def test_unreviewed_practices_say_so() -> None:
    app = practices("open=safety-statement")
    assert '<span class="tag">unreviewed</span>' in app._practice.value
    assert "Nobody has found a source for this yet." in app._practice.value
    assert "unreviewed" not in practices("open=silkscreen")._practice.value


def test_a_template_is_filled_looked_at_and_given() -> None:
    app = practices("open=citation-file")
    box = app._files
    assert box.layout.display is None
    assert "<mark>{{project}}</mark>" in box._preview.value
    box._fields["project"].value = "<b>leptons</b>"
    assert "&lt;b&gt;leptons&lt;/b&gt;" in box._preview.value
    box._fields["license"].value = "no licence"
    assert "is no single SPDX id" in box._errors["license"].value
    assert box._fields["license"].value == "no licence"
    box._choice.value = "zenodo"
    assert box._columns["repository"].layout.display == "none"
    assert box._download.label == "Download .zenodo.json"
    box._download.give()
    assert 'download="zenodo.json"' in box._download._said.value
    assert "It belongs at .zenodo.json in the project." in box._about.value


def test_a_practice_without_templates_shows_no_box() -> None:
    assert practices("open=when-not-to-release")._files.layout.display == "none"


def test_findings_of_a_check_are_named_without_gaps() -> None:
    shown = practices("open=file-headers")._beside.value
    assert "<li>Files without licence and copyright</li>" in shown
    assert "S02 Licence and copyright for every file" in shown
    assert 'href="repository_scan.ipynb"' in shown
    person = practices("open=funding-and-contracts")._beside.value
    assert "The scan cannot see this. A person decides." in person


@pytest.mark.usefixtures("_french")
def test_the_page_speaks_french() -> None:
    app = practices("open=file-headers")
    assert "Mettre deux lignes en tête de chaque fichier" in app._practice.value
    assert "Fichiers" in app._practice.value
    assert "lang=fr" in app._beside.value
    assert "SPDX-FileCopyright" in app._files._preview.value


def test_findings_lead_here() -> None:
    link = practice_link("release.no-readme", "There is no README")
    assert 'href="best_practices.ipynb?check=release.no-readme"' in link
    assert "There is no README" in link
