# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of Python, JavaScript, Java, .NET, Ruby, PHP, R and Julia: what is declared "
"for what."""

import pytest

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests import java, javascript, other, python, rust_go
from ospo_widgets.scanning.manifests.model import Manifest, ManifestError, from_row, to_row
from ospo_widgets.scanning.manifests.xml_tree import load_xml


def rows(manifest: Manifest) -> list[tuple[str, str, Scope]]:
    return [(d.name, d.version, d.scope) for d in manifest.dependencies]


def test_pyproject_scopes() -> None:
    found = python.read_pyproject(
        '[build-system]\nrequires = ["hatchling>=1"]\n'
        '[project]\nname = "me"\nversion = "1.2"\n'
        'dependencies = ["a @ git+https://github.com/o/a@v1"]\n'
        '[project.optional-dependencies]\nfft = ["b"]\ntest = ["c"]\ndocs = ["d"]\n'
        '[dependency-groups]\nlint = ["e"]\nmore = ["f"]\n'
        '[tool.pdm.dev-dependencies]\nx = ["g"]\n[tool.uv]\ndev-dependencies = ["h"]\n'
        '[tool.hatch.envs.default]\ndependencies = ["i"]\n'
        '[tool.poetry.group.extra.dependencies]\nj = "1"\n'
        '[tool.poetry.dependencies]\nk = [{version = "2"}]\nown = {path = "../own"}\n'
    )
    assert found.version == "1.2"
    assert {name: scope for name, _, scope in rows(found)} == {
        "a": Scope.RUNTIME,
        "b": Scope.OPTIONAL,
        "c": Scope.TEST,
        **dict.fromkeys("defghij", Scope.DEVELOPMENT),
        "hatchling": Scope.BUILD,
        "k": Scope.RUNTIME,
    }
    assert found.dependencies[0].url == "git+https://github.com/o/a@v1"


def test_flit() -> None:
    found = python.read_pyproject(
        '[tool.flit.metadata]\nmodule = "me"\nrequires = ["a"]\n'
        '[tool.flit.metadata.requires-extra]\ntest = ["b"]\n'
    )
    assert (found.name, rows(found)) == (
        "me",
        [("a", "", Scope.RUNTIME), ("b", "", Scope.TEST)],
    )


def test_setup_scopes() -> None:
    cfg = python.read_setup_cfg(
        "[options]\nsetup_requires = a\ntests_require =\n  b\n[options.extras_require]\n"
        "dev = c\nx = d\n"
    )
    assert sorted(rows(cfg)) == [
        ("a", "", Scope.BUILD),
        ("b", "", Scope.TEST),
        ("c", "", Scope.DEVELOPMENT),
        ("d", "", Scope.OPTIONAL),
    ]
    script = python.read_setup_py(
        "setup(install_requires='a\\nb', setup_requires=['c'], extras_require={'t' + x: ['e']})"
    )
    assert rows(script)[:3] == [
        ("a", "", Scope.RUNTIME),
        ("b", "", Scope.RUNTIME),
        ("e", "", Scope.OPTIONAL),
    ]


def test_constraints_name_nothing() -> None:
    found = python.read_constraints("numpy==1.26\n")
    assert found.dependencies == ()
    assert [d.purl for d in found.managed] == ["pkg:pypi/numpy@1.26"]


def test_package_json() -> None:
    found = javascript.read_package_json(
        '{"dependencies": {"a": "^1", "own": "workspace:*", "b": "npm:real@2", "c": "file:../c"},'
        ' "peerDependencies": {"react": ">=17", "d": "*"}, "peerDependenciesMeta": {"d": '
        '{"optional": true}},'
        ' "licenses": [{"type": "ISC"}], "version": "1"}'
    )
    assert (found.license, found.version) == ("ISC", "1")
    assert rows(found) == [
        ("a", "^1", Scope.RUNTIME),
        ("real", "2", Scope.RUNTIME),
        ("react", ">=17", Scope.RUNTIME),
        ("d", "*", Scope.OPTIONAL),
    ]


def test_cargo_workspace() -> None:
    found = rust_go.read_cargo(
        '[workspace.package]\nlicense = "MIT"\nversion = "2"\n[workspace.dependencies]\na = "1"\n'
        'own = {path = "own"}\n[build-dependencies]\ncc = "1"\n'
        "[target.'cfg(unix)'.dependencies]\nnix = '0.27'\n"
    )
    assert (found.license, found.version) == ("MIT", "2")
    assert {(n, s) for n, _, s in rows(found)} == {
        ("a", Scope.RUNTIME),
        ("cc", Scope.BUILD),
        ("nix", Scope.RUNTIME),
    }


def test_go_replaced_by_a_folder() -> None:
    found = rust_go.read_go_mod(
        "module x.org/me\nrequire (\n\tx.org/own v0.0.0\n\tx.org/a v1.0.0\n)\n"
        "replace x.org/own => ./own\n"
    )
    assert [d.purl for d in found.dependencies] == ["pkg:golang/x.org/a@v1.0.0"]


POM = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>org.me</groupId><artifactId>tool</artifactId><version>1.0</version>
  <licenses><license><name>Apache-2.0</name></license></licenses>
  <properties><junit.version>5.10</junit.version></properties>
  <modules><module>core</module></modules>
  <dependencyManagement><dependencies><dependency>
    <groupId>org.x</groupId><artifactId>managed</artifactId><version>2.0</version>
  </dependency></dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>org.x</groupId><artifactId>managed</artifactId></dependency>
    <dependency><groupId>org.junit</groupId><artifactId>junit</artifactId>
      <version>${junit.version}</version><scope>test</scope></dependency>
    <dependency><groupId>org.y</groupId><artifactId>y</artifactId><version>[1,2)</version>
      <optional>true</optional></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>core</artifactId>
      <version>${project.version}</version></dependency>
  </dependencies>
</project>
"""


def test_pom() -> None:
    found = java.read_pom(POM)
    assert (found.name, found.license, found.version) == ("tool", "Apache-2.0", "1.0")
    assert rows(found) == [
        ("org.x:managed", "2.0", Scope.RUNTIME),
        ("org.junit:junit", "5.10", Scope.TEST),
        ("org.y:y", "[1,2)", Scope.OPTIONAL),
    ]
    assert [d.purl for d in found.dependencies] == [
        "pkg:maven/org.x/managed@2.0",
        "pkg:maven/org.junit/junit@5.10",
        "pkg:maven/org.y/y",
    ]
    assert found.dependencies[0].line == 11


BOMB = "".join(
    f'<!ENTITY e{n} "{"&e" + str(n - 1) + ";" if n else "x"}{"&e0;" * 9}">' for n in range(9)
)


@pytest.mark.parametrize(
    "content",
    [
        f"<!DOCTYPE a [{BOMB}]><a>&e8;</a>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "<a>" * 100_000,
        "<a/>" + " " * 10 + "<b/>",
        "<a>&undefined;</a>",
        "<" * 1000,
        "<a>" + "<b/>" * 60_000 + "</a>",
        "",
    ],
    ids=["bomb", "external", "deep", "two roots", "entity", "garbage", "many", "empty"],
)
def test_hostile_xml_is_refused(content: str) -> None:
    with pytest.raises(ManifestError):
        load_xml(content)


def test_properties_that_refer_to_themselves_end() -> None:
    content = "<project><properties><a>${a}${a}</a></properties><dependencies><dependency>"
    content += "<groupId>${a}</groupId><artifactId>b</artifactId>"
    found = java.read_pom(content + "</dependency></dependencies></project>")
    assert found.dependencies == ()


def test_gradle() -> None:
    found = java.read_gradle(
        "dependencies {\n  // implementation 'no:no:1'\n  implementation 'org.x:a:1.0'\n"
        '  api("org.x:b:$version")\n  testImplementation(group: "org.t", name: "t", version: "3")\n'
        "  /* api 'no:no:2'\n */ kapt 'org.k:k:1.+'\n  implementation project(':own')\n}\n"
    )
    assert [(*row, d.line) for row, d in zip(rows(found), found.dependencies, strict=True)] == [
        ("org.x:a", "1.0", Scope.RUNTIME, 3),
        ("org.x:b", "", Scope.RUNTIME, 4),
        ("org.t:t", "3", Scope.TEST, 5),
        ("org.k:k", "1.+", Scope.BUILD, 7),
    ]
    catalog = java.read_version_catalog(
        '[versions]\nk = "1.9"\n[libraries]\n'
        'a = {module = "org.x:a", version.ref = "k"}\nb = "org.x:b:2"\n'
    )
    assert [d.purl for d in catalog.dependencies] == [
        "pkg:maven/org.x/a@1.9",
        "pkg:maven/org.x/b@2",
    ]


def test_dotnet() -> None:
    found = other.read_csproj(
        '<Project Sdk="x"><PropertyGroup><PackageLicenseExpression>MIT</PackageLicenseExpression>'
        '</PropertyGroup><ItemGroup><PackageReference Include="A.B" Version="1.0" />'
        '<PackageReference Include="C"><Version>2</Version><PrivateAssets>all</PrivateAssets>'
        "</PackageReference></ItemGroup></Project>"
    )
    assert found.license == "MIT"
    assert rows(found) == [("A.B", "1.0", Scope.RUNTIME), ("C", "2", Scope.BUILD)]
    old = other.read_packages_config('<packages><package id="N" version="3.1" /></packages>')
    assert [d.purl for d in old.dependencies] == ["pkg:nuget/N@3.1"]


def test_ruby() -> None:
    found = other.read_gemfile(
        "source 'https://x.org'\ngem 'rake', '~> 13'\ngroup :development, :test do\n"
        '  gem "rspec"\nend\n'
        "gem 'own', path: '.'\ngem 'x', group: :test\n"
    )
    assert rows(found) == [
        ("rake", "~> 13", Scope.RUNTIME),
        ("rspec", "", Scope.TEST),
        ("x", "", Scope.TEST),
    ]
    spec = other.read_gemfile(
        "Gem::Specification.new do |s|\n  s.name = 'me'\n  s.licenses = ['MIT']\n"
        "  s.add_dependency 'a', '>= 1'\n  s.add_development_dependency('b')\nend\n"
    )
    assert (spec.name, spec.license) == ("me", "MIT")
    assert rows(spec) == [("a", ">= 1", Scope.RUNTIME), ("b", "", Scope.DEVELOPMENT)]


def test_php_r_and_julia() -> None:
    php = other.read_composer(
        '{"name": "me/me", "license": ["MIT", "ISC"], "require": {"php": ">=8", "a/b": "^1"},'
        ' "require-dev": {"c/d": "*"}}'
    )
    assert php.license == "MIT OR ISC"
    assert rows(php) == [("a/b", "^1", Scope.RUNTIME), ("c/d", "*", Scope.DEVELOPMENT)]
    statistics = other.read_description(
        "Package: me\nVersion: 0.1\nLicense: MIT + file LICENSE\nDepends: R (>= 4.0), methods\n"
        "Imports:\n    Rcpp (>= 1.0),\n    dplyr\nSuggests: testthat\n"
    )
    assert (statistics.license, statistics.version) == ("MIT", "0.1")
    assert rows(statistics) == [
        ("Rcpp", ">= 1.0", Scope.RUNTIME),
        ("dplyr", "", Scope.RUNTIME),
        ("testthat", "", Scope.OPTIONAL),
    ]
    assert other.read_description("A plain text.\n") == Manifest()
    julia = other.read_julia_project(
        'name = "Me"\nuuid = "1"\n[deps]\nDates = "ade2"\nDataFrames = "a93c"\n'
        '[compat]\nDataFrames = "1"\n[extras]\nAqua = "4c88"\n'
    )
    assert rows(julia) == [("DataFrames", "1", Scope.RUNTIME), ("Aqua", "", Scope.TEST)]
    assert other.read_julia_project("[tool]\nx = 1\n") == Manifest()


def test_rows_travel_unharmed() -> None:
    for manifest in (
        java.read_pom(POM),
        javascript.read_package_lock(
            '{"packages": {"node_modules/a": {"version": "1", "integrity": "sha1-AA=="}}}'
        ),
        other.read_julia_project('uuid = "1"\n[deps]\nA = "b"\n'),
    ):
        assert from_row("x", to_row(manifest)).manifest == manifest
