# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings where ScanCode reads another licence than we do."""

from __future__ import annotations

from collections.abc import Iterator

from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.reuse import files
from ospo_widgets.scanning.detection.license_names import family
from ospo_widgets.wording import words


def check(subject: Subject) -> Iterator[Draft]:
    """One finding with all files about which the two disagree."""
    texts = {text.path: text.ids for text in subject.facts.license_texts}
    paths: list[str] = []
    evidence: list[str] = []
    for path, opinion in subject.facts.opinions.items():
        said = subject.facts.detected.get(path)
        ours = (said.ids if said is not None else ()) or texts.get(path, ())
        if opinion.problem or set(map(family, ours)) == set(map(family, opinion.ids)):
            continue
        paths.append(path)
        none = words("scanning.none_stated")
        evidence.append(
            words(
                "scanning.opinion",
                path=path,
                ours=", ".join(ours) or none,
                theirs=opinion.expression or none,
            )
        )
    if paths:
        yield Draft(
            "license.second-opinion", tuple(paths), files(tuple(paths)), tuple(evidence[:50])
        )
