# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Importing the package is cheap: what is heavy is loaded when it is first used."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"pandas", "numpy", "plotly", "IPython", "ipywidgets", "anywidget", "reuse", "voila"}


def modules_after(code: str) -> set[str]:
    """Top-level names in ``sys.modules`` of a fresh interpreter that ran ``code``."""
    probe = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize(
    "code",
    [
        "import ospo_widgets",
        "from ospo_widgets import scan, advise, compatible",
        "from ospo_widgets.cli.program import build_parser; build_parser()",
        "import ospo_widgets.server",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    assert modules_after(code) & HEAVY == set()


def test_bare_import_loads_no_room() -> None:
    probe = "import ospo_widgets, sys\nprint([m for m in sys.modules if m.startswith('ospo_w')])"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "['ospo_widgets']"


def test_public_names_resolve_and_are_listed() -> None:
    import ospo_widgets

    for name in ospo_widgets.__all__:
        assert getattr(ospo_widgets, name) is not None
        assert name in dir(ospo_widgets)


def test_unknown_name_is_an_attribute_error() -> None:
    import ospo_widgets

    with pytest.raises(AttributeError, match="no_such_name"):
        _ = ospo_widgets.no_such_name


def test_version_is_the_one_of_the_distribution() -> None:
    from importlib.metadata import version

    import ospo_widgets

    assert ospo_widgets.__version__ == version("ospo-widgets")
