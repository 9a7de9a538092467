# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The compatibility checker's widgets without a browser."""

from __future__ import annotations

from urllib.parse import parse_qsl

import ipywidgets as ipw
import pytest

from ospo_widgets.apps.compatibility import CompatibilityApp, CompatibilityModel


def compatibility(query: str) -> CompatibilityApp:
    app = CompatibilityApp(CompatibilityModel())
    app.take_query(dict(parse_qsl(query)))
    return app


def everything(widget: ipw.Widget) -> list[ipw.Widget]:
    return [widget, *(w for c in getattr(widget, "children", ()) for w in everything(c))]


@pytest.mark.parametrize(
    "query", ["", "in=VBFNLO&into=MIT&compare=MIT;ISC&share=file", "in=GPL3.1&into=MIT"]
)
def test_every_input_has_a_label_and_no_step_raised(query: str) -> None:
    app = compatibility(query)
    inputs = (ipw.Text, ipw.Textarea, ipw.Dropdown, ipw.Button)
    assert all(w.description.strip() for w in everything(app) if isinstance(w, inputs))
    assert app.alert.value == ""


def test_another_use_of_an_answered_pair_is_answered_at_once() -> None:
    app = compatibility("in=GPL-3.0-only&into=Apache-2.0&use=static-link")
    assert 'class="notice is-no"' in app._answer.value
    app._use.value = "aggregate"
    assert 'class="notice is-yes"' in app._answer.value
    assert "use=aggregate" in app.host.query


def test_typed_names_wait_for_check_and_errors_stand_at_their_field() -> None:
    app = compatibility("in=MIT&into=Apache-2.0")
    app._inbound.value = "GPL3.1"
    assert "may be linked into work" in app._answer.value
    app._ask()
    assert "Did you mean GPL-3.0-or-later?" in app._errors["inbound"].value
    assert app._errors["into"].value == ""
    assert app._pair.layout.display == "none"
    assert app._inbound.value == "GPL3.1"


def test_what_is_typed_stays_while_something_else_changes() -> None:
    app = compatibility("in=MIT&into=ISC")
    app._inbound.value = "VBFN"
    app._finder._fields["reach"].value = "file"
    assert app._inbound.value == "VBFN"
    app.model.ask("Apache-2.0", "ISC", "copy")
    assert (app._inbound.value, app._use.value) == ("Apache-2.0", "copy")


def test_an_edited_list_is_drawn_and_a_wrong_one_keeps_the_editor_open() -> None:
    app = compatibility("")
    lists = app._lists
    lists._edit.click()
    assert lists._text.value.startswith("MIT\nApache-2.0")
    lists._text.value = "MIT\nGPL3.1"
    lists._take()
    assert "Line 2" in lists._error.value
    assert lists._editor.layout.display is None
    lists._text.value = "MIT\nISC"
    lists._take()
    assert lists._editor.layout.display == "none"
    assert lists._grid.value.count("<td ") == 4
    assert "list=MIT%3BISC" in app.host.query


def test_the_link_is_copied_or_told_where_it_is() -> None:
    app = compatibility("in=MIT&into=ISC")
    sent: list[dict[str, str]] = []
    app.host.send = sent.append
    for done, told in (
        (True, "The link is copied"),
        (False, "The address of this page is the link"),
    ):
        app._copy_link()
        assert sent[-1] == {"op": "copy"}
        app.host._answer(app.host, {"op": "copied", "done": done}, None)
        assert told in app._copied.value
