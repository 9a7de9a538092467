# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Notebooks are thin: a title and one cell that shows one app, without outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = (
    *("home", "licence_advisor", "repository_scan", "portfolio", "compatibility"),
    *("best_practices", "ask_the_office", "knowledge"),
)
FOR_PAPERMILL = ("portfolio_report",)
"""Notebooks that take parameters and show no app."""
MAX_CODE_LINES = 8


def test_every_app_has_its_notebook_and_no_other_is_there() -> None:
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == {*NAMES, *FOR_PAPERMILL}


@pytest.mark.parametrize("name", NAMES)
def test_thin_clean_and_runs_anywhere(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == 1
    assert len(code[0].source.splitlines()) <= MAX_CODE_LINES
    assert code[0].outputs == []
    assert code[0].execution_count is None
    # SWAN, Binder and JupyterHub all have a kernel of this name; a template may be missing there.
    assert notebook.metadata.kernelspec.name == "python3"
    assert "voila" not in notebook.metadata
    assert notebook.metadata.get("title")


@pytest.mark.parametrize("name", FOR_PAPERMILL)
def test_papermill_finds_parameters(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    first, *rest = notebook.cells
    assert first.metadata.tags == ["parameters"]
    assert sum(len(cell.source.splitlines()) for cell in [first, *rest]) <= MAX_CODE_LINES
    assert all(cell.outputs == [] and cell.execution_count is None for cell in [first, *rest])
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.get("title")
