# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of any content are read or refused; nothing else happens."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.imports import reading
from ospo_widgets.scanning.manifests import conda, hdl, native, table
from ospo_widgets.scanning.manifests.model import Manifest, ManifestError, from_row
from ospo_widgets.scanning.manifests.parsing import load_json, load_python, load_toml, load_yaml
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.worker.deadline import deadline

FILES = (
    *table.NAMES,
    *(f"x.{ending}" for ending in table.ENDINGS),
    "x.wrap",
    "requirements.txt",
    "constraints.txt",
    "environment.yml",
    "Dockerfile.x",
)
WORDS = (
    "find_package(", "REQUIRED)", "(", ")", "[", "]", "{", "}", "\n", "  ", '"', "'", ":", "=", "@",
    "a", "1.0", "gem ", "FROM ", "require (", "- ", "# via ", "<a>", "</a>", "&x;", "packages:",
    "lockfileVersion: 9", "# yarn lockfile v1", "[[package]]", "name", "version", "Package: x",
    "Depends: ", "depends_on(", "spack", "implementation ", "group", "{% set x = 'y' %}", "{{ x }}",
    "CAPI=2:", "[submodule", "path=", "url=", "\\", "$", "*a", "&a ", "<<: ", "\x00", "\ud800", "é",
)  # fmt: skip
KEYS = (
    "dependencies", "packages", "package", "name", "version", "requires", "requirements", "run",
    "build", "project", "tool", "poetry", "group", "deps", "nodes", "graph_lock", "concrete_specs",
    "license", "licenses", "default", "hashes", "files", "filesets", "depend", "outputs", "about",
    "integrity", "overrides", "features", "specs", "spack", "definitions", "node_modules/a", "x",
    "peerDependenciesMeta", "source", "sdist", "workspace", "target", "libraries", "versions",
    "optional-dependencies", "dependency-groups", "build-system", "context", "test",
)  # fmt: skip
SHAPES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(("a", "a/b", "1.0", "", "a@1")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=20,
)


def read(name: str, content: str) -> Manifest | None:
    reader = table.reader_for(name)
    assert reader is not None
    try:
        return reader(content)
    except ManifestError as error:
        assert str(error)
        return None


@given(st.sampled_from(FILES), st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_words_are_read_or_refused(name: str, content: str) -> None:
    read(name, content)


@given(st.sampled_from(FILES), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(name: str, content: str) -> None:
    read(name, content)


def toml(value: Any) -> str:
    """The shape as TOML, as far as it has one."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    return json.dumps("" if value is None else value)


@given(
    st.sampled_from([f for f in FILES if not f.endswith((".xml", ".py"))]),
    st.dictionaries(st.sampled_from(KEYS), SHAPES, max_size=6),
)
@example("package-lock.json", {"packages": {"node_modules/a": {"dependencies": {"a": 1}}}})
@example("spack.lock", {"concrete_specs": {"x": {"dependencies": [{"hash": "x"}]}}})
@settings(max_examples=300, deadline=None)
def test_data_of_any_shape_is_read(name: str, data: dict[str, Any]) -> None:
    tables = "\n".join(f"{json.dumps(k)} = {toml(v)}" for k, v in data.items())
    for content in (
        json.dumps(data),
        tables,
        yaml.safe_dump(data),
        "CAPI=2:\n" + yaml.safe_dump(data),
    ):
        read(name, content)


def merging() -> str:
    """Merge keys of which each doubles the one before."""
    lines = ["a0: &a0 {k: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 40)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("load", "content"),
    [
        (load_yaml, merging()),
        (load_yaml, "a: &a [x]\n" + "b: *a\n" * 200),
        (load_yaml, "a: " + "[" * 100_000),
        (load_yaml, "- " * 100_000),
        (load_yaml, "? " * 100_000),
        (load_yaml, "a: !!python/object/apply:os.system [true]"),
        (load_yaml, "a" * 1_100_000),
        (load_yaml, "a: {[]: 1}"),
        (load_json, "[" * 200_000),
        (load_json, "{"),
        (load_json, "1" * 10_000),
        (load_toml, "a = " + "[" * 10_000),
        (load_toml, "a = " + "1" * 10_000),
        (load_python, "(" * 10_000),
        (load_python, "-" * 100_000 + "1"),
        (load_python, "x = '" + "a" * 600_000 + "'"),
        (load_python, "\x00"),
    ],
)
def test_hostile_data_is_refused(load: Callable[[str], object], content: str) -> None:
    with pytest.raises(ManifestError):
        load(content)


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (native.read_conanfile_py, "class X:\n    requires = " + "(" * 5_000),
        (native.read_bazel_module, "bazel_dep(" * 3_000),
        (hdl.read_core, "CAPI=2:\nname: ["),
        (conda.read_recipe, "package: {{{{"),
    ],
)
def test_malformed(reader: Callable[[str], Manifest], content: str) -> None:
    with pytest.raises(ManifestError):
        reader(content)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("build.gradle", "/* "),
        ("build.gradle", "implementation 'a:b:1'\n"),
        ("x.dep", "\n"),
        ("Gemfile", "group :a do\ngem 'x'\n"),
        ("CMakeLists.txt", "find_package(a "),
        ("CMakeLists.txt", "#[["),
        ("Dockerfile", "FROM a\n"),
        ("meson.build", "dependency('a',"),
        ("a.py", "import a\n"),
        ("a.py", '"""\nimport a\n'),
        ("a.h", "#if a\n#include <fftw3.h>\n"),
    ],
)
def test_time_grows_no_faster_than_the_file(name: str, unit: str) -> None:
    content = Source(name, (unit * (400_000 // len(unit))).encode())
    examine = reading.examine if reading.wants(name) else table.examine
    with deadline(10):  # seconds; what is quadratic takes minutes
        examine(content)


def test_a_bad_manifest_becomes_a_row_with_its_problem() -> None:
    (row,) = table.examine(Source("package.json", b"{"))
    assert json.loads(json.dumps(row)) == row
    read_back = from_row("package.json", row)
    assert (read_back.problem, read_back.manifest) == ("no valid JSON", Manifest())


def test_rows_hold_no_surrogates_and_no_controls() -> None:
    content = rb'{"dependencies": {"a": "1\ud800\u001b[2J\u202e"}, "name": "\u0007x"}'
    (row,) = table.examine(Source("package.json", content))
    assert row["name"] == "x"
    assert row["dependencies"][0]["version"] == "1?[2J"
    json.dumps(row, ensure_ascii=False).encode()


def test_too_large_manifests_are_not_parsed() -> None:
    cut = Source("package.json", b"{", size=9 << 20)
    assert table.examine(cut)[0]["problem"] == "larger than 8 MB"
    large = Source("pom.xml", b" " * (3 << 20))
    assert table.examine(large)[0]["problem"] == "larger than 2 MB"


def test_nothing_to_say_is_no_row() -> None:
    assert table.examine(Source("requirements.txt", b"# nothing\n")) == []


@given(st.sampled_from(sorted(reading.READERS)), st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_imports_of_any_bytes(suffix: str, data: bytes) -> None:
    rows = reading.examine(Source(f"x{suffix}", data))
    assert json.loads(json.dumps(rows)) == rows
