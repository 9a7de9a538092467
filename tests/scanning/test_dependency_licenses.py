# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences of dependencies: who is believed, and what each source is read as."""

import json
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning.dependencies.licenses import (
    LicenseSource,
    Stated,
    dependency_rows,
    find_license,
    license_dependencies,
    lookup_in,
    normalised,
)
from ospo_widgets.scanning.dependencies.metadata import installed_packages, python_license
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place, Scope


def dependency(name: str, stated: str = "", how: How = How.LOCK, **more: object) -> Dependency:
    place = Place("uv.lock" if how is How.LOCK else "pyproject.toml", 3, how)
    values = {"ecosystem": "pypi", "places": (place,), **more}
    return Dependency(Component(name), stated_license=stated, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "expression"),
    [
        ("MIT", "MIT"),
        ("Apache License 2.0", "Apache-2.0"),
        ("Apache Software License", "Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("MIT / Apache-2.0", "MIT OR Apache-2.0"),
        ("GPL-3.0+", "GPL-3.0-or-later"),
        ("(MIT OR CC0-1.0)", "MIT OR CC0-1.0"),
        ("GPL-2.0 WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("UNLICENSED", None),
        ("SEE LICENSE IN LICENSE.md", None),
        ("LICENSE.txt", None),
        ("file:LICENSE", None),
        ("Dual License", None),
        ("<img src=x onerror=alert(1)>", None),
        ("(" * 3000, None),
    ],
)
def test_stated_licences_become_expressions(stated: str, expression: str | None) -> None:
    assert normalised(stated)[0] == expression


def test_the_first_source_that_knows_is_believed() -> None:
    knowledge = load_knowledge()
    metadata = lookup_in({("pypi", "strange-thing"): Stated("BSD-3-Clause", "x.dist-info")})
    catalogued = find_license(dependency("fftw", "MIT", ecosystem="generic"), knowledge, metadata)
    assert (catalogued.license, catalogued.source) == ("GPL-2.0-or-later", LicenseSource.CATALOGUE)
    assert catalogued.declared == "MIT"
    assert "MIT" in catalogued.notes[0]
    locked = find_license(dependency("strange_thing", "ISC"), knowledge, metadata)
    assert (locked.license, locked.source) == ("ISC", LicenseSource.LOCK)
    installed = find_license(dependency("Strange.Thing"), knowledge, metadata)
    assert (installed.license, installed.source) == ("BSD-3-Clause", LicenseSource.METADATA)
    assert not installed.reviewed
    index = lookup_in({("pypi", "strange-thing"): Stated("MIT", "https://index")})
    asked = find_license(dependency("strange-thing"), knowledge, None, index)
    assert (asked.license, asked.source) == ("MIT", LicenseSource.INDEX)


@pytest.mark.parametrize(
    ("how", "source"),
    [
        (How.LOCK, LicenseSource.LOCK),
        (How.SBOM, LicenseSource.SBOM),
        (How.VENDORED, LicenseSource.VENDORED_FILE),
        (How.MANIFEST, LicenseSource.MANIFEST),
    ],
)
def test_the_place_tells_the_source(how: How, source: LicenseSource) -> None:
    found = find_license(dependency("strange-thing", "ISC", how), load_knowledge())
    assert found.source is source
    assert found.notes[0].startswith("Its licence stands in")


def test_unknown_stays_unknown_and_says_what_was_tried() -> None:
    silent = lookup_in({("pypi", "strange-thing"): Stated("", problem="The index did not answer.")})
    found = find_license(dependency("strange-thing"), load_knowledge(), None, silent)
    assert found.license is None
    assert found.source is LicenseSource.UNKNOWN
    assert found.notes == ("The index did not answer.",)
    odd = find_license(dependency("strange-thing", "My own terms"), load_knowledge())
    assert (odd.license, odd.stated) == (None, "My own terms")
    assert "My own terms" in odd.notes[0]


def test_version_of_the_lock_file_decides() -> None:
    (old,) = license_dependencies(
        [dependency("hepmc3", ecosystem="conda", version="3.2.5")], load_knowledge()
    )
    assert old.found.license == "GPL-3.0-only"
    assert old.dependency.component.license == "GPL-3.0-only"


def test_what_cmake_is_told_is_the_oldest_version() -> None:
    component = Component("HepMC3", version="3.2.4")
    place = Place("CMakeLists.txt", 7, How.MANIFEST)
    found = find_license(Dependency(component, places=(place,)), load_knowledge())
    assert (found.license, found.newest) == ("GPL-3.0-only", "LGPL-3.0-or-later")
    settled = Dependency(component, version="3.2.4", places=(place,))
    assert find_license(settled, load_knowledge()).newest == ""


def test_rows_say_where_and_who() -> None:
    one = dependency("strange-thing", "ISC", version="1.2", purl="pkg:pypi/strange-thing@1.2",
                     scope=Scope.TRANSITIVE, direct=False, parents=("pkg:pypi/a@1",))  # fmt: skip
    (row,) = dependency_rows(license_dependencies([one], load_knowledge()))
    assert row["license"] == "ISC"
    assert row["license_source"] == "lock"
    assert row["places"] == [{"path": "uv.lock", "line": 3, "how": "lock"}]
    assert (row["direct"], row["parents"], row["scope"]) == (False, ["pkg:pypi/a@1"], "transitive")
    json.dumps(row)


@pytest.mark.parametrize(
    ("expression", "name", "classifiers", "license_"),
    [
        ("MIT OR Apache-2.0", "MIT", [], "MIT OR Apache-2.0"),
        ("", "BSD-3-Clause", ["License :: OSI Approved :: BSD License"], "BSD-3-Clause"),
        ("", "Copyright\n\nHe may", ["License :: OSI Approved :: MIT License"], "MIT License"),
        ("", "UNKNOWN", ["License :: OSI Approved",
                         "License :: OSI Approved :: ISC License (ISCL)"],
         "ISC License (ISCL)"),
        ("", "", ["License :: OSI Approved :: MIT License",
                  "License :: OSI Approved :: Apache Software License"],
         "MIT License, Apache Software License"),
        ("", "", [], ""),
    ],
)  # fmt: skip
def test_what_a_python_package_states(
    expression: str, name: str, classifiers: list[str], license_: str
) -> None:
    assert python_license(expression, name, classifiers) == license_


def test_packages_of_an_environment(tmp_path: Path) -> None:
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    files = {
        site / "a_b-1.dist-info" / "METADATA":
            "Name: A_B\nVersion: 1\nLicense-Expression: MIT\n\nx",
        site / "old.egg-info" / "PKG-INFO": "Name: old\nLicense: GPLv3\n",
        site / "bad.dist-info" / "METADATA": "\xff no header",
        tmp_path / "conda-meta" / "root.json": '{"name": "root", "license": "LGPL-2.1-only"}',
        tmp_path / "conda-meta" / "bad.json": "[" * 100_000,
        tmp_path / "node_modules" / "@x" / "y" / "package.json":
            '{"name": "@x/y", "licenses": [{"type": "MIT"}, {"type": "ISC"}]}',
        tmp_path / "node_modules" / "z" / "package.json":
            '{"name": "z", "license": {"type": "MIT"}}',
    }  # fmt: skip
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="latin-1")
    found = {key: stated.license for key, stated in installed_packages(tmp_path).items()}
    assert found == {
        ("pypi", "a-b"): "MIT",
        ("pypi", "old"): "GPLv3",
        ("conda", "root"): "LGPL-2.1-only",
        ("npm", "@x/y"): "MIT OR ISC",
        ("npm", "z"): "MIT",
    }


def test_an_environment_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        installed_packages(tmp_path / "missing")
    with pytest.raises(InputError, match="No installed packages"):
        installed_packages(tmp_path)
