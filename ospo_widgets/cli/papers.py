# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What ``ospo advise`` writes beside its answer: sheet, kit, and the mail with all attached."""

from __future__ import annotations

import argparse
import json
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.errors import HoldError, InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.advice.kit.release import Kit
    from ospo_widgets.advice.model import Recommendation
    from ospo_widgets.advice.sheet.diligence import Sheet

SHEET_ENDINGS = (".html", ".htm", ".pdf", ".md", ".json")
"""Endings that choose the format of the sheet."""
MAIL_ENDING = ".eml"


def check_names(args: argparse.Namespace) -> None:
    """Refuse names of files that say no format, before anything is worked out.

    Raises:
        InputError: ``--sheet`` or ``--mail`` has another ending, or both name one file.
    """
    if args.sheet and Path(args.sheet).suffix.lower() not in SHEET_ENDINGS:
        raise InputError(words("cli.advise.sheet_ending", path=args.sheet))
    if args.mail and Path(args.mail).suffix.lower() != MAIL_ENDING:
        raise InputError(words("cli.advise.mail_ending", path=args.mail))


class Papers:
    """Sheet, mail and kit for one advice and the options of the command; each is made once."""

    def __init__(self, recommendation: Recommendation, args: argparse.Namespace) -> None:
        self._recommendation = recommendation
        self._args = args

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet."""
        from ospo_widgets.api import due_diligence

        return due_diligence(
            self._recommendation,
            on=self._args.date,
            asked_by=self._args.asked_by,
            holder=self._args.holder,
            beneficiary=self._args.beneficiary,
        )

    def json(self) -> dict[str, Any]:
        """Advice, effects and sheet as plain data."""
        from ospo_widgets.advice.contract import advice_json

        return advice_json(self._recommendation, sheet=self.sheet)

    def files(self) -> dict[str, bytes]:
        """Files to write, by name.

        Raises:
            PdfError: A PDF is asked for, and no browser is there to print it.
        """
        found = {}
        if self._args.sheet:
            found[self._args.sheet] = self._rendered(Path(self._args.sheet).suffix.lower())
        if self._args.mail:
            found[self._args.mail] = self._mail()
        return found

    def _rendered(self, ending: str) -> bytes:
        if ending == ".pdf":
            return self.sheet.to_pdf()
        if ending == ".md":
            return self.sheet.to_markdown().encode("utf-8")
        if ending == ".json":
            text = json.dumps(self.sheet.to_json(), ensure_ascii=False, indent=2) + "\n"
            return text.encode("utf-8", "backslashreplace")
        return self.sheet.to_html().encode("utf-8")

    def _mail(self) -> bytes:
        from ospo_widgets.api import office_mail
        from ospo_widgets.printing import pdf_possible

        data = json.dumps(self.json(), ensure_ascii=False, indent=2) + "\n"
        attachments = {"advice.json": data.encode("utf-8", "backslashreplace")}
        if pdf_possible():
            attachments["sheet.pdf"] = self.sheet.to_pdf()
        attachments |= self._zipped_kit()
        mail = office_mail(
            self._recommendation,
            question=self._args.question,
            sheet=self.sheet,
            attachments=attachments,
            sender=self._args.sender,
        )
        return mail.eml_bytes()

    @cached_property
    def kit(self) -> Kit:
        """The release kit.

        Raises:
            HoldError: A hold stands against it.
            InputError: Something must be answered first, or a value is wrong.
        """
        from ospo_widgets.advice.kit.details import KitDetails
        from ospo_widgets.cli.kit import kit_of

        details = KitDetails(day=self._args.date or date.today())
        return kit_of(self._recommendation, self._args, self.sheet, details)

    def _zipped_kit(self) -> dict[str, bytes]:
        """The kit where one can be made; a mail goes out without it all the same."""
        try:
            return {"kit.zip": self.kit.zip_bytes()}
        except (HoldError, InputError):
            return {}
