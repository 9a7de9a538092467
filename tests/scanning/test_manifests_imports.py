# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Imports and includes in sources, and whether they are of others."""

import json

import pytest

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.scanning.dependencies.model import How, Scope
from ospo_widgets.scanning.imports.evidence import used
from ospo_widgets.scanning.imports.names import import_names
from ospo_widgets.scanning.imports.reading import examine, wants
from ospo_widgets.scanning.reading.source import Source


def names(path: str, content: str) -> list[tuple[object, object, bool]]:
    return [(row[1], row[2], bool(row[3])) for row in examine(Source(path, content.encode()))]


def test_python() -> None:
    content = (
        '"""Doc.\n\nimport prose\nfrom here import there\n"""\n'
        "import os, numpy as np, yaml\nfrom google.protobuf.message import Message\n"
        "from . import own\nimport numpy.linalg  # again\n"
        "try:\n    import torch\nexcept ImportError:\n    torch = None\n"
        "def f():\n    import pandas\nimport this is prose\nx = 'import no'\n"
    )
    assert names("a.py", content) == [
        ("numpy", 6, False),
        ("yaml", 6, False),
        ("google.protobuf.message", 7, False),
        ("numpy.linalg", 9, False),
        ("torch", 11, True),
        ("pandas", 15, True),
    ]
    both = "try:\n    import a\nexcept ImportError:\n    pass\nimport a\n"
    assert names("a.py", both) == [("a", 2, False)]


def test_notebooks() -> None:
    cells = [
        {"cell_type": "code", "source": ["import numpy\n", "%matplotlib inline\n"]},
        {"cell_type": "markdown", "source": "import prose"},
        {"cell_type": "code", "source": "!pip install x\nfrom ROOT import TFile"},
    ]
    book = {"cells": cells, "metadata": {"language_info": {"name": "python"}}}
    assert names("a.ipynb", json.dumps(book)) == [("numpy", None, False), ("ROOT", None, False)]
    julia = {"cells": [{"cell_type": "code", "source": "using DataFrames"}],
             "metadata": {"kernelspec": {"language": "julia"}}}  # fmt: skip
    assert names("a.ipynb", json.dumps(julia)) == [("DataFrames", None, False)]
    assert names("a.ipynb", "{") == []


def test_headers() -> None:
    content = (
        '#ifndef ME_H\n#define ME_H\n#include <vector>\n#include <fftw3.h>\n#include "TH1.h"\n'
        "#ifdef WITH_GSL\n#  include <gsl/gsl_math.h>\n#endif\n#include <G4Event.hh>\n"
        "#include <fastjet/contrib/Nsubjettiness.hh>\n#include <fastjet/PseudoJet.hh>\n"
        '// #include <CLHEP/x.h>\n#include "own.h"\n#endif\n'
    )
    rows = examine(Source("a.h", content.encode()))
    assert [(r[4], r[2], bool(r[3])) for r in rows] == [
        ("fftw", 4, False),
        ("root", 5, False),
        ("gsl", 7, True),
        ("geant4", 9, False),
        ("fjcontrib", 10, False),
        ("fastjet", 11, False),
    ]


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("a.vhd", "library ieee, unisim;\nuse unisim.vcomponents.all;\n", [("xilinx-ip", 1)]),
        ("a.vhdl", "LIBRARY Altera_MF;\nuse work.gencores_pkg.all;\n",
         [("altera-ip", 1), ("general-cores", 2)]),
        ("a.sv", '`include "vunit_defines.svh"\n`include "own.svh"\n', [("vunit", 1)]),
        ("a.F90", "program x\n  use, intrinsic :: iso_c_binding\n  USE hdf5, only: h5open_f\n"
         "  include 'fftw3.f03'\n", [("hdf5", 3), ("fftw", 4)]),
    ],
)  # fmt: skip
def test_other_languages(path: str, content: str, expected: list[tuple[str, int]]) -> None:
    rows = examine(Source(path, content.encode()))
    assert [(r[4], r[2]) for r in rows] == expected


def test_lines_do_not_depend_on_the_order_of_finding() -> None:
    content = "include 'fftw3.f'\n\nuse hdf5\n"
    assert names("a.f90", content) == [("hdf5", 3, False), ("fftw3.f", 1, False)]
    texts = "\"\"\"a\"\"\"\nimport a\n'''\nimport b\n'''\nimport c\n"
    assert names("a.py", texts) == [("a", 2, False), ("c", 6, False)]


def test_julia_and_r() -> None:
    assert names("a.jl", "using DataFrames, LinearAlgebra\nimport CSV: read\nusing .Own\n") == [
        ("DataFrames", 1, False),
        ("CSV", 2, False),
    ]
    assert names("a.R", "library(ggplot2)\nrequire('dplyr')\nlibrary(stats)\n") == [
        ("ggplot2", 1, False),
        ("dplyr", 2, False),
    ]


def test_only_sources_are_wanted() -> None:
    assert all(wants(p) for p in ("a.py", "x/b.CPP", "n.ipynb", "c.vhd"))
    assert not any(wants(p) for p in ("a.txt", "Makefile", "py", "a.py.bak"))


def found(files: dict[str, str], vendored: tuple[str, ...] = ()) -> dict[str, tuple[Scope, str]]:
    rows = {p: r for p, c in files.items() if (r := examine(Source(p, c.encode())))}
    hits = [u for u in used(rows, files, vendored) if u.known]
    return {u.name: (u.scope, u.place.path) for u in hits}


def test_own_python_modules_are_not_of_others() -> None:
    files = {
        "src/me/__init__.py": "",
        "src/me/numpy.py": "",
        "src/me/fit.py": "import numpy\nimport me\nimport hist\n",
        "hist/__init__.py": "",
        "scripts/yaml.py": "",
        "scripts/run.py": "import yaml\nimport scipy\n",
        "setup.py": "import setuptools\n",
        "tests/test_a.py": "import pytest\n",
    }
    assert found(files) == {
        "numpy": (Scope.RUNTIME, "src/me/fit.py"),
        "scipy": (Scope.DEVELOPMENT, "scripts/run.py"),
        "pytest": (Scope.TEST, "tests/test_a.py"),
    }


def test_own_headers_and_libraries_are_not_of_others() -> None:
    files = {
        "include/G4Own.hh": "",
        "src/a.cc": "#include <G4Own.hh>\n#include <gsl/gsl_math.h>\n",
        "rtl/neorv32_top.vhd": "library neorv32;\nlibrary unisim;\n",
        "third_party/x/b.cc": "#include <fftw3.h>\n",
        "lib/y/b.cc": "#include <fftw3.h>\n",
    }
    assert found(files, ("lib/y",)) == {
        "gsl": (Scope.RUNTIME, "src/a.cc"),
        "xilinx-ip": (Scope.RUNTIME, "rtl/neorv32_top.vhd"),
    }


def test_kinds_of_places() -> None:
    rows = {"a.cc": [["c", "fftw3.h", 1, 1, "fftw"]], "a.R": [["r", "dplyr", 2, 0]]}
    first, second = used(rows, ["a.cc", "a.R"], ())
    assert (first.place.how, first.scope) == (How.INCLUDE, Scope.OPTIONAL)
    assert (second.place.how, second.ecosystem) == (How.IMPORT, "cran")


def test_names_lead_to_components_that_we_have() -> None:
    data = import_names()
    known = load_knowledge().components
    headers = (data.headers, data.verilog)
    named = {c for h in headers for c in (*h.exact.values(), *h.folders.values())}
    named |= {c for h in headers for _, c in h.deeper}
    for table in (data.links, data.vhdl, data.python_components, data.fortran):
        named |= set(table.values())
    assert named - set(known) == {"netCDF"}


def test_names_are_in_the_case_in_which_they_are_looked_for() -> None:
    data = import_names()
    for table in (data.links, data.vhdl, data.fortran):
        assert all(name == name.lower() for name in table)
