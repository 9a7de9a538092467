# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The table of licences and the comparison side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Condition, Limitation, Permission, Reach, load_knowledge
from ospo_widgets.licensing.catalogue import (
    CHOICES,
    LicenseFilter,
    comparison,
    filter_licenses,
    said,
)
from ospo_widgets.licensing.catalogue_display import comparison_table, license_table, row_label
from ospo_widgets.project import Material
from ospo_widgets.wording import words

KNOWN = load_knowledge()
filters = st.builds(
    LicenseFilter, **{name: st.sampled_from(["", *values]) for name, values in CHOICES.items()}
)


@given(filters)
def test_what_is_found_fits_and_what_fits_is_found(wanted: LicenseFilter) -> None:
    found = filter_licenses(wanted)
    for license_ in KNOWN.licenses.values():
        fits = (
            (not wanted.material or Material(wanted.material) in license_.materials)
            and wanted.reach in {"", license_.reach}
            and wanted.patent in {"", said(license_.patent_grant)}
            and wanted.osi in {"", said(license_.osi)}
            and wanted.court in {"", said(license_.court_clause)}
        )
        assert (license_ in found) == fits
    assert list(found) == sorted(found, key=lambda one: one.id.casefold())


def test_words_are_looked_for_in_id_name_and_summary() -> None:
    assert [one.id for one in filter_licenses(LicenseFilter(text="cern weakly"))] == [
        "CERN-OHL-W-2.0"
    ]
    assert filter_licenses(LicenseFilter(text="no such words here")) == ()
    assert filter_licenses(LicenseFilter(text="BOOST"))[0].id == "BSL-1.0"


def test_every_licence_is_in_the_unfiltered_table() -> None:
    assert {one.id for one in filter_licenses()} == set(KNOWN.licenses)
    # An expression may break over lines between its ids.
    html = license_table(filter_licenses()).replace('</span> <span class="lic">', " ")
    assert all(f">{license_id}<" in html for license_id in KNOWN.licenses)


def test_comparison_says_what_differs() -> None:
    pair = comparison(["MIT", "GPL-3.0-only", "MIT"])
    assert [one.id for one in pair.licenses] == ["MIT", "GPL-3.0-only"]
    reach = next(row for row in pair.rows if row.key == "reach")
    assert reach.values == ("none", "work")
    assert reach.differs
    osi = next(row for row in pair.rows if row.key == "osi")
    assert not osi.differs
    html = comparison_table(pair)
    differing = [row for row in pair.rows if row.differs]
    assert html.count('class="tag">differs<') == len(differing) == pair.differences
    assert pair.to_json()["rows"][0]["values"].keys() == {"MIT", "GPL-3.0-only"}


def test_what_a_row_does_not_state_is_not_known() -> None:
    silent = replace(KNOWN.licenses["MIT"], permissions=None)
    stated = replace(KNOWN.licenses["ISC"], permissions=(Permission.COMMERCIAL_USE,))
    made = replace(KNOWN, licenses={"MIT": silent, "ISC": stated})
    rows = comparison(["MIT", "ISC"], knowledge=made).rows
    values = {row.key: row.values for row in rows if row.group == "can"}
    assert values["commercial-use"] == ("unknown", "yes")
    assert values["distribution"] == ("unknown", "no")
    assert "not known" in license_table([silent])


def test_wrong_comparisons_are_said() -> None:
    with pytest.raises(InputError, match="no licence “MITT”"):
        comparison(["MIT", "MITT"])
    with pytest.raises(InputError, match="At most 4"):
        comparison(["MIT", "ISC", "Apache-2.0", "GPL-3.0-only", "GPL-2.0-only"])
    assert comparison([]).licenses == ()


def test_everything_has_its_words() -> None:
    for group, tags in (("can", Permission), ("must", Condition), ("cannot", Limitation)):
        assert all(words(f"catalogue.{group}.{tag}") for tag in tags)
    assert all(words(f"catalogue.reach.{reach}") for reach in Reach)
    assert all(words(f"catalogue.material.{material}") for material in Material)
    assert all(row_label(row) for row in comparison(["MIT"]).rows)
