# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Each notebook runs in a plain Jupyter kernel and shows its app, as in JupyterLab and SWAN."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from ospo_widgets.resources import notebooks_dir

NOTEBOOKS = sorted(p for p in notebooks_dir().glob("*.ipynb") if p.stem != "portfolio_report")
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_shows_its_app(path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OSPO_FRAME", raising=False)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    shown = [o["data"][WIDGET]["model_id"] for o in outputs if WIDGET in o.get("data", {})]
    assert len(shown) == 1
    state = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    texts = " ".join(str(m["state"].get("value", "")) for m in state.values())
    assert "<h1" in texts
    assert "Open.Source@cern.ch" in texts, "outside our server the app brings its own foot"
