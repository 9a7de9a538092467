# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values of fields, as sources write them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.portfolio.fields import FIELDS, PRESENT, parse
from ospo_widgets.portfolio.records import Repository


def test_every_field_is_an_attribute_or_a_mark() -> None:
    attributes = {field.name for field in fields(Repository)}
    assert set(FIELDS) - set(PRESENT) <= attributes
    assert not set(PRESENT) & attributes


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("commits", "12", 12),
        ("commits", 12.0, 12),
        ("commits", float("nan"), None),
        ("commits", "", None),
        ("license", "gpl-3.0", "GPL-3.0-only"),
        (
            "license",
            "mit or (apache-2.0 and LicenseRef-CERN_own.1)",
            "MIT OR (Apache-2.0 AND LicenseRef-CERN_own.1)",
        ),
        (
            "license",
            "GPL-2.0+ with classpath-exception-2.0",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
        ),
        ("license", "GPL-2.0-with-classpath-exception", "GPL-2.0-with-classpath-exception"),
        ("license", "MIT WITH AdditionRef-x", "MIT WITH AdditionRef-x"),
        ("license", "DocumentRef-a:LicenseRef-b", "DocumentRef-a:LicenseRef-b"),
        ("license", "Apache-2.0+", "Apache-2.0+"),
        ("license", "shl-2.1 AND MIT", "Apache-2.0 WITH SHL-2.1 AND MIT"),
        ("license", "none", ""),
        ("license", "NOASSERTION", None),
        ("license", "other", None),
        ("head_date", "2026-08-22T10:00:00Z", date(2026, 8, 22)),
        ("head_date", datetime(2026, 8, 22, 10), date(2026, 8, 22)),
        ("readme", "Oui", True),
        ("readme", 0, False),
        ("readme", "unknown", None),
        ("closed_share", "85 %", 0.85),
        ("closed_share", 1, 1.0),
        ("ci", "github-actions; gitlab-ci", ("github-actions", "gitlab-ci")),
        ("topics", ["a", "a", " "], ("a",)),
        ("kind", "Hardware", "hardware"),
    ],
)
def test_read(name: str, raw: object, value: object) -> None:
    assert parse(name, raw) == value


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("commits", "-1"),
        ("commits", True),
        ("commits", "many"),
        ("license", "GPL3.1 (see file)"),
        ("license", "Foo"),
        ("license", "GPL"),
        ("license", "MIT OR Foo"),
        ("license", "MIT OR NOASSERTION"),
        ("license", "GPL-2.0-only WITH Foo"),
        ("license", "GPL-2.0-only WITH MIT"),
        ("license", "Classpath-exception-2.0"),
        ("license", "AdditionRef-x"),
        ("license", "LicenseRef-"),
        ("license", "LicenseRef-ä"),
        ("license", "MIT AND"),
        ("license", "()"),
        ("license", "MIT OR " * 100 + "MIT"),
        ("head_date", "22/08/2026"),
        ("head_date", "2026-02-30"),
        ("readme", "perhaps"),
        ("closed_share", "85"),
        ("libyears", "inf"),
        ("kind", "spaceship"),
        ("main_language", "C\x00"),
        ("main_language", "C" * 401),
    ],
)
def test_what_cannot_be_read_says_what_it_must_be(name: str, raw: object) -> None:
    with pytest.raises(ValueError, match=r"^(an? |one of |yes, no|printable )"):
        parse(name, raw)


@given(
    st.sampled_from(sorted(FIELDS)), st.text() | st.integers() | st.floats() | st.lists(st.text())
)
def test_anything_is_a_value_nothing_or_a_value_error(name: str, raw: object) -> None:
    try:
        parse(name, raw)
    except ValueError as error:
        assert str(error)
