# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.licensing import (
    copyright_line,
    hardware_notice,
    is_collaboration,
    spdx_header,
)


def test_lines_follow_the_office() -> None:
    assert copyright_line("CERN", 2024) == "© Copyright 2024 CERN"
    assert (
        copyright_line("CERN", 2024, "ATLAS")
        == "© Copyright 2024 CERN for the benefit of the ATLAS Collaboration"
    )
    # REUSE-IgnoreStart
    assert spdx_header("CERN", 2024, "GPLv3+", "ACTS project") == (
        "SPDX-FileCopyrightText: 2024 CERN for the benefit of the ACTS project",
        "SPDX-License-Identifier: GPL-3.0-or-later",
    )
    # REUSE-IgnoreEnd


def test_a_collaboration_is_no_holder() -> None:
    assert is_collaboration("ATLAS Collaboration")
    assert not is_collaboration("CERN for the benefit of the CMS Collaboration")
    with pytest.raises(InputError) as caught:
        copyright_line("The ATLAS Collaboration", 2024)
    assert "CERN for the benefit of the ATLAS Collaboration" in caught.value.remedy


# REUSE-IgnoreStart
@pytest.mark.parametrize("holder", ["", "  ", "CERN\nSPDX-License-Identifier: MIT", "x" * 201])
# REUSE-IgnoreEnd
def test_bad_holders_are_refused(holder: str) -> None:
    with pytest.raises(InputError, match="No notice was made"):
        copyright_line(holder, 2024)


@pytest.mark.parametrize("year", [1953, 3000, True])
def test_bad_years_are_refused(year: int) -> None:
    with pytest.raises(InputError, match="year"):
        copyright_line("CERN", year)


def test_hardware_notice_names_variant_and_place() -> None:
    notice = hardware_notice("CERN", 2026, "CERN-OHL-S-2.0", "https://ohwr.org/project/x")
    assert "CERN-OHL-S v2" in notice
    assert "Source location: https://ohwr.org/project/x" in notice
    assert "section 4" in notice
    permissive = hardware_notice("CERN", 2026, "CERN-OHL-P-2.0", "https://ohwr.org/project/x")
    assert "section 4" not in permissive
    for license_id, location in (("MIT", "https://ohwr.org"), ("CERN-OHL-S-2.0", "my disk")):
        with pytest.raises(InputError):
            hardware_notice("CERN", 2026, license_id, location)
