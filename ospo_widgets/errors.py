# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Errors that a person can mend; everything else is a defect and stays a plain exception.

Each carries one clear sentence for the page and the command line (what, why, what did not happen)
and the exit code of the command line.
"""

from __future__ import annotations


class OspoError(Exception):
    """Base of all errors that are told to the user as a sentence, without a traceback."""

    exit_code: int = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        """Keep the sentence and what to do about it.

        Args:
            message: One or two plain sentences: what is wrong and what did not happen.
            remedy: What to do next, as a sentence; empty when the message says it.
        """
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class InputError(OspoError):
    """What came in cannot be used: a bad archive, address, path, answer or data file."""

    exit_code = 2


class HoldError(OspoError):
    """A hold (patent, export, contract, unknown rights) forbids what was asked for."""

    exit_code = 3


class CancelledError(OspoError):
    """The person stopped the work; partial results may exist."""

    exit_code = 130
