# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What names in sources mean, from ``data/import_names.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from ospo_widgets.resources import data_dir


@dataclass(frozen=True)
class Headers:
    """Names of headers, prepared for quick questions.

    Attributes:
        exact: Whole paths to components.
        folders: First folders to components.
        deeper: Folders of more than one level, and patterns: (expression, component), in order.
        tests: Components that are only used in tests.
    """

    exact: Mapping[str, str]
    folders: Mapping[str, str]
    deeper: tuple[tuple[re.Pattern[str], str], ...]
    tests: frozenset[str]

    def component(self, header: str) -> str:
        """The component to which a header belongs, empty when not known."""
        found = self.exact.get(header)
        if found:
            return found
        for pattern, component in self.deeper:
            if pattern.match(header):
                return component
        folder, slash, _ = header.partition("/")
        return self.folders.get(folder, "") if slash else ""


@dataclass(frozen=True)
class ImportNames:
    """All that ``data/import_names.yaml`` says.

    Attributes:
        python: Import name to package on PyPI.
        python_components: Import name to component that PyPI does not have.
        headers: C and C++.
        verilog: Verilog and SystemVerilog.
        links: Library behind ``-l`` to component, in lower case.
        vhdl: Library or package, in lower case, to component.
        fortran: Module, in lower case, to component.
    """

    python: Mapping[str, str]
    python_components: Mapping[str, str]
    headers: Headers
    verilog: Headers
    links: Mapping[str, str]
    vhdl: Mapping[str, str]
    fortran: Mapping[str, str]


@cache
def import_names() -> ImportNames:
    """Read once a process."""
    raw = (data_dir() / "import_names.yaml").read_text(encoding="utf-8")
    data = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    same = {name.replace("-", "_"): name for name in data["same"]}
    own = dict(data["python_components"])
    return ImportNames(
        python={**{k: v for k, v in same.items() if k not in own}, **data["python"]},
        python_components=own,
        headers=_headers(data["headers"]),
        verilog=_headers(data["verilog"]),
        links=data["links"],
        vhdl=data["vhdl"],
        fortran=data["fortran"],
    )


def _headers(rows: Iterable[Mapping[str, Any]]) -> Headers:
    exact: dict[str, str] = {}
    folders: dict[str, str] = {}
    deeper: list[tuple[re.Pattern[str], str]] = []
    tests = set()
    for row in rows:
        component = str(row.get("name", row["component"]))
        if row.get("scope") == "test":
            tests.add(component)
        for header in row["headers"]:
            folder = header.removesuffix("/")
            if "*" in header or ("/" in folder and header.endswith("/")):
                written = re.escape(header).replace(r"\*", "[^/]*")
                ending = "" if header.endswith("/") else r"\Z"
                if header.endswith("*"):
                    ending = ""
                deeper.append((re.compile(written + ending), component))
            elif header.endswith("/"):
                folders[folder] = component
            else:
                exact[header] = component
    return Headers(exact, folders, tuple(deeper), frozenset(tests))
