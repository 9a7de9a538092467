# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a file is for, by its path: what is grave in a program may be right in a test."""

from __future__ import annotations

import re
from functools import lru_cache

from ospo_widgets.scanning.hygiene.lists import lists

_TEST_NAME = re.compile(
    r"(?:test|mock)s?[_.-].*|.*[_.-](?:test|tests|spec|mock)\.[^.]+|conftest\.py"
)
_CAMEL_TEST = re.compile(r".*[a-z0-9](?:Test|Tests|TestUtilities|Spec)\.[A-Za-z]+")
_EXAMPLE_NAME = re.compile(r".*[._-](?:example|sample|template|dist|tmpl|tpl)(?:\..*)?")
_PROSE = re.compile(
    r".*\.(?:md|rst|adoc|txt|tex|html?|svg|po|pot|ipynb|log|out|bib|csv|tsv)|readme.*|history|changelog.*|"
    r"changes|news|install|todo|authors"
)


def is_prose(path: str) -> bool:
    """Whether a file is read by people, not by programs, by its name."""
    return bool(_PROSE.fullmatch(path.rpartition("/")[2].lower()))


@lru_cache(maxsize=8192)
def context_of(path: str, *, by_name: bool = True) -> str:
    """``tests``, ``examples``, ``docs``, or empty for what the project is made of.

    Args:
        path: Relative path.
        by_name: The name of the file alone may tell, too; False where being wrong is grave.
    """
    folder, _, name = path.rpartition("/")
    folders = set(folder.lower().split("/"))
    known = lists().contexts
    lower = name.lower() if by_name else ""
    test_name = _TEST_NAME.fullmatch(lower) or (by_name and _CAMEL_TEST.fullmatch(name))
    if folders & known["tests"] or test_name:
        return "tests"
    if folders & known["examples"] or _EXAMPLE_NAME.fullmatch(lower):
        return "examples"
    return "docs" if folders & known["docs"] or _PROSE.fullmatch(lower) else ""
