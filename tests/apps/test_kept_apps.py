# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every app brings back what it kept: answers, places, decisions, views, names of files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.apps.compatibility import CompatibilityApp, CompatibilityModel
from ospo_widgets.apps.compatibility.keeping import CompatibilityKeeper
from ospo_widgets.apps.licence_advisor import AdvisorApp, AdvisorModel
from ospo_widgets.apps.licence_advisor.keeping import AdvisorKeeper, address
from ospo_widgets.apps.portfolio import PortfolioApp, PortfolioModel
from ospo_widgets.apps.portfolio.keeping import PortfolioKeeper
from ospo_widgets.apps.portfolio.model import DATA
from ospo_widgets.apps.repository_scan import ScanApp, ScanModel
from ospo_widgets.apps.repository_scan.keeping import ScanKeeper
from ospo_widgets.apps.repository_scan.targets import example_target
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.progress import silent
from ospo_widgets.widgets.kept.record import Snapshot, State, read_state, write_state

broken = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def carried(app: str, snapshot: Snapshot) -> State:
    """The state after its way through a store."""
    return read_state(app, write_state(app, State(snapshot.query, snapshot.more)))


# Advisor --------------------------------------------------------------------------------------


def walk(model: AdvisorModel, choices: list[int]) -> None:
    """Answer as many questions as there are choices; a negative one skips."""
    model.start(name="trackfit-tools")
    for choice in choices:
        step = model.step()
        if step is None:
            return
        options = step.question.options
        if choice < 0 or not options:
            model.skip()
            continue
        picked = options[choice % len(options)].id
        model.draft_answer((picked,) if step.question.kind == "many" else picked)
        try:
            model.accept()
        except OspoError:  # two answers that do not go together
            model.skip()


@settings(max_examples=25)
@given(st.lists(st.integers(-1, 5), max_size=14), st.integers(-1, 5), st.integers(0, 30))
def test_answers_place_and_half_an_answer_come_back(
    choices: list[int], half: int, place: int
) -> None:
    model = AdvisorModel()
    walk(model, choices)
    steps = model.steps()
    if place < len(steps):
        model.open(steps[place].key)
    step = model.step()
    if step is not None and half >= 0 and step.question.options:
        picked = step.question.options[half % len(step.question.options)].id
        model.draft_answer((picked,) if step.question.kind == "many" else picked)
    snapshot = AdvisorKeeper(model).snapshot()
    assert snapshot is not None
    state = carried("licence_advisor", snapshot)

    again = AdvisorModel()
    keeper = AdvisorKeeper(again)
    keeper.restore(state.query, state.more)
    assert again.answers == model.answers
    assert again.project == model.project
    assert (again.screen, again.key, again.draft) == (model.screen, model.key, model.draft)
    assert keeper.snapshot() == snapshot


def test_the_count_of_answers_is_that_of_questions_that_apply() -> None:
    model = AdvisorModel()
    assert AdvisorKeeper(model).snapshot() is None
    walk(model, [0, 0, 0])
    snapshot = AdvisorKeeper(model).snapshot()
    assert snapshot is not None
    assert snapshot.count == f"{model.answered} answers"
    assert snapshot.said == f"Your {model.answered} answers are kept."


@pytest.mark.parametrize("screen", ["parts", "sheet", "mail", "rules", "result"])
def test_a_page_of_the_advisor_is_in_its_address(screen: str) -> None:
    model = AdvisorModel()
    walk(model, [0, 0])
    model.open(None) if screen == "result" else model.show(screen)
    again = AdvisorModel()
    AdvisorKeeper(again).restore(address(model), {})
    assert again.screen == screen


def test_answers_that_no_address_can_hold_are_kept_beside_it() -> None:
    model = AdvisorModel()
    walk(model, [0, 0])
    noise = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(9_000))
    model.answers = {**model.answers, "software/comment": noise}
    assert address(model) == ""
    snapshot = AdvisorKeeper(model).snapshot()
    assert snapshot is not None
    assert "answers" in snapshot.more


@given(st.dictionaries(st.sampled_from(["answers", "at", "key", "draft"]), broken))
@settings(max_examples=40)
def test_broken_work_of_the_advisor_is_refused_or_left_out(more: dict[str, Any]) -> None:
    model = AdvisorModel()
    walk(model, [0, 0])
    before = dict(model.answers)
    try:
        AdvisorKeeper(model).restore("", more)
    except InputError:
        assert model.answers == before


def test_a_half_chosen_answer_is_drawn() -> None:
    model = AdvisorModel()
    app = AdvisorApp(model)
    walk(model, [0])
    step = model.step()
    assert step is not None
    more = {"key": step.key, "draft": step.question.options[1].id}
    AdvisorKeeper(model).restore(model.to_query(), more)
    assert app._card._field.children[0].value == more["draft"]


# Scan -----------------------------------------------------------------------------------------


def scanned() -> ScanApp:
    app = ScanApp(ScanModel())
    target = example_target()
    app.model.begin(target, target.name)
    app._done(app.model.run(target, target.name, silent, app._task._cancel))
    return app


def test_decisions_wait_for_the_same_scan() -> None:
    first = scanned()
    keeper = ScanKeeper(first)
    first.model.accept(1, "We know, and live with it.")
    open_item = next(i for i in first.model.result.readiness if i.kind != "H")
    first.model.answer(open_item.id, "yes", "looked at it")
    first.model.severity = "advice"
    ticks = first.results.fix.choices
    ticks._groups[next(iter(ticks._groups))].value = False
    snapshot = keeper.snapshot()
    assert snapshot is not None
    assert snapshot.title == "trackfit-tools"
    assert snapshot.count == "1 accepted finding, 1 answer"
    accepted = first.model.result.accepted[-1]
    assert not any(path in json.dumps(dict(snapshot.more)) for path in accepted.paths)

    state = carried("repository_scan", snapshot)
    second = ScanApp(ScanModel())
    keeper = ScanKeeper(second)
    keeper.restore(state.query, state.more)
    again = second.children[second.children.index(second._body) - 1]
    assert "trackfit-tools" in again.children[0].value
    kept = keeper.snapshot()
    assert kept is not None
    assert kept.more == snapshot.more  # also before it is scanned again
    again.children[1].children[0].click()
    second._task.join(120)
    model = second.model
    assert [f.title for f in model.newly_accepted] == [accepted.title]
    assert model.result.accepted[-1].accepted == "We know, and live with it."
    assert list(model.answers) == [open_item.id]
    assert model.severity == "advice"
    assert second.results.fix.choices.ticks() == snapshot.more["ticks"]
    assert again not in second.children
    assert "applied" in second.alert.value


def test_of_an_upload_only_the_name_is_kept(tmp_path: Path) -> None:
    app = ScanApp(ScanModel())
    upload = tmp_path / "upload.bin"
    upload.write_bytes(b"secret")
    app.model.begin(upload, "work.zip")
    snapshot = ScanKeeper(app).snapshot()
    assert snapshot is not None
    assert str(tmp_path) not in json.dumps(dict(snapshot.more))
    again = ScanApp(ScanModel())
    ScanKeeper(again).restore("", snapshot.more)
    notice = again.children[again.children.index(again._body) - 1]
    assert "Choose work.zip again" in notice.children[0].value
    assert len(notice.children) == 1


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("git", "file:///etc"), ("git", "https://rosa:geheim@example.org/x"), ("git", "--upload"),
        ("folder", "/etc"), ("folder", "../.."),
    ],
)  # fmt: skip
def test_a_kept_source_passes_the_checks_of_a_typed_one(
    kind: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSPO_SCAN_ROOTS", str(tmp_path))
    app = ScanApp(ScanModel())
    more = {
        "source": {"kind": kind, "where": where, "name": "x"},
        "options": [], "accepted": [], "answers": {}, "filters": {}, "ticks": [],
    }  # fmt: skip
    ScanKeeper(app).restore("", more)
    notice = app.children[app.children.index(app._body) - 1]
    notice.children[1].children[0].click()
    assert 'role="alert"' in app.alert.value
    assert app.model.screen == "source"


@given(
    st.dictionaries(
        st.sampled_from(["source", "options", "accepted", "answers", "filters", "ticks"]), broken
    )
)
def test_broken_work_of_a_scan_is_refused(more: dict[str, Any]) -> None:
    app = ScanApp.__new__(ScanApp)
    keeper = ScanKeeper(app)
    with pytest.raises(InputError):
        keeper.restore("", more)


# Portfolio ------------------------------------------------------------------------------------


def test_a_view_comes_back_by_its_address() -> None:
    app = PortfolioApp(PortfolioModel())
    keeper = PortfolioKeeper(app)
    assert keeper.snapshot() is None
    app.model.set("family", "none")
    app.model.view = "licences"
    snapshot = keeper.snapshot()
    assert snapshot is not None
    assert dict(parse_qsl(snapshot.query)) == {"family": "none", "view": "licences"}
    assert not snapshot.more
    assert snapshot.count == "1 filter"


def own_file(folder: Path) -> Path:
    path = folder / "upload.bin"
    path.write_text("repo,what\nours/a,MIT\nours/b,\n", encoding="utf-8")
    return path


def test_own_files_are_asked_for_and_read_as_before(tmp_path: Path) -> None:
    app = PortfolioApp(PortfolioModel())
    keeper = PortfolioKeeper(app)
    app.model.view = DATA
    screen = app.data_screen
    assert screen is not None
    screen.state._today = lambda: date(2026, 11, 22)
    screen._taken(screen.state.add(own_file(tmp_path), "ours.csv"))
    screen._map("ours.csv", 1, "license")
    screen._start()
    screen._open.join()
    assert len(app.model.whole) == 2
    app.model.set("family", "mit")
    snapshot = keeper.snapshot()
    assert snapshot is not None
    assert "what" not in json.dumps(dict(snapshot.more))  # no heading, no value of the file

    state = carried("portfolio", snapshot)
    again = PortfolioApp(PortfolioModel())
    keeper = PortfolioKeeper(again)
    keeper.restore(state.query, state.more)
    assert again.model.view == DATA
    notice = again.children[again.children.index(again._body) - 1]
    assert "ours.csv" in notice.value
    waiting = keeper.snapshot()  # also before they are chosen again
    assert waiting is not None
    assert (waiting.query, waiting.more) == (snapshot.query, snapshot.more)
    screen = again.data_screen
    assert screen is not None
    screen._received(own_file(tmp_path), "ours.csv")
    screen._read.join()
    screen._start()
    screen._open.join()
    assert len(again.model.whole) == 2
    assert again.model.filters.family == "mit"
    assert [r.repo for r in again.model.shown.rows("repo", 0, 9)] == ["ours/a"]
    assert notice not in again.children


@given(st.dictionaries(st.sampled_from(["files", "day", "query"]), broken))
@settings(max_examples=30)
def test_broken_work_of_the_portfolio_is_refused_or_left_out(more: dict[str, Any]) -> None:
    app = APP
    before = app.model.whole
    try:
        PortfolioKeeper(app).restore("", more)
    except InputError:
        assert app.model.whole is before


APP = PortfolioApp(PortfolioModel())


# Compatibility --------------------------------------------------------------------------------


def test_a_question_comes_back() -> None:
    app = CompatibilityApp(CompatibilityModel())
    keeper = CompatibilityKeeper(app)
    assert keeper.snapshot() is None
    app.model.ask("VBFNLO", "Apache-2.0", "dynamic-link")
    snapshot = keeper.snapshot()
    assert snapshot is not None
    assert snapshot.title == "VBFNLO in Apache-2.0"
    again = CompatibilityApp(CompatibilityModel())
    CompatibilityKeeper(again).restore(snapshot.query, snapshot.more)
    assert again.model.answer == app.model.answer


def test_a_list_that_no_address_can_hold_is_kept_beside_it() -> None:
    app = CompatibilityApp(CompatibilityModel())
    names = [f"MIT AND LicenseRef-{'x' * 300}-{n}" for n in range(30)]
    app.model.set_items("\n".join(names), "dynamic-link")
    snapshot = CompatibilityKeeper(app).snapshot()
    assert snapshot is not None
    assert snapshot.query == ""
    again = CompatibilityApp(CompatibilityModel())
    CompatibilityKeeper(again).restore(snapshot.query, snapshot.more)
    assert again.model.items == tuple(names)
