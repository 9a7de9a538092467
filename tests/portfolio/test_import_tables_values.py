# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Addresses, licences, days and numbers as they stand in lists."""

from __future__ import annotations

import contextlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.portfolio.importing.addresses import clean_address, clean_name, host_of, path_of
from ospo_widgets.portfolio.importing.building import (
    Problems,
    kind_of_language,
    read_value,
    shown,
)
from ospo_widgets.portfolio.importing.cells import day_form, number_form, read_cell, read_day
from ospo_widgets.portfolio.importing.licenses import read_license
from ospo_widgets.portfolio.importing.mapping import Form


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("https://github.com/a/b", "https://github.com/a/b"),
        (" https://GitHub.com/A/b.git/ ", "https://GitHub.com/A/b.git"),
        ("https://user:secret@gitlab.cern.ch/a/b", "https://gitlab.cern.ch/a/b"),
        ("https://glpat-123@gitlab.cern.ch/a/b?private_token=x#y", "https://gitlab.cern.ch/a/b"),
        ("git@gitlab.cern.ch:a/b.git", "git@gitlab.cern.ch:a/b.git"),
        ("jdoe@gitlab.cern.ch:a/b.git", "git@gitlab.cern.ch:a/b.git"),
        ("ssh://git@gitlab.cern.ch:7999/a/b.git", "ssh://gitlab.cern.ch:7999/a/b.git"),
        ("git+https://github.com/a/b", "https://github.com/a/b"),
        ("github.com/a/b", "https://github.com/a/b"),
        ("https://github.com", ""),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("https://[broken/a", ""),
        ("https://github.com/a b", ""),
        ("a/b", ""),
        ("https://github.com/a\x00b", ""),
        ("https://github.com/" + "a" * 1_000, ""),
        (None, ""),
        (17, ""),
    ],
)
def test_addresses(raw: object, clean: str) -> None:
    assert clean_address(raw) == clean


@given(st.text())
def test_clean_addresses_stay_clean_and_have_a_host(raw: str) -> None:
    clean = clean_address(raw)
    assert clean_address(clean) == clean
    assert bool(host_of(clean)) == bool(clean)


def test_host_and_path() -> None:
    assert host_of("git@GitLab.cern.ch:a/b/c.git") == "gitlab.cern.ch"
    assert path_of("git@gitlab.cern.ch:a/b/c.git") == "a/b/c"
    assert path_of("https://gitlab.cern.ch/a/b/c.git") == "a/b/c"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [("a/b", "a/b"), (" g/s/p/ ", "g/s/p"), ("a", ""), ("a b/c", ""), ("a//b", ""), (None, "")],
)
def test_names(raw: object, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("MIT", "MIT"),
        ("gpl-3.0", "GPL-3.0-only"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("CERN OHL S v2", "CERN-OHL-S-2.0"),
        ("GPLv2 or later", "GPL-2.0-or-later"),
        ("(mit and BSD-3-Clause) or GPL-2.0+", "(MIT AND BSD-3-Clause) OR GPL-2.0-or-later"),
        (
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
        ),
        ("LicenseRef-own", "LicenseRef-own"),
        ("none", ""),
        ("", None),
        ("NOASSERTION", None),
        ("other", None),
        ("unknown", None),
    ],
)
def test_licences(raw: str, found: str | None) -> None:
    assert read_license(raw) == found


@pytest.mark.parametrize(
    "raw",
    [
        "GPL",
        "Apache",
        "BSD",
        "Foo License",
        "MIT OR",
        "()",
        "Apache-2.0 / MIT",
        "x" * 401,
        "MIT\x00",
    ],
)
def test_licences_that_leave_something_open_are_not_guessed(raw: str) -> None:
    with pytest.raises(ValueError):
        read_license(raw)


@pytest.mark.parametrize(
    ("raw", "form", "day"),
    [
        ("2026-08-22", Form.PLAIN, date(2026, 8, 22)),
        ("2026-08-22T10:00:00Z", Form.PLAIN, date(2026, 8, 22)),
        ("2026/8/2", Form.PLAIN, date(2026, 8, 2)),
        ("20260822", Form.PLAIN, date(2026, 8, 22)),
        ("22.08.2026", Form.DAY_FIRST, date(2026, 8, 22)),
        ("3/4/2026 10:00", Form.DAY_FIRST, date(2026, 4, 3)),
        ("3/4/2026", Form.MONTH_FIRST, date(2026, 3, 4)),
        ("22/08/2026", Form.UNCLEAR, date(2026, 8, 22)),
        ("4/4/2026", Form.UNCLEAR, date(2026, 4, 4)),
        ("22 August 2026", Form.PLAIN, date(2026, 8, 22)),
        ("1er août 2026", Form.PLAIN, date(2026, 8, 1)),
        ("3 févr. 2026", Form.PLAIN, date(2026, 2, 3)),
        ("Aug 22, 2026", Form.PLAIN, date(2026, 8, 22)),
        (datetime(2026, 8, 22, 10), Form.PLAIN, date(2026, 8, 22)),
        ("", Form.PLAIN, None),
        ("n/a", Form.PLAIN, None),
    ],
)
def test_days(raw: object, form: Form, day: date | None) -> None:
    assert read_day(raw, form) == day


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("3/4/2026", Form.UNCLEAR),
        ("22/08/2026", Form.MONTH_FIRST),
        ("2026-02-30", Form.PLAIN),
        ("45000", Form.PLAIN),
        (45000, Form.PLAIN),
        ("22 Foo 2026", Form.PLAIN),
        ("soon", Form.PLAIN),
    ],
)
def test_days_that_cannot_be_read(raw: object, form: Form) -> None:
    with pytest.raises(ValueError):
        read_day(raw, form)


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["22/08/2026", "3/4/2026"], Form.DAY_FIRST),
        (["08/22/2026", "3/4/2026"], Form.MONTH_FIRST),
        (["3/4/2026", "5/6/2026"], Form.UNCLEAR),
        (["3.4.2026"], Form.DAY_FIRST),
        (["22/08/2026", "08/22/2026"], Form.UNCLEAR),
        (["2026-08-22"], Form.PLAIN),
    ],
)
def test_the_form_of_days_is_told_by_the_column(values: list[object], form: Form) -> None:
    assert day_form(values) is form


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["0,85", "1"], Form.COMMA),
        (["1.234,5"], Form.COMMA),
        (["1.234.567"], Form.COMMA),
        (["1,234", "12"], Form.PLAIN),
        (["0.5"], Form.PLAIN),
        ([1, 2.5], Form.PLAIN),
    ],
)
def test_the_form_of_numbers_is_told_by_the_column(values: list[object], form: Form) -> None:
    assert number_form(values) is form


@pytest.mark.parametrize(
    ("field", "raw", "form", "value"),
    [
        ("commits", "1 234", Form.PLAIN, 1234),
        ("commits", "1\u202f234\u202f567", Form.PLAIN, 1_234_567),
        ("commits", "1'234", Form.PLAIN, 1234),
        ("commits", "1,234", Form.PLAIN, 1234),
        ("commits", "1.234", Form.COMMA, 1234),
        ("commits", 5.0, Form.PLAIN, 5),
        ("libyears", "3,5", Form.COMMA, 3.5),
        ("reuse_share", "85 %", Form.PLAIN, 0.85),
        ("reuse_share", "85,5\u00a0%", Form.COMMA, 0.855),
        ("archived", "✓", Form.PLAIN, True),
        ("archived", "faux", Form.PLAIN, False),
        ("topics", "a|b\nc", Form.PLAIN, ("a", "b", "c")),
        ("topics", ["a", "b"], Form.PLAIN, ("a", "b")),
        ("kind", "Matériel", Form.PLAIN, "hardware"),
        ("license", "Apache 2.0", Form.PLAIN, "Apache-2.0"),
        ("department", " IT ", Form.PLAIN, "IT"),
    ],
)
def test_cells(field: str, raw: object, form: Form, value: object) -> None:
    assert read_cell(field, raw, form) == value


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("commits", "12 34"),
        ("commits", datetime(2026, 1, 2)),
        ("department", "jane.doe@cern.ch"),
        ("topics", "a; jane.doe@cern.ch"),
        ("department", b"bytes"),
        ("department", "x" * 5_000),
        ("kind", "spaceship"),
    ],
)
def test_cells_that_cannot_be_read(field: str, raw: object) -> None:
    with pytest.raises(ValueError):
        read_cell(field, raw, Form.PLAIN)


ANY = st.text() | st.integers() | st.floats() | st.booleans() | st.dates() | st.lists(st.text())


@given(st.sampled_from(sorted(FIELDS)), ANY, st.sampled_from(Form))
def test_any_cell_is_a_value_nothing_or_a_value_error(field: str, raw: object, form: Form) -> None:
    with contextlib.suppress(ValueError):
        read_cell(field, raw, form)


def test_what_a_problem_shows_is_short_and_names_nobody() -> None:
    assert shown("Jane Doe <jane.doe@cern.ch>") == "…@…"
    assert shown("no\nmail\x00") == "no mail\\u0000"
    assert len(shown("x" * 10_000)) == 61


def test_problems_beyond_a_number_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ospo_widgets.portfolio.importing.building.MOST_PROBLEMS", 2)
    problems = Problems("x.csv")
    for line in range(5):
        problems.add(f"line {line}", "wrong")
    assert [p.place for p in problems.all()] == ["line 0", "line 1", ""]
    assert problems.all()[-1].message == "3 more problems are not listed."


def test_languages_suggest_kinds() -> None:
    assert [kind_of_language(x) for x in ("VHDL", "python", "Jupyter Notebook", "HTML", None)] == [
        "hardware", "software", "notebooks", "", "",
    ]  # fmt: skip
    assert read_value("kind", "Logiciel") == "software"
