# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""papermill sets the parameters of the report notebook and runs it; the files are written."""

from __future__ import annotations

from pathlib import Path

import nbformat
import openpyxl
import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.reports.run import report_here
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
            "more": {"filters": {"kind": "hardware"}},
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


def test_values_of_a_configuration_are_taken_and_wrong_ones_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    report = report_here(template="yearly", department="", title="Ours", outputs=["{template}.md"])
    assert report.title == "Ours"
    assert capsys.readouterr().out.split() == ["yearly.md"]
    assert (tmp_path / "yearly.md").read_text(encoding="utf-8").startswith("# Ours")
    with pytest.raises(InputError, match="templates"):
        report_here(templates="yearly")


def test_nothing_is_written_unless_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert report_here(language="fr").language == "fr"
    assert list(tmp_path.iterdir()) == []
