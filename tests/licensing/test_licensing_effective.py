# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import pytest

from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing import Effective, effective_license
from ospo_widgets.project import Component, Use

LINK = Use.DYNAMIC_LINK


def effective(source: str, *components: Component) -> Effective:
    return effective_license(source, components, load_knowledge())


def uses(name: str, license_id: str | None, use: Use | None = LINK, **more: bool) -> Component:
    return Component(name, license_id, use, **more)


def test_source_alone_keeps_its_licence() -> None:
    found = effective("Apache-2.0")
    assert (found.expression, found.answer, found.without_optional) == ("Apache-2.0", "yes", None)
    assert found.because


def test_mathmore_makes_the_binary_gpl_and_leaving_it_out_does_not() -> None:
    found = effective(
        "Apache-2.0",
        uses("ROOT", "LGPL-2.1-or-later"),
        uses("MathMore", "GPL-3.0-or-later", optional=True),
    )
    assert found.expression == "GPL-3.0-or-later"
    assert found.without_optional == "Apache-2.0"
    assert "MathMore" in found.because[0].text


def test_apache_and_gpl2_or_later_meet_in_version_3() -> None:
    found = effective("Apache-2.0", uses("FFTW", "GPL-2.0-or-later"))
    assert found.expression == "GPL-3.0-or-later"
    assert "follow the GPL as a whole" in found.because[0].text


def test_or_later_is_not_promised_when_a_component_is_only() -> None:
    found = effective("GPL-3.0-or-later", uses("EvtTool", "GPL-3.0-only"))
    assert found.expression == "GPL-3.0-only"


@pytest.mark.parametrize(
    ("source", "pieces", "named"),
    [
        ("Apache-2.0", [("VBFNLO", "GPL-2.0-only")], ("VBFNLO", "your source")),
        ("MIT", [("x", "GPL-2.0-only"), ("y", "GPL-3.0-only")], ("x", "y")),
        (
            "Apache-2.0",
            [("Geant4", "LicenseRef-Geant4"), ("Pythia 8", "GPL-2.0-or-later")],
            ("Geant4", "Pythia 8"),
        ),
        ("MIT", [("FLUKA", "LicenseRef-FLUKA")], ("FLUKA", "your source")),
    ],
)
def test_conflict_names_the_pair(
    source: str, pieces: list[tuple[str, str]], named: tuple[str, str]
) -> None:
    found = effective(source, *(uses(*piece) for piece in pieces))
    assert (found.expression, found.answer) == (None, "no")
    assert all(name in found.because[0].text for name in named)


def test_separate_works_do_not_count() -> None:
    found = effective(
        "MIT",
        uses("git", "GPL-2.0-only", Use.SUBPROCESS),
        uses("Linux", "GPL-2.0-only", Use.RUNTIME),
        uses("GHDL", "GPL-2.0-or-later", Use.TOOL),
        uses("data", "CC-BY-SA-4.0", Use.AGGREGATE),
    )
    assert (found.expression, found.answer) == ("MIT", "yes")


def test_use_not_known_counts_as_linked() -> None:
    assert effective("MIT", uses("x", "GPL-3.0-only", None)).expression == "GPL-3.0-only"


def test_unknown_licence_is_unknown_and_never_hidden() -> None:
    for license_id in (None, "not a licence", "LicenseRef-Unheard-Of"):
        found = effective("MIT", uses("x", license_id), uses("y", "BSD-3-Clause"))
        assert found.answer == "unknown"
        assert found.because[0].text.startswith(("The licence of x", "x is under"))


def test_conflict_stays_a_conflict_when_something_else_is_unknown() -> None:
    found = effective("Apache-2.0", uses("a", None), uses("b", "GPL-2.0-only"))
    assert (found.expression, found.answer) == (None, "no")


def test_conditions_carry_the_component() -> None:
    found = effective("Apache-2.0", uses("ROOT", "LGPL-2.1-or-later"))
    assert found.answer == "conditional"
    assert all(condition.startswith("ROOT: ") for condition in found.conditions)


def test_choice_of_the_component_is_used() -> None:
    assert effective("MIT", uses("x", "GPL-3.0-only OR BSD-2-Clause")).expression == "MIT"


def test_hardware_follows_the_strong_variant() -> None:
    found = effective("CERN-OHL-P-2.0", uses("core", "CERN-OHL-S-2.0", Use.DESIGN))
    assert found.expression == "CERN-OHL-S-2.0"


def test_many_equal_components_are_one() -> None:
    many = [uses(f"m{i}", "MIT") for i in range(500)]
    assert effective("Apache-2.0", *many).expression == "Apache-2.0"


def test_it_shows_and_converts() -> None:
    found = effective("Apache-2.0", uses("<b>x</b>", "GPL-3.0-only"))
    assert "<b>" not in found._repr_html_()
    assert found.to_json()["expression"] == "GPL-3.0-only"
    assert len(found.to_frame()) == len(found.because)


@pytest.mark.parametrize(
    ("source", "pieces", "expression"),
    [
        # Each of the three leads to version 3 of the GPL, and to nothing else in common.
        ("Apache-2.0", ["GPL-2.0-or-later", "EUPL-1.2", "CECILL-2.1"], "GPL-3.0-only"),
        ("GPL-3.0-or-later", ["AGPL-3.0-or-later"], "AGPL-3.0-or-later"),
        ("GPL-2.0-or-later", ["AGPL-3.0-only", "Apache-2.0"], "AGPL-3.0-only"),
        ("Apache-2.0", ["AGPL-3.0-or-later", "LGPL-3.0-only"], "AGPL-3.0-or-later"),
        ("BSD-3-Clause", ["GPL-2.0-only", "LGPL-2.1-only"], "GPL-2.0-only"),
        ("Apache-2.0", ["GPL-3.0-only", "GPL-2.0-or-later"], "GPL-3.0-only"),
        # CeCILL may be handed out under the GPL, and Apache-2.0 fits into version 3 of it.
        ("Apache-2.0", ["CECILL-2.1"], "GPL-3.0-or-later"),
        ("MIT OR GPL-2.0-only", ["Apache-2.0"], "MIT"),
        ("MIT OR GPL-2.0-only", ["GPL-2.0-only"], "GPL-2.0-only"),
        ("MIT", ["LGPL-2.1-only OR GPL-3.0-only"], "MIT"),
    ],
)
def test_several_strong_licences_meet_where_their_texts_lead(
    source: str, pieces: list[str], expression: str
) -> None:
    found = effective(source, *(uses(f"c{i}", piece) for i, piece in enumerate(pieces)))
    assert found.expression == expression, found.because
    assert found.answer in {"yes", "conditional"}


@pytest.mark.parametrize(
    ("pieces", "with_all", "without"),
    [
        ([("GPL-3.0-only", True), ("GPL-2.0-or-later", True)], "GPL-3.0-only", "MIT"),
        (
            [("GPL-2.0-or-later", False), ("AGPL-3.0-only", True)],
            "AGPL-3.0-only",
            "GPL-2.0-or-later",
        ),
        ([("GPL-2.0-only", True), ("GPL-3.0-only", False)], None, "GPL-3.0-only"),
    ],
)
def test_builds_with_and_without_the_optional_components(
    pieces: list[tuple[str, bool]], with_all: str | None, without: str
) -> None:
    parts = [uses(f"c{i}", found, optional=opt) for i, (found, opt) in enumerate(pieces)]
    both = effective("MIT", *parts)
    assert (both.expression, both.without_optional) == (with_all, without)


def test_network_copyleft_says_what_it_asks_for() -> None:
    found = effective("GPL-3.0-or-later", uses("service", "AGPL-3.0-only"))
    assert found.expression == "AGPL-3.0-only"
    assert "service" in found.because[0].text
    assert effective("GPL-3.0-or-later", uses("s", "AGPL-3.0-only", Use.SUBPROCESS)).expression == (
        "GPL-3.0-or-later"
    )


def test_a_permissive_component_never_names_the_whole() -> None:
    found = effective("BSD-4-Clause", uses("a", "EUPL-1.2"), uses("b", "MIT"))
    assert found.expression == "BSD-4-Clause"
    assert effective("LicenseRef-Geant4", uses("a", "MIT")).expression == "LicenseRef-Geant4"
    assert effective("CC0-1.0", uses("a", "CC-BY-4.0", Use.DATABASE)).expression == "CC-BY-4.0"
