# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The page for the staff without a browser: list, one row, a change not made yet, a new row."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import ipywidgets as ipw
import pytest

from ospo_widgets.apps.knowledge import KnowledgeApp, KnowledgeModel
from ospo_widgets.apps.knowledge.names import field_help, kind_name
from ospo_widgets.apps.knowledge.new_screen import FORMS
from ospo_widgets.apps.knowledge.row_form import RowForm, form_kind
from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.knowledge.source_rows import PLAIN_KINDS, read_shelf
from ospo_widgets.knowledge.usage import usage_of
from ospo_widgets.resources import data_dir
from ospo_widgets.wording import spoken

ON = date(2026, 11, 23)
SHELF = read_shelf(data_dir())
USAGE = usage_of(SHELF)


def made(query: str = "", overlay: Path | None = None) -> KnowledgeApp:
    model = KnowledgeModel(read_shelf(data_dir(), overlay) if overlay else SHELF, on=ON)
    if overlay is None:
        model.__dict__["usage"] = USAGE  # the same for all; to read it takes a moment
    app = KnowledgeApp(model)
    app.take_query(dict(parse_qsl(query)))
    return app


def everything(widget: ipw.Widget) -> list[ipw.Widget]:
    return [widget, *(w for c in getattr(widget, "children", ()) for w in everything(c))]


def wait(task: object) -> None:
    task.join(120)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _no_frame(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("OSPO_FRAME", raising=False)
    monkeypatch.delenv("OSPO_DATA_DIR", raising=False)
    yield


@pytest.mark.parametrize(
    "query",
    ["", "tab=review", "tab=graph&material=hardware", "tab=new", "row=licenses/Apache-2.0",
     "row=rules/generic:authors-unknown", "row=groups/notice", "row=matrices/osadl",
     "row=sources/https://www.apache.org/licenses/LICENSE-2.0", "row=texts/LLVM-exception"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_screen_is_drawn_and_every_input_has_a_label(query: str, language: str) -> None:
    with spoken(language):
        app = made(query)
        for screen in app.screens.values():
            if hasattr(screen, "task"):
                wait(screen.task)
    assert app.alert.value == ""
    inputs = (ipw.Text, ipw.Textarea, ipw.Dropdown, ipw.Button)
    assert all(w.description.strip() for w in everything(app) if isinstance(w, inputs))


# --- model ----------------------------------------------------------------------------------------


def found(query: str) -> set[str]:
    return {row.key for row in made(query).model.found}


def test_filters_narrow_the_list() -> None:
    assert found("kind=licenses") == {k for k in SHELF.rows if k.startswith("licenses/")}
    both = found("kind=components&confidence=memory")
    assert both == {
        row.key
        for row in SHELF.rows.values()
        if row.kind == "components" and row.confidence == "memory"
    }
    assert "licenses/Apache-2.0" in found("text=apache+patents")
    assert found("text=no-such-word-anywhere") == set()
    assert found("state=unused") == set(made().model.usage.unused())


def test_the_list_is_sorted_by_what_depends_on_it_or_by_age() -> None:
    model = made().model
    weights = [model.usage.weight(row.key) for row in model.found]
    assert weights == sorted(weights, reverse=True)
    model.sort = "age"
    days = [row.checked or date.max for row in model.found]
    assert days == sorted(days)


@pytest.mark.parametrize(
    "query",
    ["", "tab=review", "row=licenses%2FApache-2.0", "text=two+words&kind=licenses&state=due",
     "tab=graph&policy=generic&material=hardware"],
)  # fmt: skip
def test_the_address_holds_the_state(query: str) -> None:
    model = made(query).model
    assert dict(parse_qsl(model.to_query())) == dict(parse_qsl(query))
    assert model.notes == ()


def test_what_an_address_asks_in_vain_is_said() -> None:
    app = made("row=licenses/Nope&kind=wishes&tab=rows&sort=colour")
    assert (app.model.row, app.model.kind, app.model.sort) == ("", "", "weight")
    assert len(app.model.notes) == 3
    assert "licenses/Nope" in app.alert.value


def test_markup_of_an_address_and_of_a_row_stays_text(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text(
        'glossary:\n  - {id: "<b>x</b>", term: "<script>1</script>", text: "<img src=x>", '
        'sources: [{title: "<i>", url: "javascript:alert(1)"}], checked: 2026-01-01, '
        'confidence: "<u>"}\n'
    )
    app = made("text=%3Cb%3E&row=%3Cscript%3E", tmp_path)
    app.model.open("glossary/<b>x</b>")
    shown = " ".join(w.value for w in everything(app) if isinstance(w, ipw.HTML))
    for bad in ("<script>1", "<b>x", "<img src=x", 'javascript:alert(1)"', "<i>", "<u>"):
        assert bad not in shown
    assert "&lt;script&gt;1" in shown


# --- list -----------------------------------------------------------------------------------------


def test_a_field_opens_a_row_where_nothing_drawn_can_be_pressed() -> None:
    app = made()
    screen = app.screens["rows"]
    screen._open.value = "licenses/MIT"
    screen._go()
    assert app.model.row == "licenses/MIT"
    assert '<h1 id="row">MIT</h1>' in app.screens["row"]._head.value
    app.screens["row"]._back()
    assert app.model.row == ""
    screen._open.value = "licenses/Nope"
    screen._go()
    assert "There is no row" in app.alert.value


def test_a_filter_is_drawn_and_stands_in_the_address() -> None:
    app = made()
    app.screens["rows"]._fields["kind"].value = "partners"
    assert "kind=partners" in app.host.query
    assert app.screens["rows"]._table._html.value.count("<tr>") == 1 + sum(
        row.kind == "partners" for row in SHELF.rows.values()
    )


# --- one row --------------------------------------------------------------------------------------


def test_a_row_shows_fields_sources_use_and_age() -> None:
    app = made("row=licenses/Apache-2.0")
    screen = app.screens["row"]
    wait(screen.task)
    assert "licenses.yaml:" in screen._head.value
    assert "<code>category</code>" in screen._fields.value
    assert 'href="https://www.apache.org/licenses/LICENSE-2.0"' in screen._fields.value
    for kind in ("verdicts", "components", "policies", "aliases", "effects"):
        assert f"{kind_name(kind)}: " in screen._links.value
    assert "1 day ago" in screen._figures.value
    assert "En « fr »" not in screen._fields.value
    assert "In “fr”" in screen._fields.value


def test_a_source_shows_who_cites_it() -> None:
    app = made("row=sources/https://www.apache.org/licenses/LICENSE-2.0")
    assert "Apache-2.0" in app.screens["row"]._links.value
    assert app.screens["row"]._edit.layout.display == "none"


def test_a_finding_says_which_code_names_it() -> None:
    app = made("row=findings/license.none")
    assert "ospo_widgets/scanning/checks/" in app.screens["row"]._links.value


# --- changing -------------------------------------------------------------------------------------


def changed(app: KnowledgeApp, **fields: str) -> object:
    screen = app.screens["row"]
    screen._open_form()
    for name, value in fields.items():
        screen._form.field(name).value = value
    screen._preview()
    wait(screen.preview.task)
    return screen.preview


def test_a_change_is_shown_checked_and_given_as_file_and_patch() -> None:
    before = (data_dir() / "licenses.yaml").read_bytes()
    app = made("row=licenses/MIT")
    preview = changed(app, summary="Keep the notice.")
    assert "+    summary: Keep the notice." in preview._diff.value
    assert "The check finds no problem." in preview._found.value
    assert "No verdict and no worked case comes out otherwise." in preview._found.value
    name, content, _ = preview._whole()
    assert (name, b"summary: Keep the notice." in content) == ("licenses.yaml", True)
    assert preview._as_patch()[1].startswith(
        b"--- a/data/licenses.yaml\n+++ b/data/licenses.yaml\n"
    )
    assert (data_dir() / "licenses.yaml").read_bytes() == before
    assert preview._save.layout.display == "none"


def test_what_a_change_does_to_others_is_told() -> None:
    preview = changed(made("row=licenses/MIT"), category="strong", reach="work")
    assert "verdicts differ" in preview._found.value


def test_a_wrong_value_is_told_with_its_line_and_gives_no_file() -> None:
    preview = changed(made("row=licenses/MIT"), checked="yesterday")
    assert "must be a date such as" in preview._found.value
    assert preview._files.layout.display == "none"


def test_a_source_that_is_none_keeps_what_was_typed() -> None:
    app = made("row=licenses/MIT")
    changed(app, sources="a | b | c | d")
    screen = app.screens["row"]
    assert "is no source" in screen._wrong.value
    assert screen._form.field("sources").value == "a | b | c | d"
    assert screen.preview.draft is None


def test_i_reviewed_it_today_changes_one_line() -> None:
    app = made("row=licenses/MIT")
    screen = app.screens["row"]
    screen._reviewed_today()
    wait(screen.preview.task)
    lines = [line for line in screen.preview.draft.diff()[2:] if line[0] in "+-"]
    assert lines == ["-    checked: 2026-11-22", "+    checked: 2026-11-23"]


def test_nothing_changed_is_said() -> None:
    assert "Nothing differs" in changed(made("row=licenses/MIT"))._diff.value


def test_in_a_notebook_of_the_person_an_overlay_may_be_written(tmp_path: Path) -> None:
    app = made("row=licenses/MIT", tmp_path)
    preview = changed(app, summary="Ours.")
    assert preview._save.layout.display is None
    preview._write()
    assert "summary: Ours." in (tmp_path / "licenses.yaml").read_text()
    assert app.model.shelf.rows["licenses/MIT"].laid
    assert "Takes the place of our row" in app.screens["row"]._head.value


def test_what_somebody_else_wrote_meanwhile_stays(tmp_path: Path) -> None:
    app = made("row=licenses/MIT", tmp_path)
    preview = changed(app, summary="Ours.")
    (tmp_path / "licenses.yaml").write_text("licenses: []\n")
    preview._write()
    assert (tmp_path / "licenses.yaml").read_text() == "licenses: []\n"
    assert "changed meanwhile" in preview._told.value


def test_what_was_saved_can_be_taken_back_in_the_same_form(tmp_path: Path) -> None:
    app = made("row=licenses/MIT", tmp_path)
    preview = changed(app, summary="Ours.")
    preview._write()
    form = app.screens["row"]._form
    assert form.changed() == {}
    form.field("summary").value = SHELF.rows["licenses/MIT"].data["summary"]
    assert list(form.changed()) == ["summary"]


def test_a_check_that_ends_after_its_draft_was_taken_away_shows_nothing(tmp_path: Path) -> None:
    app = made("row=licenses/MIT", tmp_path)
    preview = changed(app, summary="Ours.")
    preview.clear()
    preview._failed(CancelledError("stopped"))
    assert preview._files.layout.display == "none"


def test_on_a_server_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "OSPO_FRAME", "1")
    app = made("row=licenses/MIT", tmp_path)
    preview = changed(app, summary="Ours.")
    assert preview._save.layout.display == "none"
    preview._write()
    assert list(tmp_path.iterdir()) == []


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(PLAIN_KINDS | {"rules", "policies"}))
def test_an_untouched_form_changes_nothing(kind: str) -> None:
    for row in [row for row in SHELF.rows.values() if row.kind == kind][:40]:
        assert RowForm(kind, row.data).changed() == {}, row.key


def test_every_field_of_our_kinds_has_its_help() -> None:
    shown = PLAIN_KINDS | {"rules", "policies", "matrices"}
    missing = {
        (row.kind, name)
        for row in SHELF.rows.values()
        if row.kind in shown
        for name in row.data
        if name != "rules" and not field_help(name, row.kind)
    }
    assert missing == set()
    assert all(kind_name(kind) for kind in SHELF.kinds())


@pytest.mark.parametrize(
    ("name", "value", "how"),
    [
        ("id", "x", ""),
        ("category", "weak", "choice"),
        ("osi", None, "flag"),
        ("note", "short", "text"),
        ("note", "x" * 200, "long"),
        ("aliases", ("a", "b"), "list"),
        ("topics", {"use": "2"}, ""),
        ("versions", ({"range": "<1"},), ""),
        ("sources", (), "sources"),
    ],
)
def test_fields_are_shown_as_what_they_hold(name: str, value: object, how: str) -> None:
    assert form_kind(name, value) == how


# --- a new row ------------------------------------------------------------------------------------

FILLED = {
    "components": {"name": "Our: library", "license": "MIT", "sources": "Its LICENSE | https://example.org/"},
    "aliases": {"license": "MIT", "names": "Our own MIT\nMIT as we say"},
    "glossary": {"term": "burn-in", "text": "What it means.", "sources": "A book | | page 2"},
    "partners": {"name": "A school", "text": "Teaches with it.", "materials": "software",
                 "sources": "A letter | | 1"},
    "practices": {"title": "Say it", "steps": "One thing.", "why": "It helps.",
                  "materials": "software", "sources": "A guide | https://example.org/"},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_a_new_row_is_written_and_checked(kind: str) -> None:
    app = made("tab=new")
    screen = app.screens["new"]
    screen.kind.value = kind
    screen.name.value = "our-own"
    for name, value in FILLED[kind].items():
        screen.form.field(name).value = value
    screen._preview()
    wait(screen.preview.task)
    draft = screen.preview.draft
    assert draft is not None, screen._wrong.value
    assert all(line[0] in "+ @" for line in draft.diff()[2:])
    if kind != "partners":  # a new partner needs effects as well, and the check says so
        assert "The check finds no problem." in screen.preview._found.value
    else:
        assert "effects.yaml says nothing" in screen.preview._found.value or (
            "no problem" in screen.preview._found.value
        )


def test_what_is_missing_is_named() -> None:
    screen = made("tab=new").screens["new"]
    screen.kind.value = "glossary"
    screen._preview()
    assert "id, term, text, sources" in screen._wrong.value
    with pytest.raises(InputError):
        screen.fields()


def test_an_id_that_is_taken_is_refused() -> None:
    screen = made("tab=new").screens["new"]
    screen.kind.value = "glossary"
    screen.name.value = "copyleft"
    for name, value in FILLED["glossary"].items():
        screen.form.field(name).value = value
    screen._preview()
    assert "is there already, at glossary.yaml:" in screen._wrong.value


# --- review and graph -----------------------------------------------------------------------------


def test_an_older_state_is_compared_or_refused() -> None:
    screen = made("tab=review").screens["review"]
    screen._revision.value = "--help"
    screen._compare()
    wait(screen.task)
    assert "no revision" in screen._changes.value
    assert "licenses.yaml" in screen._files.value


def test_the_graph_follows_the_profile() -> None:
    app = made("tab=graph&policy=generic&material=data")
    screen = app.screens["graph"]
    wait(screen.task)
    assert "<svg" in screen._drawing.value
    assert "research institute" in screen.graph.title
    app.model.policy = "cern-current"
    wait(screen.task)
    assert "research institute" not in screen.graph.title
    assert screen._svg()[1].startswith(b'<svg xmlns="http://www.w3.org/2000/svg" ')
