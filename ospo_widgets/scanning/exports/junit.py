# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan as a JUnit report: one test case a finding, and one a line of the checklist that is met.

Source: the format as Jenkins and GitLab read it: testsuites, testsuite, testcase, failure, skipped.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from ospo_widgets.knowledge.model import Answer, Severity
from ospo_widgets.markup import visible
from ospo_widgets.scanning.result import Finding, ScanResult

MAX_PLACES = 200
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(result: ScanResult) -> str:
    """Blocking findings and those that should be fixed fail; advice and accepted ones are skipped.

    A scan that could not read everything is an error of its own, so that it never passes.
    """
    cases = [*(_case(f) for f in result.findings), *(_case(f) for f in result.accepted)]
    told = {item for f in (*result.findings, *result.accepted) for item in f.checklist}
    for item in result.readiness:
        if item.answer is Answer.YES and item.id not in told:
            cases.append(ET.Element("testcase", classname="ospo.readiness", name=item.id))
    if result.partial or result.verdict == "unknown":
        case = ET.Element("testcase", classname="ospo.scan", name="complete")
        ET.SubElement(case, "error", message="The scan does not know enough for a verdict.")
        cases.append(case)
    suite = ET.Element(
        "testsuite",
        name=_clean(result.target),
        tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        errors=str(sum(case.find("error") is not None for case in cases)),
        skipped=str(sum(case.find("skipped") is not None for case in cases)),
    )
    suite.extend(cases)
    suites = ET.Element("testsuites", name="ospo scan")
    suites.append(suite)
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _case(finding: Finding) -> ET.Element:
    name = f"{finding.id}: {finding.title}" if finding.about else finding.id
    case = ET.Element("testcase", classname=f"ospo.{finding.id}", name=_clean(name))
    if finding.accepted:
        ET.SubElement(case, "skipped", message=_clean(finding.accepted))
    elif finding.severity is Severity.ADVICE:
        ET.SubElement(case, "skipped", message=_clean(finding.title))
    else:
        failure = ET.SubElement(
            case, "failure", message=_clean(finding.title), type=str(finding.severity)
        )
        lines = (finding.why, finding.remedy, *finding.paths[:MAX_PLACES])
        failure.text = _clean("\n".join(lines))
    return case


def _clean(text: str) -> str:
    """Text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", "\n".join(visible(line) for line in text.split("\n")))
