# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""A scan that goes to others: what it found and where, and nothing of what stands in the files."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from ospo_widgets.api import scan
from ospo_widgets.apps.ask_the_office.handed import from_scan
from ospo_widgets.scanning.exports.shared import for_others

SCHEMA = Path(__file__).parents[2] / "docs" / "scan.schema.json"
PRIVATE = ("Lovelace", "lovelace@example.org", "build17.internal.example.org", "hunter2pass")
TREE = {
    "README.md": "# Fits\nWrite to ada.lovelace@example.org. Under the MIT licence.\n",
    "LICENSE": "Apache License 2.0\n",
    "fit.py": "# SPDX-FileCopyrightText: 2026 Ada Lovelace\n# SPDX-License-Identifier: MIT\n"
    'HOST = "http://build17.internal.example.org/"\npassword = "hunter2pass"\n',
    "REUSE.toml": 'version = 1\n[[annotations]]\npath = "x"\n'
    'SPDX-FileCopyrightText = "Ada Lovelace"\nSPDX-License-Identifier = "MIT"\n',
}


def test_nothing_of_the_files_is_in_it(tmp_path: Path) -> None:
    for name, text in TREE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = scan(tmp_path, history="none")
    assert "Lovelace" in json.dumps(result.to_json())
    shared = for_others(result)
    data = shared.to_json()
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    kept = ("id", "severity", "paths")
    assert [[f[k] for k in kept] for f in data["findings"]] == [
        [f[k] for k in kept] for f in result.to_json()["findings"]
    ]
    assert data["verdict"] == result.to_json()["verdict"]
    assert data["summary"] == result.to_json()["summary"]
    sent = b"".join(one.content for one in from_scan(result).attachments).decode()
    assert [word for word in PRIVATE if word in sent] == []
    assert "fit.py" in sent
