# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The package index: asked at one address only, and any answer it may give."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning import dependency_index
from ospo_widgets.scanning.dependency_index import IndexLookup, package_indexes
from ospo_widgets.scanning.dependency_licenses import LicenseSource, find_license
from ospo_widgets.scanning.dependency_model import Dependency

ANSWERS: dict[str, tuple[int, str]] = {
    "/pypi/good/1.0/json": (200, '{"info": {"license_expression": "MIT", "license": "x"}}'),
    "/pypi/good/json": (200, '{"info": {"license": "BSD-3-Clause", "classifiers": null}}'),
    "/@s%2Fp/2.0": (200, '{"license": {"type": "ISC"}}'),
    "/api/v1/crates/crate/1.0": (200, '{"version": {"license": "MIT/Apache-2.0"}}'),
    "/api/v1/crates/crate": (200, '{"versions": [{"license": "MIT"}, {"license": "ISC"}]}'),
    "/pypi/broken/json": (200, "{"),
    "/pypi/shapes/json": (200, "[[]]"),
    "/pypi/deep/json": (200, "[" * 100_000),
    "/pypi/large/json": (200, '{"x": "' + "x" * 5_000_000 + '"}'),
    "/pypi/gone/json": (404, "{}"),
    "/pypi/fails/json": (503, "{}"),
    "/pypi/away/json": (302, "http://127.0.0.2:1/"),
    "/pypi/moved/json": (302, "/pypi/good/json"),
    "/pypi/file/json": (302, "file:///etc/hostname"),
}


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, body = ANSWERS.get(self.path, (404, "{}"))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body)
                body = ""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}", asked
    made.shutdown()
    thread.join()
    made.server_close()


def lookup(address: str, cache: Path | None = None) -> IndexLookup:
    setting = ",".join(f"{kind}={address}" for kind in ("pypi", "npm", "cargo"))
    return IndexLookup(package_indexes(setting), cache)


def package(name: str, version: str = "", ecosystem: str = "pypi") -> Dependency:
    return Dependency(Component(name), version=version, ecosystem=ecosystem)


@pytest.mark.parametrize(
    ("dependency", "expression"),
    [
        (package("good", "1.0"), "MIT"),
        (package("good"), "BSD-3-Clause"),
        (package("@s/p", "2.0", "npm"), "ISC"),
        (package("crate", "1.0", "cargo"), "MIT OR Apache-2.0"),
        (package("crate", "", "cargo"), "MIT"),
        (package("moved"), "BSD-3-Clause"),
    ],
)
def test_answers(server: tuple[str, list[str]], dependency: Dependency, expression: str) -> None:
    found = find_license(dependency, load_knowledge(), None, lookup(server[0]))
    assert (found.license, found.source) == (expression, LicenseSource.INDEX)
    assert server[0] in found.notes[0]


@pytest.mark.parametrize(
    "name", ["broken", "shapes", "deep", "large", "gone", "fails", "away", "file", "missing"]
)
def test_what_is_no_answer_is_unknown(server: tuple[str, list[str]], name: str) -> None:
    found = find_license(package(name), load_knowledge(), None, lookup(server[0]))
    assert found.license is None
    assert found.notes[0].startswith("Unknown: ")


@pytest.mark.parametrize(
    "dependency",
    [
        package("../../secret"),
        package("a/b"),
        package("a b"),
        package("x?y"),
        package("good", "1.0", "maven"),
        package("good", ecosystem="generic"),
    ],
)
def test_other_names_are_not_asked(server: tuple[str, list[str]], dependency: Dependency) -> None:
    assert lookup(server[0])(dependency) is None
    assert server[1] == []


def test_an_odd_version_asks_for_the_newest(server: tuple[str, list[str]]) -> None:
    lookup(server[0])(package("good", "1.0/../../x"))
    assert server[1] == ["/pypi/good/json"]


def test_settled_versions_are_kept(server: tuple[str, list[str]], tmp_path: Path) -> None:
    for _ in range(2):
        one = lookup(server[0], tmp_path / "cache")
        stated = one(package("good", "1.0"))
        assert stated is not None
        assert stated.license == "MIT"
        one(package("good"))
        one(package("good"))
    assert server[1] == ["/pypi/good/1.0/json", "/pypi/good/json", "/pypi/good/json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "other"}', "[" * 100_000])
def test_a_damaged_cache_is_no_answer(
    server: tuple[str, list[str]], tmp_path: Path, content: str
) -> None:
    lookup(server[0], tmp_path)(package("good", "1.0"))
    (file,) = tmp_path.iterdir()
    file.write_text(content, encoding="utf-8")
    stated = lookup(server[0], tmp_path)(package("good", "1.0"))
    assert stated is not None
    assert stated.license == "MIT"
    assert json.loads(file.read_text(encoding="utf-8"))["license"] == "MIT"


def test_an_index_that_is_silent_is_given_up(server: tuple[str, list[str]]) -> None:
    one = lookup(server[0])
    ANSWERS.update({f"/pypi/fails{i}/json": (503, "{}") for i in range(9)})
    assert all(one(package(f"fails{i}")).problem for i in range(9))  # type: ignore[union-attr]
    assert len(server[1]) == dependency_index.PATIENCE


def test_time_and_number_are_limited(server: tuple[str, list[str]]) -> None:
    times = iter([0.0, 0.0, 0.0, 0.0, *[dependency_index.WALL_SECONDS + 1] * 20])
    one = lookup(server[0])
    one.clock = lambda: next(times)
    one(package("good", "1.0"))
    assert one(package("good")).problem  # type: ignore[union-attr]
    assert len(server[1]) == 1


@pytest.mark.parametrize(
    "setting",
    ["conan=https://x.example", "pypi=http://x.example", "pypi=ftp://x", "pypi=https://u:p@x.org",
     "pypi=file:///etc", "pypi=", "pypi"],
)  # fmt: skip
def test_settings_that_are_refused(setting: str) -> None:
    with pytest.raises(InputError, match="OSPO_PACKAGE_INDEXES"):
        package_indexes(setting)


def test_settings() -> None:
    table = {index.ecosystem: index for index in package_indexes("")}
    assert set(table) == {"pypi", "npm", "cargo"}
    assert all(index.address.startswith("https://") for index in table.values())
    assert {i.reader for i in table.values()} == set(dependency_index.READERS)
    changed = {i.ecosystem: i for i in package_indexes("pypi=https://mirror.example/x/, npm=off")}
    assert set(changed) == {"pypi", "cargo"}
    assert changed["pypi"].address == "https://mirror.example/x"
