# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the tests of the release kit share: answers without a hold, kits, ``reuse lint``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ospo_widgets.advice.kit.release import Kit, KitDetails, release_kit
from ospo_widgets.advice.model import Step
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Project

RIGHTS: dict[str, Any] = {
    "authors": ("staff",),
    "collaboration": "",
    "patent": "no",
    "contract": "no",
    "sensitive": "no",
    "openness": "anything",
}
SOFTWARE: dict[str, Any] = {
    **RIGHTS,
    "materials": ("software",),
    "software/software-kind": "library",
}
BOARD: dict[str, Any] = {
    **RIGHTS,
    "materials": ("hardware",),
    "hardware/hardware-kind": "product",
    "openness": "everything",
    "company": "no",
}
PLACE = "https://ohwr.example.org/project/fanout"
WHOLE = KitDetails(
    description="Fans a clock out.",
    version="1.2",
    authors="Lovelace, Ada (0000-0002-1825-0097)\nHopper, Grace <grace@example.org>",
    contact="timing@example.org",
    maintainer="The timing section looks after it until 2030.",
    source_location=PLACE,
    repository="https://github.com/example/fanout",
    keywords=("timing", "clock"),
    day=date(2026, 11, 22),
)
# Written in two pieces, so that tools do not take them for statements about this file.
COPYRIGHT = "SPDX-FileCopyright" + "Text: "
LICENSE = "SPDX-License-" + "Identifier: "


def settled(project: Project, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with every question on rights and checks answered, so that there is no hold."""
    form = Questionnaire(load_knowledge(), "cern-current")
    found = dict(answers)
    while step := next((s for s in form.steps(project, found) if _is_open(s)), None):
        for option in step.question.options:
            value = option.id if step.question.kind == "one" else (option.id,)
            if not recommend(project, {**found, step.key: value}).holds:
                found[step.key] = value
                break
        else:
            raise AssertionError(f"every answer to {step.key} is a hold")
    return found


def _is_open(step: Step) -> bool:
    question = step.question
    settles = question.section in ("rights", "checks") and question.kind != "text"
    return settles and step.value is None


def kit_for(
    project: Project, answers: Mapping[str, Any], policy: str = "cern-current", **extra: Any
) -> Kit:
    advice = recommend(project, answers, policy=policy)
    return release_kit(advice, **{"holder": "CERN", "year": 2026, **extra})


def board(**changes: Any) -> Project:
    return Project(name="fanout", **changes)


def all_parts() -> tuple[Project, dict[str, Any]]:
    """A crate with four parts, and answers for it."""
    materials = ("hardware", "gateware", "firmware", "documentation")
    return Project(name="crate"), {**BOARD, "materials": materials}


def text_of(kit: Kit, path: str) -> str:
    return kit.files[path].decode("utf-8")


def fill(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def lint(root: Path) -> dict[str, Any]:
    """What ``reuse lint`` finds wrong, worked out by the library; empty for a compliant tree."""
    from reuse.project import Project as ReuseProject
    from reuse.report import ProjectReport

    project = ReuseProject.from_directory(root)
    report = ProjectReport.generate(project, do_checksum=False, multiprocessing=False)
    found = report.to_dict_lint()["non_compliant"]
    wrong = {key: value for key, value in found.items() if value}
    assert report.is_compliant == (not wrong)
    return wrong
