# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What changed between two scans."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.compare import compare
from ospo_widgets.scanning.scan import scan

MakeTree = Callable[[Mapping[str, str | bytes]], Path]


def test_a_scan_is_the_same_as_itself(make_tree: MakeTree) -> None:
    data = json.loads(json.dumps(scan(make_tree({"a.py": "x = 1\n"})).to_json()))
    found = compare(data, data)
    assert found.same
    assert found.before == found.after > 0


def test_what_was_mended_and_what_is_new(make_tree: MakeTree, header: Callable[..., str]) -> None:
    before = scan(make_tree({"a.py": "x = 1\n", "b.py": "y = 1\n", "README.md": "# x\n"})).to_json()
    after = scan(
        make_tree(
            {
                "a.py": header("MIT") + "x = 1\n",
                "b.py": "y = 1\n",
                "c.py": "z = 1\n",
                "requirements.txt": "numpy\n",
            }
        )
    ).to_json()
    found = compare(before, after)
    assert "release.no-readme" in {c.id for c in found.new}
    headers = next(c for c in found.changed if c.id == "reuse.no-header")
    assert "c.py" in headers.added
    assert "a.py" in headers.removed
    licenses = {c.name: (c.before, c.after) for c in found.licenses}
    assert licenses == {"a.py": ("", "MIT")}
    assert [c.name for c in found.dependencies] == ["numpy"]
    assert found.stated == (0, 1)
    assert json.loads(json.dumps(found.to_json()))["stated"] == {"before": 0, "after": 1}


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"schema": "other"}, {"schema": "ospo-scan/1"},
     {"schema": "ospo-scan/1", "findings": [1], "files": [], "dependencies": []}],
)  # fmt: skip
def test_what_is_no_scan_is_refused(data: object) -> None:
    with pytest.raises(InputError, match="no scan"):
        compare(data, data)
