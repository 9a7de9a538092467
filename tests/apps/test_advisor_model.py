# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The advisor without a screen: order, blockers, holds, link, kit."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest

from ospo_widgets.apps.licence_advisor.links import project_query
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.apps.licence_advisor.panel import panel
from ospo_widgets.apps.state import LINK_BYTES
from ospo_widgets.errors import HoldError, InputError
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use
from ospo_widgets.resources import data_dir
from ospo_widgets.wording import words

SOFTWARE = [
    ("materials", ("software",)),
    ("software/software-kind", "library"),
    ("authors", ("staff",)),
    ("collaboration", ""),
    ("software/components", "FFTW, NumPy"),
    ("software/fftw/component-use", "process"),
    ("openness", "anything"),
    ("patent", "no"),
    ("contract", "no"),
    ("sensitive", "no"),
]


def answer(model: AdvisorModel, rows: list[tuple[str, str | tuple[str, ...]]]) -> None:
    for key, value in rows:
        assert model.key == key
        model.draft_answer(value)
        model.accept()


def done(**changed: str) -> AdvisorModel:
    model = AdvisorModel()
    model.start(name="trackfit-tools")
    answer(model, [(k, changed.get(k, v)) for k, v in SOFTWARE])
    return model


def test_a_whole_run_ends_in_an_answer_for_the_part() -> None:
    model = done()
    assert model.screen == "result"
    advice = model.recommendation()
    assert advice.complete
    part = advice.parts[0]
    assert part.chosen == "Apache-2.0"
    assert part.effective is not None
    assert part.effective.expression == "GPL-3.0-or-later"
    assert model.answered == len(SOFTWARE)


def test_continue_is_off_until_something_is_chosen() -> None:
    model = AdvisorModel()
    model.start()
    assert model.blockers == ["Choose at least one."]
    with pytest.raises(InputError):
        model.accept()
    assert model.key == "materials"
    model.draft_answer(("software",))
    assert model.blockers == []


def test_the_draft_moves_the_panel_before_it_is_taken_over() -> None:
    model = AdvisorModel()
    model.start()
    assert not model.recommendation().parts
    model.draft_answer(("hardware",))
    assert [p.part.material for p in model.recommendation().parts] == ["hardware"]
    assert model.answers == {}


def test_going_back_keeps_what_was_answered() -> None:
    model = done()
    model.go("rights")
    assert model.key == "authors"
    assert model.draft == ("staff",)
    model.accept()
    assert model.screen == "result"
    model.back()
    assert model.key == "sensitive"


def test_back_from_the_first_question_leads_to_the_start() -> None:
    model = AdvisorModel()
    model.start()
    model.back()
    assert model.screen == "start"


def test_a_wrong_licence_stays_in_its_question() -> None:
    model = AdvisorModel()
    model.start()
    answer(model, SOFTWARE[:4])
    model.draft_answer("mylib: GPL3.1")
    with pytest.raises(InputError, match=r"GPL3\.1"):
        model.accept()
    assert model.key == "software/components"
    assert model.draft == "mylib: GPL3.1"


def test_a_hold_gives_no_licence_and_no_kit() -> None:
    model = done(patent="unknown")
    advice = model.recommendation()
    assert advice.holds
    assert not any(p.candidates for p in advice.parts)
    with pytest.raises(HoldError):
        model.outcome.kit(holder="CERN", year=2026)


def test_another_possible_licence_can_be_chosen_and_no_other() -> None:
    model = done()
    model.choose("software", "MIT")
    assert model.recommendation().parts[0].chosen == "MIT"
    with pytest.raises(InputError, match=r"EUPL-1\.2 is not among"):
        model.choose("software", "EUPL-1.2")
    with pytest.raises(InputError, match="no part"):
        model.choose("none", "MIT")


@pytest.mark.parametrize(
    ("holder", "year", "said"),
    [(" ", 2026, "holder is missing"), ("CERN", 1953, "1953"), ("CERN", 9999, "9999")],
)
def test_facts_of_the_kit_are_checked(holder: str, year: int, said: str) -> None:
    with pytest.raises(InputError, match=said):
        done().outcome.kit(holder=holder, year=year)


def test_the_source_location_settles_its_open_point() -> None:
    model = AdvisorModel()
    model.from_query({"start": "hardware"})
    given = {
        "hardware-kind": "product",
        "authors": ("staff",),
        "bom": "all",
        "openness": "anything",
    }
    while (step := model.step()) is not None:
        model.draft_answer(
            given.get(step.question.id, "" if step.question.kind == "text" else "no")
        )
        model.accept()
    assert model.screen == "result"
    assert any("1.9" in p.text for p in model.recommendation().open_points)
    for wrong in ("ohwr.org/x", "javascript:alert(1)", "https://me:secret@ohwr.org", "https://x"):
        with pytest.raises(InputError, match="https://"):
            model.set_url(wrong)
    model.set_url("https://ohwr.org/project/board")
    assert not any("1.9" in p.text for p in model.recommendation().open_points)
    kit = model.outcome.kit(holder="CERN", year=2026)
    assert b"https://ohwr.org/project/board" in b"".join(kit.files.values())


def test_the_link_brings_everything_back() -> None:
    model = done()
    model.choose("software", "MIT")
    again = AdvisorModel()
    again.from_query(dict(parse_qsl(model.to_query())))
    assert again.answers == model.answers
    assert again.project == model.project
    assert again.recommendation().to_json() == model.recommendation().to_json()
    assert AdvisorModel().to_query() == ""


@pytest.mark.parametrize("state", ["", "x", "A" * 5000])
def test_a_broken_link_changes_nothing(state: str) -> None:
    model = done()
    before = model.to_json()
    if state:
        with pytest.raises(InputError):
            model.from_query({"s": state})
    else:
        model.from_query({"s": state})
    assert model.to_json() == before


def test_a_wrong_file_changes_nothing() -> None:
    model = done()
    before = model.to_json()
    for text in ("", "[]", '{"version": 99}', "{" * 2000, json.dumps({"answers": {"nope": "x"}})):
        with pytest.raises(InputError):
            model.from_json(text)
    assert model.to_json() == before


def test_a_scanned_project_answers_what_it_can() -> None:
    part = Part(
        "software",
        "Software",
        Material.SOFTWARE,
        ("src/**",),
        components=(Component("FFTW", "GPL-2.0-or-later", Use.DYNAMIC_LINK, origin=Origin.SCAN),),
        file_count=7,
        origin=Origin.SCAN,
    )
    project = Project("trackfit-tools", (part,), origin=Origin.SCAN)
    model = AdvisorModel()
    model.from_query(dict(parse_qsl(project_query(project))))
    assert model.project == project
    assert model.answers == {"materials": ("software",)}
    assert model.screen == "parts"
    model.start()
    assert model.screen == "question"
    keys = [s.key for s in model.steps()]
    assert "software/fftw/component-use" in keys
    assert "software/components" not in keys


def test_a_large_project_still_fits_an_address() -> None:
    many = tuple(
        Component(f"component-{i}-{i * 7919}", "MIT" if i % 2 else None, declared_in=f"a/{i}/x.txt")
        for i in range(3000)
    )
    part = Part("software", "Software", Material.SOFTWARE, components=many)
    query = project_query(Project("big", (part,), reuse_toml="x" * 30000))
    assert len(query) <= LINK_BYTES


def test_hardware_can_be_the_start() -> None:
    model = AdvisorModel()
    model.from_query({"start": "hardware"})
    assert model.key.endswith("hardware-kind")


def test_the_count_of_authors_can_be_corrected() -> None:
    from ospo_widgets.apps.licence_advisor.view import AdvisorApp

    model = AdvisorModel()
    app = AdvisorApp(model)
    part = Part("software", "Software", Material.SOFTWARE, origin=Origin.SCAN)
    model.load_project(Project("x", (part,), author_count=3, origin=Origin.SCAN))
    editor = app.body[0]
    assert editor._authors.value == "3"
    editor._authors.value = "many"
    assert "“many” is no count of authors" in app.alert.value
    assert model.project.author_count == 3
    editor._authors.value = "5"
    assert model.project.author_count == 5


def test_rules_that_changed_since_a_file_was_saved_are_shown() -> None:
    from ospo_widgets.apps.licence_advisor.view import AdvisorApp

    saved = json.loads(done().to_json())
    fresh = AdvisorModel()
    fresh.from_json(json.dumps(saved))
    assert fresh.rules_changed == ()
    saved["knowledge_date"] = "2026-01-01"
    old = AdvisorModel()
    app = AdvisorApp(old)
    old.from_json(json.dumps(saved))
    assert {row.kind for row in old.rules_changed} >= {"policies"}
    assert f"{len(old.rules_changed)} rules changed" in app._notices.value


def test_an_answer_that_brings_up_an_earlier_question_leads_there() -> None:
    model = AdvisorModel()
    model.start()
    answer(model, SOFTWARE[:4])
    answer(
        model, [("software/components", "ROOT, FFTW"), ("software/root/component-use", "process")]
    )
    # With FFTW left out, what MathMore brings decides; until then it did not.
    answer(model, [("software/fftw/component-use", "optional")])
    assert model.key == "software/root/component-extras"
    assert model.place[1] == model.open_count - 1


def test_a_skipped_question_does_not_come_back_at_once() -> None:
    model = AdvisorModel()
    model.start()
    answer(model, SOFTWARE[:1])
    model.skip()
    answer(model, SOFTWARE[2:3])
    assert model.key == "collaboration"


def test_each_answer_can_be_reached_from_its_section() -> None:
    model = done()
    model.go("checks")
    assert model.settled
    assert model.place[1] == 0
    reached = []
    while model.screen == "question":
        reached.append(model.key)
        model.skip()
    assert reached == ["patent", "contract", "sensitive"]
    assert model.screen == "result"
    assert model.answered == len(SOFTWARE)


def test_what_a_wish_rules_out_stands_beside_the_choice() -> None:
    model = AdvisorModel()
    example = data_dir() / "examples" / "answers-board.json"
    model.from_json(example.read_text(encoding="utf-8"))
    assert model.outcome.compared("hardware") == ("CERN-OHL-P-2.0", "CERN-OHL-W-2.0")
    table = model.outcome.effects("hardware")
    assert table.columns[0].license == "CERN-OHL-S-2.0"
    model.outcome.compare("hardware", ["cern ohl w v2"])
    assert model.outcome.compared("hardware") == ("CERN-OHL-W-2.0",)
    with pytest.raises(InputError, match="At most 4"):
        model.outcome.compare("hardware", ["MIT", "ISC", "Zlib", "Apache-2.0"])
    assert model.outcome.compared("hardware") == ("CERN-OHL-W-2.0",)


def test_the_panel_says_that_no_licence_fits() -> None:
    model = AdvisorModel()
    model.start()
    answer(model, SOFTWARE[:4])
    model.draft_answer("mine: GPL-2.0-only, yours: GPL-3.0-only")
    model.accept()
    answer(model, [(f"software/{name}/component-use", "copied") for name in ("mine", "yours")])
    shown = str(panel(model, "software"))
    assert words("advisor_app.panel.none_possible") in shown
    model.go("uses")
    model.draft_answer("mine: GPL-2.0-only")
    assert words("advisor_app.panel.none_possible") not in str(panel(model, "software"))


def test_a_scanned_component_can_be_corrected_in_every_respect() -> None:
    from ospo_widgets.apps.licence_advisor.view import AdvisorApp

    model = AdvisorModel()
    app = AdvisorApp(model)
    fftw = Component("FFTW", "GPL-2.0-or-later", Use.DYNAMIC_LINK, origin=Origin.SCAN)
    part = Part("software", "Software", Material.SOFTWARE, components=(fftw,), origin=Origin.SCAN)
    model.load_project(Project("x", (part,), origin=Origin.SCAN))
    editor = app.body[0]
    card = editor._cards["software"]
    card._correct_button.click()
    assert "Give a licence, a version or a use." in app.alert.value
    card._license.value, card._version.value = "MIT", "3.3.10"
    card._use.value = "subprocess"
    card._correct_button.click()
    corrected = model.project.part("software").components[0]
    assert (corrected.license, corrected.version) == ("MIT", "3.3.10")
    assert (corrected.use, corrected.origin) == (Use.SUBPROCESS, Origin.PERSON)
    editor._project.value = "trackfit"
    assert model.project.name == "trackfit"


def test_a_hold_leads_to_those_who_can_release_it_the_idea_first() -> None:
    from ospo_widgets.apps.licence_advisor.view import AdvisorApp

    model = AdvisorModel()
    app = AdvisorApp(model)
    app._start.open_example()
    assert "primary" in app._open_sheet._dom_classes
    model.answers |= {"patent": "unknown", "home-agreement": "unknown"}
    model.show("result")
    assert "primary" in app._ask_office._dom_classes
    assert "primary" not in app._open_sheet._dom_classes
    assert app._to_kit not in app._result_actions.children
    shown = app._result.value
    assert shown.index("idea worth a patent") < shown.index("home institute")
    assert 'href="https://kt.cern"' in shown
    assert "mailto:https" not in shown
    model.answers |= {"patent": "no", "home-agreement": "none"}
    model.show("result")
    assert app._to_kit in app._result_actions.children
    assert "primary" in app._open_sheet._dom_classes
