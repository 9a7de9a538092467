# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The panel follows each answer at once: 50 ms for a scanned project of 4 parts × 40 components."""

from __future__ import annotations

import random
from itertools import cycle, islice
from time import process_time

import pytest

from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

LIMIT = 0.05
"""Processor time for one answer, seconds."""

LICENSES = [
    *("MIT", "BSD-3-Clause", "Apache-2.0", "ISC", "BSL-1.0", "Zlib", "MPL-2.0", None),
    *("LGPL-2.1-or-later", "LGPL-3.0-only", "GPL-2.0-or-later", "GPL-3.0-or-later"),
]


def project() -> Project:
    chosen = random.Random(7)
    parts = [
        Part(
            f"part-{number}",
            f"Part {number}",
            material,
            components=tuple(
                Component(
                    f"lib{number}-{i}",
                    chosen.choice(LICENSES),
                    chosen.choice([Use.DYNAMIC_LINK, Use.STATIC_LINK, Use.TOOL, None]),
                    optional=chosen.random() < 0.1,
                    origin=Origin.SCAN,
                )
                for i in range(40)
            ),
            origin=Origin.SCAN,
        )
        for number, material in enumerate(
            [Material.SOFTWARE, Material.SOFTWARE, Material.FIRMWARE, Material.GATEWARE]
        )
    ]
    return Project("large", tuple(parts), origin=Origin.SCAN)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("openness", ["changes", "everything", "anything"]),
        ("part-0/lib0-3/component-use", ["separate", "process", "optional", "copied"]),
        ("patent", ["yes", "no"]),
    ],
)
def test_an_answer_takes_fifty_milliseconds_at_most(key: str, values: list[str]) -> None:
    large, known = project(), load_knowledge()
    answers = {
        "authors": ("staff",),
        "collaboration": "",
        "patent": "no",
        "contract": "no",
        "sensitive": "no",
        "openness": "anything",
    }
    recommend(large, answers, known)
    taken = []
    for value in islice(cycle(values), 8):
        begin = process_time()
        recommend(large, {**answers, key: value}, known)
        taken.append(process_time() - begin)
    # The best of several: other work on the machine makes single ones slower.
    assert min(taken) < LIMIT, taken
    assert sorted(taken)[len(taken) // 2] < 3 * LIMIT, taken
