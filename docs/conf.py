# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The documentation site: ``make docs`` builds it from this folder with Sphinx."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = PROJECT["name"]
author = "CERN"
project_copyright = "2026 CERN, CC-BY-4.0"
version = release = PROJECT["version"]

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
master_doc = "index"
exclude_patterns = ["*.license"]
myst_heading_anchors = 4
# Links to files of the repository that are no pages, such as ../SECURITY.md, are shown as text.
suppress_warnings = ["myst.xref_missing"]

html_theme = "furo"
html_title = f"{project} {version}"
html_css_files = ["site.css"]
html_static_path = ["site"]
html_copy_source = False
html_show_sourcelink = False
html_permalinks = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0033a0", "color-brand-content": "#0033a0"},
    "dark_css_variables": {"color-brand-primary": "#9db8ff", "color-brand-content": "#9db8ff"},
}

_MERMAID = re.compile(r"```mermaid\n.*?```", re.S)


def _drawn(_: Any, page: str, source: list[str]) -> None:
    """Put the drawing of our own in place of each graph that would need a script."""
    if page != "decision-graph":
        return
    from ospo_widgets.advice.graph_drawing import graphs_of_page
    from ospo_widgets.knowledge import load_knowledge

    drawings = [graph.to_svg() for graph in graphs_of_page(load_knowledge())]
    source[0] = _MERMAID.sub(
        lambda _: f'```{{raw}} html\n<div class="graph">{drawings.pop(0)}</div>\n```', source[0]
    )


def setup(app: Any) -> None:
    """Hook of Sphinx."""
    app.connect("source-read", _drawn)
