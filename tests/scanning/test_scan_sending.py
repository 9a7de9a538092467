# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What files say goes to the program of the person once, and triggers match what they matched."""

import json
from typing import Any

import pytest
import re2

from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.reading.prefilter import Prefilter, loosened
from ospo_widgets.scanning.reading.reader import Reading
from ospo_widgets.scanning.reading.registry import detectors
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.worker.sending import Batch

NAMES = ("a.c", "b.c", "c.c")


def row(path: str, source: str, line: int | None) -> dict[str, Any]:
    return {
        "path": path,
        "licenses": ["MIT"],
        "invalid": [],
        "copyrights": [],
        "evidence": [("license", "MIT", source, line)],
    }


def test_what_files_say_alike_is_sent_once_and_comes_back_for_each() -> None:
    facts, sent = Facts(), []

    def emit(message: dict[str, Any]) -> None:
        sent.append(json.loads(json.dumps(message)))

    batch = Batch(emit, {name: i for i, name in enumerate(NAMES)})
    said = {"licenses": '[{"x":1}]', "reuse": '[["license","MIT",1]]'}
    batch.add(Reading("b.c", 3, "text", "ascii", "d1", said), row("b.c", "b.c", 1))
    batch.add(Reading("a.c", 4, "text", "ascii", "d2", said), row("a.c", "a.c", 1))
    batch.send()
    batch.add(Reading("c.c", 5, "text", "ascii", "d3", said), row("c.c", "REUSE.toml", None))
    batch.send()
    assert [len(m["said"]) for m in sent] == [1, 0]
    assert [len(m["stated"]) for m in sent] == [1, 1]
    facts.add({"kind": "listed", "tree": [(n, 9) for n in NAMES], "total": 3, "reuse_toml": "",
               "problems": [], "texts": []})  # fmt: skip
    for message in sent:
        facts.add(message)
    facts.add({"kind": "end"})
    assert [f.path for f in facts.files] == list(facts.read) == list(NAMES)
    assert facts.rows("licenses") == {name: [{"x": 1}] for name in NAMES}
    assert not facts.rows("reuse")
    places = {f.path: (f.evidence[0].path, f.evidence[0].line) for f in facts.files}
    assert places == {"a.c": ("a.c", 1), "b.c": ("b.c", 1), "c.c": ("REUSE.toml", None)}
    assert facts.read["c.c"].digest == "d3" and facts.read["b.c"].size == 3


@pytest.mark.parametrize(
    ("trigger", "loose"),
    [
        (r"ghp_[a-z]{8}", r"ghp_[a-z]{8}"),
        (r"hf_[a-z]{34}\b", r"hf_[a-z]{4,}\b"),
        (r"a.{0,20}b", r"a.{0,}b"),
        (r"x{3,10}y", r"x{3,}y"),
        (r"x{20,}y", r"x{4,}y"),
        (r"x{2,}y", r"x{2,}y"),
        (r"[\x{0400}-\x{04ff}]{4}", r"[\x{0400}-\x{04ff}]{4}"),
        (r"\{SHA\}[a-z]{20}", r"\{SHA\}[a-z]{4,}"),
    ],
)
def test_large_counts_become_many(trigger: str, loose: str) -> None:
    assert loosened(trigger) == loose
    re2.compile(loose)


@pytest.mark.parametrize(
    "token", ["hf_" + "a" * 34, "npm_" + "b1" * 18, "SG." + "x" * 22 + ".yyyyyyyy"]
)
def test_what_a_trigger_matched_it_still_matches(token: str) -> None:
    names = [d.name for d in detectors()]
    chosen = Prefilter(detectors()).triggered(Source("a.txt", f"key {token} end".encode()))
    assert names.index("secrets") in chosen
