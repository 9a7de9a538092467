# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""papermill sets the parameters of the report notebook and runs it; the files are written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import nbformat
import openpyxl
import pytest

from ospo_widgets.portfolio.reports.run import run_values
from ospo_widgets.resources import notebooks_dir

NOTEBOOK = notebooks_dir() / "portfolio_report.ipynb"


@pytest.mark.slow
def test_papermill_makes_the_report(tmp_path: Path) -> None:
    import papermill

    papermill.execute_notebook(
        NOTEBOOK,
        tmp_path / "out.ipynb",
        parameters={
            "template": "monthly",
            "language": "fr",
            "period": "2026-08",
            "filters": {"kind": "hardware"},
            "outputs": ["{template}.xlsx"],
        },
        cwd=tmp_path,
        progress_bar=False,
        kernel_name="python3",
    )
    book = openpyxl.load_workbook(tmp_path / "monthly.xlsx")
    assert str(book.worksheets[0]["A1"].value).startswith("Changements dans le portefeuille")
    run = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    shown = [o["data"]["text/html"] for c in run.cells for o in c.outputs if "data" in o]
    assert any("<iframe" in html and "Changements" in html for html in shown)


def test_the_notebook_knows_every_value_of_a_configuration(tmp_path: Path) -> None:
    parameters: dict[str, object] = {}
    first = nbformat.read(NOTEBOOK, as_version=4).cells[0].source
    exec(compile(first, "parameters", "exec"), parameters)
    values = {
        "languages": [parameters.pop("language")],
        **{name: value for name, value in parameters.items() if not name.startswith("_")},
    }
    report, written = run_values(values, date=date(2026, 11, 22), folder=tmp_path)
    assert report.title == "Open source portfolio, the 12 months to 22 August 2026"
    assert written == ()
    assert list(tmp_path.iterdir()) == []
