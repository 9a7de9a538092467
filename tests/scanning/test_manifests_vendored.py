# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Folders and files of others inside a tree."""

import pytest

from ospo_widgets.scanning.dependencies.vendored import (
    VendoredFolder,
    inside_vendored,
    vendored_folders,
)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["third_party/fmt-10.1.1/LICENSE", "third_party/fmt-10.1.1/src/a.cc"],
         VendoredFolder("third_party/fmt-10.1.1", "fmt", "license", "10.1.1")),
        (["src/externals/zlib/src/a.c"], VendoredFolder("src/externals/zlib", "zlib", "folder")),
        (["lib/x/COPYING", "lib/x/a.py"], VendoredFolder("lib/x", "x", "license")),
        (["node_modules/@s/p/package.json", "node_modules/@s/p/i.js"],
         VendoredFolder("node_modules/@s/p", "@s/p", "manifest")),
        (["vendor/github.com/o/r/a.go", "vendor/github.com/o/r/LICENSE"],
         VendoredFolder("vendor/github.com/o/r", "r", "license")),
        (["web/vendor/jquery-3.7.1.min.js"],
         VendoredFolder("web/vendor/jquery-3.7.1.min.js", "jquery", "file", "3.7.1")),
        (["src/sqlite3.c"], VendoredFolder("src/sqlite3.c", "SQLite", "file")),
        (["third_party/x/a.cc", "third_party/x/vendor/y/b.cc"],
         VendoredFolder("third_party/x", "x", "folder")),
    ],
)  # fmt: skip
def test_found(paths: list[str], expected: VendoredFolder) -> None:
    assert vendored_folders(paths) == (expected,)


@pytest.mark.parametrize(
    "path",
    [
        "lib/own/a.py",
        "lib/a.py",
        "third_party/CMakeLists.txt",
        "third_party/boost/CMakeLists.txt",
        "third_party/__init__.py",
        "external/glue.cc",
        "src/vendor.py",
        "docs/LICENSE",
    ],
)
def test_not_found(path: str) -> None:
    assert vendored_folders([path]) == ()


def test_where_manifests_of_others_lie() -> None:
    assert inside_vendored("third_party/x/package.json")
    assert inside_vendored("a/node_modules/@s/p/package.json")
    assert not inside_vendored("third_party/CMakeLists.txt")
    assert not inside_vendored("a/third_party/x/y/z/package.json")
    assert not inside_vendored("src/x/package.json")
