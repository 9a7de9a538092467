# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences, everyday names and components, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.knowledge import CatalogueComponent, load_knowledge
from ospo_widgets.knowledge.components import license_of
from ospo_widgets.licensing import ExpressionError, parse
from ospo_widgets.licensing.resolve import resolve

KNOWN = load_knowledge()


@pytest.mark.parametrize(
    ("text", "label", "expression"),
    [
        ("MIT", "MIT", "MIT"),
        (" GPL v3 or later ", "GPL-3.0-or-later", "GPL-3.0-or-later"),
        ("MIT or gpl-2.0-only", "MIT OR GPL-2.0-only", "MIT OR GPL-2.0-only"),
        ("vbfnlo", "VBFNLO", "GPL-2.0-only"),
        ("FFTW 3", "FFTW", "GPL-2.0-or-later"),
        ("geant 4", "Geant4", "LicenseRef-Geant4"),
    ],
)
def test_names(text: str, label: str, expression: str) -> None:
    named = resolve(text)
    assert (named.label, named.expression) == (label, expression)


def test_optional_parts_change_the_licence() -> None:
    plain, with_parts = resolve("ROOT"), resolve("root with mathmore")
    assert plain.component == with_parts.component
    assert with_parts.parts
    assert "GPL-3.0-or-later" in with_parts.expression
    assert "GPL-3.0-or-later" not in plain.expression
    assert "MathMore" in plain.note, "says that parts were left out"
    assert "MathMore" in with_parts.label


def test_a_stated_version_decides() -> None:
    old, new = resolve("HepMC3 3.2.0"), resolve("HepMC3 3.3.0")
    assert (old.label, old.version) == ("HepMC3 3.2.0", "3.2.0")
    assert old.expression == "GPL-3.0-only"
    assert new.expression == "LGPL-3.0-or-later"
    assert "LGPL-3.0-or-later" in old.note, "says what the newest has"
    assert resolve("HepMC3").expression == old.expression, "the stricter one while it is open"


def test_a_component_brings_its_sources_and_whether_it_was_reviewed() -> None:
    data = resolve("VBFNLO").to_json()
    assert data["component"]["name"] == "VBFNLO"
    assert data["component"]["sources"]
    assert isinstance(data["component"]["reviewed"], bool)
    assert resolve("MIT").to_json()["component"] is None


@pytest.mark.parametrize("component", KNOWN.components.values(), ids=lambda c: c.id)
def test_every_component_answers_to_its_name(component: CatalogueComponent) -> None:
    name, license_ = component.name, license_of(component).license
    try:
        expected = parse(license_).text
    except ExpressionError:
        with pytest.raises(ExpressionError):
            resolve(name)
        return
    named = resolve(name)
    if named.component is None:  # SPDX has a licence of this name, and that comes first
        assert parse(name).text == named.expression
        assert f"is under {expected}" in named.note
    else:
        assert named.expression == expected


@pytest.mark.parametrize(
    ("text", "token", "position", "nearest"),
    [
        ("VBFNLOO", "VBFNLOO", 1, "VBFNLO"),
        ("GPL3.1", "GPL3.1", 1, "GPL-3.0-or-later"),
        ("MIT AND VBFNLO", "VBFNLO", 9, "GPL-2.0-only"),
        ("ROOT wiht MathMore", "ROOT", 1, "ROOT"),
    ],
)
def test_errors_name_word_place_and_nearest(
    text: str, token: str, position: int, nearest: str
) -> None:
    with pytest.raises(ExpressionError) as raised:
        resolve(text)
    error = raised.value
    assert (error.token, error.position, error.suggestion) == (token, position, nearest)
    assert nearest in str(error)


def test_a_part_that_a_component_has_not() -> None:
    with pytest.raises(ExpressionError, match="no optional part “Mathmoor”") as raised:
        resolve("ROOT with Mathmoor")
    assert raised.value.position == len("ROOT with ") + 1
    assert "MathMore" in raised.value.suggestion


@given(st.text(max_size=300))
def test_anything_else_is_one_error(text: str) -> None:
    try:
        named = resolve(text)
    except ExpressionError as error:
        assert str(error)
    else:
        assert parse(named.expression).text == named.expression
