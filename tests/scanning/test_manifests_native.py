# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of C, C++, hardware description languages and of packagers."""

import pytest

from ospo_widgets.scanning.dependencies.model import How, Scope
from ospo_widgets.scanning.manifests import cmake, conda, hdl, links, native, systems
from ospo_widgets.scanning.manifests.model import Manifest, package_url, repository_url


def rows(manifest: Manifest) -> list[tuple[str, str, Scope]]:
    return [(d.name, d.version, d.scope) for d in manifest.dependencies]


def test_cmake_fetches_and_finds() -> None:
    found = cmake.read_cmake(
        "cmake_minimum_required(VERSION 3.20)\nproject(Mine VERSION 1)\n"
        'set(FMT_TAG "10.1")\n'
        "FetchContent_Declare(fmt\n  GIT_REPOSITORY https://github.com/fmtlib/fmt.git\n"
        "  GIT_TAG ${FMT_TAG})\n"
        "if(WITH_GEANT4)\n  find_package(Geant4 11 REQUIRED)\nendif()\n"
        "if(NOT TARGET GSL::gsl)\n  find_package(GSL REQUIRED)\nendif()\n"
        "pkg_check_modules(XML REQUIRED IMPORTED_TARGET libxml-2.0>=2.9 Threads)\n"
        'CPMAddPackage("gh:nlohmann/json@3.11.2")\n'
        "CPMAddPackage(NAME spdlog GITHUB_REPOSITORY gabime/spdlog VERSION 1.12.0)\n"
        "ExternalProject_Add(x URL https://e.org/x-1.tar.gz)\n"
        "find_package(GTest)\nfind_package(Python3 REQUIRED)\n"
        "target_link_libraries(me PUBLIC fftw3 own)\n"
    )
    assert found.provides == ("Mine",)
    assert rows(found) == [
        ("fmt", "10.1", Scope.RUNTIME),
        ("Geant4", "11", Scope.OPTIONAL),
        ("GSL", "", Scope.RUNTIME),
        ("libxml-2.0", ">=2.9", Scope.RUNTIME),
        ("json", "3.11.2", Scope.RUNTIME),
        ("spdlog", "1.12.0", Scope.RUNTIME),
        ("x", "", Scope.RUNTIME),
        ("GTest", "", Scope.TEST),
        ("fftw", "", Scope.RUNTIME),
    ]
    purls = [d.purl for d in found.dependencies]
    assert purls[0] == "pkg:github/fmtlib/fmt@10.1"
    assert purls[4:6] == ["pkg:github/nlohmann/json@3.11.2", "pkg:github/gabime/spdlog@1.12.0"]
    assert [d.line for d in found.dependencies][:3] == [4, 8, 11]
    assert found.dependencies[-1].how is How.LINK


def test_conan() -> None:
    text = native.read_conanfile(
        "[requires]\nzlib/1.2.13\nfmt/[>=10 <11]@u/c # why\n[tool_requires]\ncmake/3.26\n"
        "[options]\na/b=1\n"
    )
    assert rows(text) == [
        ("zlib", "1.2.13", Scope.RUNTIME),
        ("fmt", ">=10 <11", Scope.RUNTIME),
        ("cmake", "3.26", Scope.BUILD),
    ]
    script = native.read_conanfile_py(
        "from conan import ConanFile\nclass X(ConanFile):\n    name = 'x'\n    license = 'MIT'\n"
        "    requires = 'zlib/1.2.13', 'fmt/10.0'\n    def requirements(self):\n"
        "        self.requires('boost/1.83.0')\n        self.requires(computed)\n"
        "    def build_requirements(self):\n        self.test_requires('gtest/1.14.0')\n"
    )
    assert (script.name, script.license) == ("x", "MIT")
    assert sorted(rows(script)) == [
        ("boost", "1.83.0", Scope.RUNTIME),
        ("fmt", "10.0", Scope.RUNTIME),
        ("gtest", "1.14.0", Scope.TEST),
        ("zlib", "1.2.13", Scope.RUNTIME),
    ]


def test_vcpkg() -> None:
    found = native.read_vcpkg(
        '{"name": "me", "license": "MIT", "dependencies": ["fmt", {"name": "boost-asio",'
        ' "version>=": "1.80"}, {"name": "vcpkg-cmake", "host": true}, {"name": "swig", '
        '"host": true}],'
        ' "features": {"x": {"dependencies": ["gsl"]}}, "overrides": [{"name": "fmt", '
        '"version": "10"}]}'
    )
    assert rows(found) == [
        ("fmt", "", Scope.RUNTIME),
        ("boost-asio", ">=1.80", Scope.RUNTIME),
        ("swig", "", Scope.BUILD),
        ("gsl", "", Scope.OPTIONAL),
    ]
    assert found.dependencies[0].resolved == "10"


def test_spack() -> None:
    recipe = native.read_spack_package(
        "from spack.package import *\nclass K4Fwcore(CMakePackage):\n    license('Apache-2.0')\n"
        "    depends_on('root@6.28:')\n    depends_on('cmake@3.20:', type='build')\n"
        "    depends_on('py-pyyaml', type=('build', 'run'))\n    depends_on('cxx', type='build')\n"
        "    depends_on('geant4@11:12', when='+geant4')\n    depends_on('catch2', type='test')\n"
    )
    assert sorted(rows(recipe)) == [
        ("catch2", "", Scope.TEST),
        ("cmake", ">=3.20", Scope.BUILD),
        ("geant4", ">=11,<=12", Scope.OPTIONAL),
        ("pyyaml", "", Scope.RUNTIME),
        ("root", ">=6.28", Scope.RUNTIME),
    ]
    assert native.read_spack_package("depends_on = 1\n").dependencies == ()
    environment = native.read_spack_environment(
        "spack:\n  specs:\n  - root@6.30 +x\n  - $defs\n  - matrix:\n    - [a]\n"
        "  definitions:\n  - gens: [pythia8, evtgen]\n    when: x\n"
    )
    assert [d.name for d in environment.dependencies] == ["root", "pythia8", "evtgen"]


def test_bazel_is_read_not_run() -> None:
    found = native.read_bazel_module(
        "module(name = 'me')\nbazel_dep(name = 'fmt', version = '10')\n"
        "bazel_dep(name = 'rules_cc', version = '0.1')\n"
        "bazel_dep(name = 'googletest', version = '1', dev_dependency = True)\nraise SystemExit\n"
    )
    assert rows(found) == [
        ("fmt", "10", Scope.RUNTIME),
        ("rules_cc", "0.1", Scope.BUILD),
        ("googletest", "1", Scope.DEVELOPMENT),
    ]


def test_meson_and_wrap() -> None:
    found = systems.read_meson(
        "project('me', 'cpp', license: 'MIT')\n# dependency('no')\n"
        "a = dependency('gsl', version: '>=2.6')\nb = dependency('fftw3', required: false)\n"
        "dependency('threads')\n"
    )
    assert (found.license, found.provides) == ("MIT", ("me",))
    assert rows(found) == [("gsl", ">=2.6", Scope.RUNTIME), ("fftw3", "", Scope.OPTIONAL)]
    wrap = systems.read_wrap(
        "[wrap-file]\ndirectory = fmt-10.1.1\nsource_url = https://e.org/fmt-10.1.1.tar.gz\n"
        f"source_hash = {'A' * 64}\n",
        "fmt.wrap",
    )
    entry = wrap.dependencies[0]
    assert (entry.name, entry.resolved, entry.checksums) == (
        "fmt", "10.1.1", (("sha256", "a" * 64),),
    )  # fmt: skip


def test_makefile_and_autoconf() -> None:
    made = links.read_makefile("LIBS = -lfftw3 -lmine -lm\n\nx:\n\tcc -o x x.o -lgsl\n")
    assert [(d.name, d.line) for d in made.dependencies] == [("fftw", 1), ("gsl", 4)]
    checked = links.read_autoconf(
        "AC_INIT([me], [1.0])\ndnl PKG_CHECK_MODULES([NO], [no])\n"
        "PKG_CHECK_MODULES([XML], [libxml-2.0 >= 2.9 gtk+-3.0])\n"
        "AC_CHECK_LIB([gsl], [x])\nAC_SEARCH_LIBS([f], [mine fftw3])\n"
    )
    assert checked.provides == ("me",)
    assert [(d.name, d.version) for d in checked.dependencies] == [
        ("libxml-2.0", "2.9"),
        ("gtk+-3.0", ""),
        ("gsl", ""),
        ("fftw", ""),
    ]


def test_debian_and_rpm() -> None:
    debian = systems.read_debian_control(
        "Source: me\nBuild-Depends: debhelper (>= 13), cmake,\n libfftw3-dev (>= 3.3), help2man\n\n"
        "Package: me\nDepends: ${shlibs:Depends}, python3-numpy | x\nSuggests: gnuplot\n"
    )
    assert debian.provides == ("me", "me")
    assert rows(debian) == [
        ("libfftw3-dev", ">= 3.3", Scope.RUNTIME),
        ("help2man", "", Scope.BUILD),
        ("python3-numpy", "", Scope.RUNTIME),
        ("gnuplot", "", Scope.OPTIONAL),
    ]
    rpm = systems.read_rpm_spec(
        "Name: me\nVersion: 1.0\nLicense: GPLv2+\n"
        "BuildRequires: gcc-c++, fftw-devel >= 3 help2man\n"
        "BuildRequires: pkgconfig(gsl)\nRequires: %{name}-libs = %{version}\nRequires: zlib\n"
        "Recommends: gnuplot\nRequires(post): coreutils\n"
    )
    assert rows(rpm) == [
        ("fftw-devel", ">=3", Scope.RUNTIME),
        ("help2man", "", Scope.BUILD),
        ("gsl", "", Scope.RUNTIME),
        ("zlib", "", Scope.RUNTIME),
        ("gnuplot", "", Scope.OPTIONAL),
    ]
    assert rpm.provides == ("me",)


def test_dockerfile() -> None:
    found = systems.read_dockerfile(
        "ARG V=1\nFROM python:3.12-slim AS base\nFROM base\nFROM scratch\nFROM x:$V\n"
        "from registry.cern.ch/a/b@sha256:00\n"
    )
    assert [d.purl for d in found.dependencies] == [
        "pkg:docker/python@3.12-slim",
        "pkg:docker/a/b@sha256:00?repository_url=registry.cern.ch",
    ]


@pytest.mark.parametrize(
    ("url", "shown", "purl"),
    [
        ("git@github.com:Org/Repo.git", "https://github.com/Org/Repo.git", "pkg:github/org/repo"),
        ("https://u:secret@gitlab.com/o/r.git", "https://gitlab.com/o/r.git", "pkg:gitlab/o/r"),
        ("ssh://git@gitlab.cern.ch:7999/o/r.git", "https://gitlab.cern.ch/o/r.git",
         "pkg:generic/r?vcs_url=git%2Bhttps://gitlab.cern.ch/o/r.git"),
        ("../r.git", "../r.git", "pkg:generic/r"),
    ],
)  # fmt: skip
def test_submodules(url: str, shown: str, purl: str) -> None:
    content = f'[submodule "x"]\n\tpath = ext/x\n\turl = {url}\n\tbranch = main\n'
    (found,) = systems.read_gitmodules(content).dependencies
    assert (found.how, found.folder, found.url, found.line) == (How.SUBMODULE, "ext/x", shown, 1)
    assert found.purl == purl
    assert "secret" not in str(found)


def test_hdl() -> None:
    core = hdl.read_core(
        "CAPI=2:\nname: ::neorv32:1.0\nfilesets:\n  rtl:\n"
        "    depend: ['>=open-logic:open-logic:base:2.0']\n"
        '  tb:\n    depend: ["tool? (vendor:lib:uvvm)"]\n'
    )
    assert core.provides == ("neorv32",)
    assert rows(core) == [("base", "2.0", Scope.RUNTIME), ("uvvm", "", Scope.TEST)]
    assert hdl.read_core("name: x\n") == Manifest()
    bender = hdl.read_bender(
        "package: {name: me}\ndependencies:\n"
        '  axi: {git: "https://github.com/pulp-platform/axi.git",'
        " version: 0.39}\n  own: {path: ../own}\n"
    )
    assert bender.name == "me"
    assert [d.purl for d in bender.dependencies] == ["pkg:github/pulp-platform/axi"]
    made = hdl.read_hdlmake(
        "raise SystemExit\nmodules = {'git': ['https://ohwr.org/project/general-cores.git@@v1'],"
        " 'local': ['rtl']}\n"
    )
    assert [(d.name, d.resolved) for d in made.dependencies] == [("general-cores", "v1")]
    dep = hdl.read_ipbus(
        "src -c ipbus-firmware:components/ipbus_core a.vhd\n# src -c no:x\nsrc own.vhd\n"
    )
    assert [d.name for d in dep.dependencies] == ["ipbus-firmware"]


def test_conda_recipes() -> None:
    meta = conda.read_recipe(
        '{% set name = "uproot" %}\n{% set version = "5.0" %}\npackage:\n  name: {{ name|lower }}\n'
        "  version: {{ version }}\nsource:\n  url: https://x.org/{{ name[0] }}/{{ name }}.tar.gz\n"
        "requirements:\n  build:\n    - {{ compiler('cxx') }}\n    - cmake\n  host:\n    - python\n"
        "    - fftw  # [linux]\n    - pip\n  run:\n    - numpy >=1.20\n"
        "    - {{ pin_compatible('x') }}\n"
        "test:\n  requires:\n    - pytest\n"
    )
    assert (meta.name, meta.version) == ("uproot", "5.0")
    assert sorted(rows(meta)) == [
        ("cmake", "", Scope.BUILD),
        ("fftw", "", Scope.RUNTIME),
        ("numpy", ">=1.20", Scope.RUNTIME),
        ("pytest", "", Scope.TEST),
    ]
    recipe = conda.read_recipe(
        "context:\n  version: 1.2\npackage:\n  name: x\n  version: ${{ version }}\nbuild: {}\n"
        "requirements:\n  run:\n    - if: linux\n      then: y\n    - gsl\n"
    )
    assert (recipe.version, [d.name for d in recipe.dependencies]) == ("1.2", ["gsl"])
    assert conda.read_recipe("galaxy: 1\n") == Manifest()


def test_package_urls_follow_the_specification() -> None:
    assert package_url("pypi", "Zope.Interface_x", "1.0+cu") == "pkg:pypi/zope.interface-x@1.0%2Bcu"
    assert package_url("maven", "org.x:y", "1") == "pkg:maven/org.x/y@1"
    assert package_url("deb", "libgsl-dev") == "pkg:deb/debian/libgsl-dev"
    assert package_url("generic", "") == ""
    archive = repository_url("https://e.org/x.tar.gz", "x", "1")
    assert archive == "pkg:generic/x@1?download_url=https://e.org/x.tar.gz"
