# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report of ``reuse lint --json``, kept while files come in one by one.

The library's report derives the verdict. It is given what it would otherwise gather from one
object a file, which costs more than reading the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ospo_widgets.scanning.paths import display
from ospo_widgets.scanning.reuse.annotations import Info

_MEMORY = 20_000


class _Expression(NamedTuple):
    value: str
    valid: bool
    ids: tuple[str, ...]
    missing: tuple[str, ...]


class Report:
    """What is known of the files of one tree.

    Args:
        project: The library's project, with the licences of ``LICENSES/``.
    """

    def __init__(self, project: Any) -> None:
        self._project = project
        self._expressions: dict[str, _Expression] = {}
        self._used: set[str] = set()
        self._missing: dict[str, set[str]] = {}
        self._invalid: dict[str, set[str]] = {}
        self._without_license: set[str] = set()
        self._without_copyright: set[str] = set()
        self._unreadable: set[str] = set()
        self._count = 0

    def unreadable(self, path: str) -> None:
        """Note that a covered file cannot be read; ``path`` in display form."""
        self._unreadable.add(path)

    def add(self, path: str, infos: Sequence[Info]) -> dict[str, Any]:
        """Take in what is known of one covered file.

        Args:
            path: Relative path, in display form.
            infos: What each source says.

        Returns:
            The row of the file: ``path``, ``licenses``, ``invalid``, ``copyrights``, ``evidence``
            (kind, text, source, line); :func:`.reuse_row` makes that of ``reuse lint --json``.

        Raises:
            Exception: An expression cannot be parsed at all, which ``reuse lint`` reports as an
                error in reading the file. Nothing was taken in.
        """
        parsed = [(info, self._parse(info)) for info in infos]
        licenses: dict[str, None] = {}
        invalid: dict[str, None] = {}
        copyrights: dict[str, None] = {}
        ids: set[str] = set()
        evidence: list[tuple[str, str, str, int | None]] = []
        for info, expressions in parsed:
            source = display(info.source)
            for found, (_, line) in zip(expressions, info.expressions, strict=True):
                (licenses if found.valid else invalid)[found.value] = None
                evidence.append(("license", found.value, source, line))
                if found.valid:
                    ids.update(found.ids)
                    for identifier in found.missing:
                        self._missing.setdefault(identifier, set()).add(path)
                else:
                    self._invalid.setdefault(path, set()).add(found.value)
            for notice, line in info.notices:
                copyrights[notice] = None
                evidence.append(("copyright", notice, source, line))
        self._count += 1
        self._used |= ids
        if not ids:
            self._without_license.add(path)
        if not copyrights:
            self._without_copyright.add(path)
        return {
            "path": path,
            "licenses": sorted(licenses),
            "invalid": sorted(invalid),
            "copyrights": sorted(copyrights),
            "evidence": evidence,
        }

    def _parse(self, info: Info) -> list[_Expression]:
        return [
            self._expressions.get(text) or self._parse_one(text) for text, _ in info.expressions
        ]

    def _parse_one(self, text: str) -> _Expression:
        from reuse.copyright import SpdxExpression

        expression = SpdxExpression(text)
        ids = tuple(expression.licenses) if expression.is_valid else ()
        there = self._project.licenses
        missing = tuple(i for i in ids if i not in there and i.removesuffix("+") not in there)
        if len(self._expressions) >= _MEMORY:
            self._expressions.clear()
        found = _Expression(str(expression), expression.is_valid, ids, missing)
        self._expressions[text] = found
        return found

    def result(self, *, compliant: bool = True) -> dict[str, Any]:
        """The report in the shape of ``reuse lint --json``, without its list ``files``.

        Args:
            compliant: False when something is wrong that the library's report does not know, at
                which ``reuse`` gives no verdict at all.
        """
        from reuse.report import ProjectReport

        report = ProjectReport(do_checksum=False)
        report.path = self._project.root
        report.licenses = self._project.licenses
        report.licenses_without_extension = self._project.licenses_without_extension
        report._license_map = self._project.license_map
        # Most are cached properties, which the library would gather from the reports on files.
        vars(report).update(
            read_errors=self._unreadable,
            used_licenses=self._used,
            missing_licenses=self._missing,
            invalid_spdx_expressions=self._invalid,
            files_without_licenses=self._without_license,
            files_without_copyright=self._without_copyright,
        )
        data: dict[str, Any] = report.to_dict_lint()
        del data["files"]
        summary = data["summary"]
        summary["files_total"] = self._count
        summary["files_with_copyright_info"] = self._count - len(self._without_copyright)
        summary["files_with_licensing_info"] = self._count - len(self._without_license)
        summary["compliant"] = summary["compliant"] and compliant
        return data
