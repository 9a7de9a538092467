# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""All dependencies of a tree: what manifests, locks and sources say is brought together."""

import pytest

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.project import Use
from ospo_widgets.scanning.dependencies.find import components, dependencies
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place, Scope
from ospo_widgets.scanning.dependencies.names import catalogued, native_name
from ospo_widgets.scanning.dependencies.uses import Found, preset_use
from ospo_widgets.scanning.facts import Facts, ReadFile, TreeFile
from ospo_widgets.scanning.imports.detector import IMPORTS
from ospo_widgets.scanning.manifests.table import MANIFESTS
from ospo_widgets.scanning.reading.source import Source


def scanned(files: dict[str, str]) -> Facts:
    """What the worker would send for these files."""
    facts = Facts()
    facts.tree = [TreeFile(path, len(content)) for path, content in sorted(files.items())]
    for path, content in sorted(files.items()):
        evidence = {}
        for detector in (MANIFESTS, IMPORTS):
            assert detector.wants is not None
            found = detector.examine(Source(path, content.encode())) if detector.wants(path) else []
            if found:
                evidence[detector.name] = list(found)
        facts.take(ReadFile(path, 1, "text", "", ""), evidence)
    return facts


def all_of(files: dict[str, str]) -> dict[str, Dependency]:
    return {d.name: d for d in dependencies(scanned(files))}


def test_manifests_are_merged() -> None:
    found = components(
        scanned(
            {
                "pyproject.toml": '[project]\nname="me"\ndependencies=["Py_FFTW>=1"]\n'
                '[project.optional-dependencies]\nt=["pytest"]\nall=["me[t]"]\n',
                "requirements-dev.txt": "py-fftw\nruff\n",
                "docs/requirements.txt": "sphinx\n",
                "environment.yml": "dependencies: [pytest]\n",
                "broken/package.json": "{",
            }
        )
    )
    assert {(c.name, c.optional, c.use, c.declared_in) for c in found} == {
        ("Py_FFTW", False, Use.DYNAMIC_LINK, "pyproject.toml"),
        ("pytest", True, Use.TOOL, "environment.yml"),
        ("ruff", True, Use.TOOL, "requirements-dev.txt"),
        ("sphinx", True, Use.TOOL, "docs/requirements.txt"),
    }


def test_a_bad_manifest_is_told() -> None:
    facts = scanned({"package.json": "{", "third_party/x/package.json": "{", "a.py": ""})
    assert [(m.path, m.problem) for m in facts.manifests] == [("package.json", "no valid JSON")]


def test_lock_settles_versions_and_adds_what_is_indirect() -> None:
    found = all_of(
        {
            "package.json": '{"name": "me", "dependencies": {"a": "^1"},'
            ' "devDependencies": {"d": "1"}}',
            "package-lock.json": '{"packages": {"": {"name": "me"},'
            ' "node_modules/a": {"version": "1.2.0", "license": "ISC", "dependencies": {"b": "*"}},'
            ' "node_modules/b": {"version": "2.0.0", "license": "MIT"},'
            ' "node_modules/d": {"version": "1.0.0", "dev": true, "dependencies": {"e": "1"}},'
            ' "node_modules/e": {"version": "1.0.0"}}}',
        }
    )
    assert (found["a"].version, found["a"].component.version) == ("1.2.0", "^1")
    assert (found["a"].purl, found["a"].stated_license) == ("pkg:npm/a@1.2.0", "ISC")
    assert (found["a"].direct, found["a"].scope) == (True, Scope.RUNTIME)
    assert (found["b"].direct, found["b"].scope) == (False, Scope.TRANSITIVE)
    assert found["b"].parents == ("pkg:npm/a@1.2.0",)
    assert found["d"].scope is Scope.DEVELOPMENT
    assert found["e"].scope is Scope.DEVELOPMENT  # only “d” needs it
    assert [p.how for p in found["a"].places] == [How.MANIFEST, How.LOCK]


def test_other_versions_of_one_package_stay_apart() -> None:
    facts = scanned(
        {
            "package.json": '{"dependencies": {"a": "^1", "b": "^3"}}',
            "package-lock.json": '{"packages": {"node_modules/a": {"version": "1.0.0",'
            ' "dependencies": {"b": "^1"}}, "node_modules/a/node_modules/b": {"version": "1.0.0"},'
            ' "node_modules/b": {"version": "3.0.0"}}}',
        }
    )
    versions = {(d.name, d.version, d.direct, d.parents) for d in dependencies(facts)}
    assert versions == {
        ("a", "1.0.0", True, ()),
        ("b", "3.0.0", True, ()),
        ("b", "1.0.0", False, ("pkg:npm/a@1.0.0",)),
    }


def test_versions_that_another_file_keeps() -> None:
    found = all_of(
        {
            "requirements.txt": "numpy\nscipy>1\n",
            "constraints.txt": "numpy==1.26\nscipy==1.2\nother==1\n",
            "pom.xml": "<project><artifactId>top</artifactId><dependencyManagement><dependencies>"
            "<dependency><groupId>g</groupId><artifactId>a</artifactId><version>1.0</version>"
            "</dependency></dependencies></dependencyManagement></project>",
            "core/pom.xml": "<project><artifactId>core</artifactId><dependencies><dependency>"
            "<groupId>g</groupId><artifactId>a</artifactId></dependency></dependencies></project>",
        }
    )
    assert set(found) == {"numpy", "scipy", "g:a"}
    assert found["numpy"].purl == "pkg:pypi/numpy@1.26"
    assert (found["scipy"].version, found["scipy"].component.version) == ("1.2", ">1")
    assert found["g:a"].purl == "pkg:maven/g/a@1.0"


def test_a_lock_alone_tells_what_is_direct() -> None:
    lock = "".join(
        f'[[package]]\nname = "{name}"\nversion = "1"\nsource = "registry+x"\n'
        f"dependencies = {needs}\n"
        for name, needs in (("a", '["b"]'), ("b", "[]"))
    )
    found = all_of({"Cargo.lock": lock})
    assert [found[n].direct for n in "ab"] == [True, False]
    assert found["a"].scope is Scope.RUNTIME


def test_spellings_of_one_library_are_one() -> None:
    found = dependencies(
        scanned(
            {
                "CMakeLists.txt": "find_package(FFTW3 REQUIRED)\n",
                "debian/control": "Source: me\n"
                "Build-Depends: libfftw3-dev, libexpat1-dev\nPackage: me\n",
                "me.spec": "Name: me\nBuildRequires: fftw-devel expat-devel\n",
                "environment.yml": "dependencies: [fftw]\n",
                "src/a.cc": "#include <fftw3.h>\n",
                "Makefile": "LIBS=-lfftw3\n",
            }
        )
    )
    by_name = {d.name: d for d in found}
    assert set(by_name) == {"FFTW3", "libexpat1-dev"}
    assert {p.path for p in by_name["FFTW3"].places} == {
        "CMakeLists.txt", "debian/control", "me.spec", "environment.yml", "src/a.cc", "Makefile",
    }  # fmt: skip
    assert by_name["FFTW3"].component.license == "GPL-2.0-or-later"


def test_the_project_is_no_dependency_of_itself() -> None:
    found = all_of(
        {
            "CMakeLists.txt": "project(Geant4)\nfind_package(Geant4)\nfind_package(GSL)\n",
            "examples/b/a.cc": "#include <G4Foo.hh>\n",
            "src/a.cc": "#include <G4Bar.hh>\n",
        }
    )
    assert set(found) == {"GSL"}


def test_sources_name_what_no_manifest_does() -> None:
    found = all_of(
        {
            "pyproject.toml": '[project]\nname="me"\ndependencies=["numpy","odd"]\n'
            '[build-system]\nrequires=["scipy"]\n',
            "src/me/__init__.py": "import numpy\nimport odd\nimport strange\n"
            "import ROOT\nimport scipy\n"
            "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n",
            "tests/test_a.py": "import pytest\nimport ROOT\n",
        }
    )
    assert set(found) == {"numpy", "odd", "scipy", "ROOT", "PyYAML", "pytest"}
    assert [p.how for p in found["odd"].places] == [How.MANIFEST, How.IMPORT]
    assert found["scipy"].scope is Scope.RUNTIME  # the product imports what only built it
    assert (found["ROOT"].scope, found["ROOT"].purl) == (Scope.RUNTIME, "pkg:generic/root")
    assert found["PyYAML"].scope is Scope.OPTIONAL
    assert found["pytest"].scope is Scope.TEST
    assert found["ROOT"].places[0].path == "src/me/__init__.py"


def test_submodules_and_vendored_work() -> None:
    found = all_of(
        {
            ".gitmodules": '[submodule "x"]\npath = ext/json\nurl = https://github.com/nlohmann/json\n',
            "third_party/left-pad/package.json": '{"name": "left-pad", "version": "1.3.0",'
            ' "license": "WTFPL", "dependencies": {"no": "1"}}',
            "third_party/left-pad/index.js": "",
            "third_party/left-pad/a.py": "import numpy\n",
        }
    )
    assert set(found) == {"json", "left-pad"}
    assert (found["json"].purl, found["json"].places) == (
        "pkg:github/nlohmann/json",
        (Place("ext/json", None, How.SUBMODULE),),
    )
    assert found["json"].component.use is Use.STATIC_LINK
    left = found["left-pad"]
    assert (left.purl, left.stated_license) == ("pkg:npm/left-pad@1.3.0", "WTFPL")
    assert left.places == (Place("third_party/left-pad", None, How.VENDORED),)
    assert left.component.use is Use.COPY


def test_collections_of_recipes_describe_the_work_of_others() -> None:
    recipe = "from spack import *\nclass X{}(Package):\n    depends_on('gsl')\n"
    many = {f"packages/x{n}/package.py": recipe.format(n) for n in range(5)}
    assert all_of(many) == {}
    assert set(all_of({"spack/package.py": recipe.format(1)})) == {"gsl"}


def test_tools_are_only_used_to_build() -> None:
    found = all_of({"spack.yaml": "spack:\n  specs: [gcc@14, root]\n"})
    assert (found["gcc"].scope, found["gcc"].component.use) == (Scope.BUILD, Use.TOOL)
    assert found["root"].scope is Scope.RUNTIME


MANIFEST = Place("a", 1, How.MANIFEST)
SUBMODULE = Place("x", None, How.SUBMODULE)


@pytest.mark.parametrize(
    ("found", "use"),
    [
        (Found("x", Scope.RUNTIME, "pypi", [MANIFEST]), Use.DYNAMIC_LINK),
        (Found("x", Scope.TEST, "pypi", [MANIFEST]), Use.TOOL),
        (Found("x", Scope.RUNTIME, "cargo", [MANIFEST]), Use.STATIC_LINK),
        (Found("x", Scope.RUNTIME, "generic", [MANIFEST], fetched=True), Use.STATIC_LINK),
        (Found("x", Scope.OPTIONAL, "docker", [MANIFEST]), Use.RUNTIME),
        (Found("libx-dev", Scope.RUNTIME, "deb", [MANIFEST]), Use.DYNAMIC_LINK),
        (Found("logrotate", Scope.RUNTIME, "deb", [MANIFEST]), Use.RUNTIME),
        (Found("x", Scope.RUNTIME, "generic", [Place("x", None, How.VENDORED)]), Use.COPY),
        (Found("x", Scope.RUNTIME, "generic", [SUBMODULE], fetched=True), Use.STATIC_LINK),
        (Found("x", Scope.RUNTIME, "generic", [SUBMODULE], True, True), Use.DESIGN),
        (Found("x", Scope.RUNTIME, "generic", [Place("rtl/a.vhd", 1, How.IMPORT)]), Use.DESIGN),
    ],
)
def test_presets_of_use(found: Found, use: Use) -> None:
    assert preset_use(found) is use


def test_checkers_in_a_list_of_requirements_only_check() -> None:
    found = all_of({"requirements.txt": "pylint\nnumpy\n"})
    assert (found["pylint"].scope, found["numpy"].scope) == (Scope.DEVELOPMENT, Scope.RUNTIME)
    plugin = all_of({"pyproject.toml": '[project]\nname="x"\ndependencies=["pylint"]\n'})
    assert plugin["pylint"].scope is Scope.RUNTIME


def test_what_is_fetched_is_known_by_its_repository() -> None:
    found = all_of(
        {
            "CMakeLists.txt": "ExternalProject_Add(extern_lcio GIT_TAG master"
            " GIT_REPOSITORY https://github.com/iLCSoft/LCIO.git)\n",
            "rtl/a.vhd": "",
            ".gitmodules": '[submodule "x"]\npath = docs/manual\nurl = https://e.org/m.git\n',
        }
    )
    assert found["extern_lcio"].component.license == "BSD-3-Clause"
    assert found["extern_lcio"].purl == "pkg:github/ilcsoft/lcio"  # a branch settles nothing
    assert found["m"].scope is Scope.DEVELOPMENT


@pytest.mark.parametrize(
    ("name", "ecosystem", "expected"),
    [
        ("libfftw3-dev", "deb", "fftw"),
        ("libgsl-dev", "deb", "gsl"),
        ("fftw-devel", "rpm", "fftw"),
        ("libboost-filesystem1.74-dev", "deb", "boost"),
        ("Qt5Widgets", "generic", "qt"),
        ("nlohmann_json", "generic", "nlohmann-json"),
        ("vector", "gem", None),
        ("react", "npm", "react"),
        ("react", "generic", None),
        ("", "pypi", None),
    ],
)
def test_names_in_the_catalogue(name: str, ecosystem: str, expected: str | None) -> None:
    found = catalogued(name, ecosystem, load_knowledge())
    assert (found.id if found else None) == expected


def test_native_names() -> None:
    assert native_name("libexpat1-dev", "deb") == native_name("expat-devel", "rpm") == "expat"
    assert native_name("GSL", "generic") == "gsl"
