# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests: what they declare, and malformed ones."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.manifests import cmake, conda, javascript, python, rust_go
from ospo_widgets.scanning.manifests.model import Manifest, ManifestError
from ospo_widgets.scanning.manifests.table import manifest_reader

READERS = (
    python.read_pyproject,
    python.read_requirements,
    python.read_setup_cfg,
    python.read_setup_py,
    rust_go.read_cargo,
    cmake.read_cmake,
    conda.read_environment,
    rust_go.read_go_mod,
    javascript.read_package_json,
)


def rows(manifest: Manifest) -> list[tuple[str, str, bool]]:
    return [(d.name, d.version, d.optional) for d in manifest.dependencies]


def test_pyproject() -> None:
    found = python.read_pyproject(
        """
        [project]
        name = "fit"
        license = "MIT"
        dependencies = ["numpy>=1.2", "uproot[http] ; python_version > '3'", "x @ https://e.org/x.zip"]
        [project.optional-dependencies]
        fft = ["pyFFTW==0.13"]
        [dependency-groups]
        test = ["pytest", {include-group = "x"}]
        """
    )
    assert (found.name, found.license) == ("fit", "MIT")
    assert rows(found) == [
        ("numpy", ">=1.2", False),
        ("uproot", "", False),
        ("x", "", False),
        ("pyFFTW", "==0.13", True),
        ("pytest", "", True),
    ]
    assert [d.purl for d in found.dependencies][-2] == "pkg:pypi/pyfftw@0.13"


def test_pyproject_license_forms() -> None:
    assert python.read_pyproject('[project]\nlicense = {text = "BSD"}').license == "BSD"
    classifiers = 'classifiers = ["License :: OSI Approved :: MIT License"]'
    assert python.read_pyproject(f"[project]\n{classifiers}").license == "MIT"
    assert python.read_pyproject('[tool.poetry]\nlicense = "ISC"').license == "ISC"


def test_poetry() -> None:
    found = python.read_pyproject(
        '[tool.poetry.dependencies]\npython = "^3.9"\na = "*"\n'
        'b = {version = "1", optional = true}\n'
        '[tool.poetry.group.dev.dependencies]\nc = "2"\n'
    )
    assert rows(found) == [("a", "", False), ("b", "1", True), ("c", "2", True)]


def test_requirements() -> None:
    found = python.read_requirements(
        "# comment\n-r other.txt\n--index-url https://e.org\nnumpy==1.2 --hash=sha256:0 \\\n"
        "  --hash=sha256:1\nScipy # why\ngit+https://e.org/x#egg=thing\nhttps://e.org/y.whl\n./local\n"
    )
    assert rows(found) == [("numpy", "==1.2", False), ("Scipy", "", False), ("thing", "", False)]


def test_setup_cfg() -> None:
    found = python.read_setup_cfg(
        "[metadata]\nname = x\nlicense = GPL-3.0-only\n[options]\ninstall_requires =\n  a>1\n  b\n"
        "[options.extras_require]\nall =\n  c\n"
    )
    assert found.license == "GPL-3.0-only"
    assert rows(found) == [("a", ">1", False), ("b", "", False), ("c", "", True)]


def test_setup_py_is_read_not_run() -> None:
    found = python.read_setup_py(
        "import sys\nraise SystemExit\nbase = ['a>=1']\n"
        "setup(name='x', license='MIT', install_requires=base + ['b'] + computed(),"
        " extras_require={'t': ['c']}, version=open('v').read())\n"
    )
    assert (found.name, found.license) == ("x", "MIT")
    assert rows(found) == [("a", ">=1", False), ("b", "", False), ("c", "", True)]


def test_setup_py_that_refers_to_itself() -> None:
    assert rows(python.read_setup_py("a = a\nsetup(install_requires=a)\n")) == []


def test_others() -> None:
    npm = javascript.read_package_json(
        '{"name": "w", "license": {"type": "MIT"}, "dependencies": {"@x/y": "^1"},'
        ' "devDependencies": {"jest": "*"}}'
    )
    assert (npm.license, rows(npm)) == ("MIT", [("@x/y", "^1", False), ("jest", "*", True)])
    assert npm.dependencies[0].purl == "pkg:npm/%40x/y"
    cargo = rust_go.read_cargo(
        '[package]\nname="c"\nlicense="MIT/Apache-2.0"\n[dependencies]\nserde="1"\n'
        'z={version="2",optional=true,package="zlib"}\n[dev-dependencies]\nq="1"\n'
    )
    assert cargo.license == "MIT OR Apache-2.0"
    assert rows(cargo) == [("serde", "1", False), ("zlib", "2", True), ("q", "1", True)]
    go = rust_go.read_go_mod(
        "module example.org/me/tool\ngo 1.20\nrequire github.com/a/b v1.2.3\n"
        "require (\n\tgithub.com/c/d v0.1.0 // indirect\n)\nreplace (\n\tx.org/y v1 => ../y\n)\n"
    )
    assert go.name == "tool"
    assert rows(go) == [("github.com/a/b", "v1.2.3", False), ("github.com/c/d", "v0.1.0", False)]
    assert [d.top for d in go.dependencies] == [True, False]
    environment = conda.read_environment(
        "dependencies:\n  - python=3.11\n  - root>=6.28\n  - conda-forge::geant4\n"
        "  - pip:\n    - uproot==5\n"
    )
    assert rows(environment) == [
        ("root", ">=6.28", False),
        ("geant4", "", False),
        ("uproot", "==5", False),
    ]
    lists = cmake.read_cmake(
        "# find_package(Old REQUIRED)\nfind_package(ROOT 6.28 REQUIRED COMPONENTS RIO)\n"
        "FIND_PACKAGE( FFTW3 )\nfind_package(Doxygen)\n#[[ find_package(No) ]]\n"
    )
    assert rows(lists) == [("ROOT", "6.28", False), ("FFTW3", "", True)]


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (python.read_pyproject, "[project"),
        (python.read_pyproject, "a = " + "[" * 5_000),
        (python.read_setup_cfg, "no section"),
        (python.read_setup_py, "setup("),
        (python.read_setup_py, "(" * 5_000),
        (python.read_setup_py, "x = '\x00'"),
        (javascript.read_package_json, "{"),
        (javascript.read_package_json, "[" * 100_000),
        (rust_go.read_cargo, "]"),
        (conda.read_environment, "a: ["),
        (conda.read_environment, "a: &a [x]\n" + "b: *a\n" * 200),
    ],
)
def test_malformed(reader: Callable[[str], Manifest], content: str) -> None:
    with pytest.raises(ManifestError):
        reader(content)


@given(st.sampled_from(READERS), st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused(reader: Callable[[str], Manifest], content: str) -> None:
    try:
        reader(content)
    except ManifestError as error:
        assert str(error)


@pytest.mark.parametrize(
    "data",
    [
        '[project]\nname = 3\ndependencies = "x"\noptional-dependencies = [1]\nlicense = 4',
        "[tool.poetry]\ndependencies = 3\ngroup = [1]",
    ],
)
def test_wrong_types_are_left_out(data: str) -> None:
    assert rows(python.read_pyproject(data)) == []


def test_what_is_a_manifest_of_the_project() -> None:
    yes = ("pyproject.toml", "requirements-dev.txt", "requirements/base.txt", "sub/CMakeLists.txt",
           "environment.yml", "go.mod")  # fmt: skip
    no = ("node_modules/x/package.json", "third_party/x/setup.py", "a/b/c/d/setup.py",
          "examples/x/pyproject.toml", "notes.txt", "my-pyproject.toml")  # fmt: skip
    assert all(manifest_reader(path) for path in yes)
    assert not any(manifest_reader(path) for path in no)
