# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the detectors of the readiness room say about trees given as path to content."""

from collections.abc import Mapping
from typing import Any

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.scanning.checks import release
from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.detection.license_texts import LicenseText
from ospo_widgets.scanning.facts import Facts, ReadFile, TreeFile
from ospo_widgets.scanning.main_license import main_license
from ospo_widgets.scanning.readiness.detectors import READINESS
from ospo_widgets.scanning.reading.prefilter import Prefilter
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.result import Evidence, FileResult

COPYRIGHT = "SPDX-FileCopyright" + "Text: "


def held(path: str, *holders: str, licenses: tuple[str, ...] = ("MIT",)) -> FileResult:
    """A covered file with notices, each on a line of its own."""
    notices = tuple(f"{COPYRIGHT}{holder}" for holder in holders)
    evidence = tuple(
        Evidence("copyright", notice, path, line) for line, notice in enumerate(notices, start=1)
    )
    return FileResult(path, licenses, notices, evidence)


def facts_of(tree: Mapping[str, str], *files: FileResult, **more: Any) -> Facts:
    """Facts about a tree, as the detectors of this room see it."""
    texts = more.pop("texts", [LicenseText("LICENSE", ("MIT",))])
    reuse = {"non_compliant": {}, "summary": {"compliant": True}, "recommendations": []}
    paths = [*tree, *(f.path for f in files if f.path not in tree)]
    facts = Facts(
        listed=True, complete=True, tree=[TreeFile(p, len(tree.get(p, ""))) for p in paths],
        total=len(paths), files=list(files), reuse=reuse, license_texts=texts, **more,
    )  # fmt: skip
    prefilter = Prefilter(READINESS)
    for path, text in tree.items():
        source = Source(path, text.encode())
        chosen = prefilter.wanted(path) | prefilter.triggered(source)
        evidence = {}
        for i in sorted(chosen):
            found = READINESS[i].examine(source)
            if found:
                evidence[READINESS[i].name] = [_plain(row) for row in found]
        facts.take(ReadFile(path, source.size, source.kind, "", source.digest), evidence)
    return facts


def _plain(row: Any) -> Any:
    return list(row) if isinstance(row, tuple) else row


def subject_of(tree: Mapping[str, str], *files: FileResult, **more: Any) -> Subject:
    """A subject for checks."""
    facts = facts_of(tree, *files, **more)
    return Subject(facts, main_license(facts), (), load_knowledge())


def ids(tree: Mapping[str, str], *files: FileResult, **more: Any) -> set[str]:
    """Kinds of findings that the checks of a release make."""
    return {draft.id for draft in release.check(subject_of(tree, *files, **more))}
