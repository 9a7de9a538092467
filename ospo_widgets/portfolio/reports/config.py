# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a timer reports on: a TOML file, read and checked before anything is made.

```toml
store = "/data/portfolio"        # or data = "folder of CSV files"; neither: the sample
template = "monthly"             # overview, yearly, monthly, department, repository
languages = ["en", "fr"]         # default: en
period = "last-month"            # 2026, 2026-Q3, 2026-08, 2026-08-01..2026-08-22, last-year
outputs = ["portfolio-{period}-{language}.html", "portfolio-{period}-{language}.xlsx"]

[filters]
kind = "hardware"
```

``department``, ``repo`` and ``title`` may stand there too. Paths are relative to the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ospo_widgets import wording
from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.reports.model import Template
from ospo_widgets.portfolio.reports.render import format_of
from ospo_widgets.wording import words

LARGEST_FILE = 64 * 1024
"""Largest configuration that is read, bytes."""

MOST_OUTPUTS = 20
"""Most files that one configuration writes in a language."""

LONGEST_TEXT = 1_000
"""Longest text of a configuration, characters."""

PLACEHOLDERS = ("date", "language", "period", "template")
"""What may stand in braces in the name of an output."""

_TEXTS = ("store", "data", "template", "period", "department", "repo", "title")
_LISTS = ("languages", "outputs")


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """What to report on, and where to.

    Attributes:
        folder: Folder of the file; relative paths begin there.
        outputs: Names of the files to write, with placeholders; their endings say the formats.
        template: What the report is about.
        store: Address of a store; empty when there is none.
        data: Folder of a portfolio in CSV files; empty when there is none.
        languages: Codes of the languages; one report each.
        period: Time that it is about, as text; empty takes that of the template.
        department: For the template of that name.
        repo: For the template ``repository``.
        title: Heading; empty takes that of the template.
        filters: Value of each filter, by name.
    """

    folder: Path
    outputs: tuple[str, ...]
    template: Template = Template.YEARLY
    store: str = ""
    data: str = ""
    languages: tuple[str, ...] = (wording.DEFAULT_LANGUAGE,)
    period: str = ""
    department: str = ""
    repo: str = ""
    title: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)


def read_config(path: Path) -> ReportConfig:
    """Read a configuration.

    Raises:
        InputError: It cannot be read, or something in it is wrong; the message names it.
    """
    config = checked(_toml(path), path.parent)
    if not config.outputs:
        raise _wrong("“outputs” must name at least one file.")
    return config


def _toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(words("given.report.config", path=visible(str(path)), why=why)) from None
    if len(content) > LARGEST_FILE:
        raise _wrong(f"The file has more than {LARGEST_FILE // 1024} KB.")
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError:
        raise _wrong("The file is not UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise _wrong(f"This is no TOML: {visible(str(error)[:200])}.") from None
    except RecursionError:
        raise _wrong("The file is nested too deeply.") from None


def _wrong(message: str, remedy: str = "") -> InputError:
    return InputError(words("given.report.none", problems=message), remedy=remedy)


def checked(data: Mapping[str, Any], folder: Path) -> ReportConfig:
    """A configuration from its values, as they stand in the file.

    Args:
        data: Values by name; empty texts and lists are as if they were not there.
        folder: Folder where relative paths begin.

    Raises:
        InputError: Something in it is wrong; the message names it.
    """
    data = {name: value for name, value in data.items() if value not in ("", [], ())}
    known = {*_TEXTS, *_LISTS, "filters"}
    for name in data:
        if name not in known:
            raise _wrong(f"“{visible(name[:60])}” is not known.", f"Known: {', '.join(known)}.")
    texts = {name: _text(name, data[name]) for name in _TEXTS if name in data}
    lists = {name: _list(name, data[name]) for name in _LISTS if name in data}
    if texts.get("store") and texts.get("data"):
        raise _wrong("Either “store” or “data” can be given, not both.")
    template = texts.pop("template", Template.YEARLY)
    if template not in set(Template):
        raise _wrong(f"“{template[:60]}” is no template.", f"There are: {', '.join(Template)}.")
    languages = lists.get("languages", (wording.DEFAULT_LANGUAGE,))
    for code in languages:
        if code not in wording.languages():
            known_codes = ", ".join(wording.languages())
            raise _wrong(f"There are no texts in “{code[:60]}”.", f"There are: {known_codes}.")
    outputs = lists.get("outputs", ())
    if len(outputs) > MOST_OUTPUTS:
        raise _wrong(f"“outputs” names more than {MOST_OUTPUTS} files.")
    for name in outputs:
        format_of(file_name(name, dict.fromkeys(PLACEHOLDERS, "x")))
    if len(languages) > 1 and not all("{language}" in name for name in outputs):
        raise _wrong("With several languages each output needs {language} in its name.")
    return ReportConfig(
        folder=folder,
        outputs=outputs,
        template=Template(template),
        languages=languages,
        filters=_filters(data.get("filters", {})),
        **texts,
    )


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
        raise _wrong(f"“{name}” must be a printable text of up to {LONGEST_TEXT} characters.")
    return value.strip()


def _list(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        raise _wrong(f"“{name}” must be a list of texts.")
    return tuple(dict.fromkeys(_text(name, item) for item in value))


def _filters(value: object) -> dict[str, str]:
    """Filters as in an address: a text, several as a list, yes or no."""
    if not isinstance(value, dict):
        raise _wrong("“filters” must be a table.")
    found = {}
    for name, given in value.items():
        if isinstance(given, bool):
            found[name] = "yes" if given else "no"
        elif isinstance(given, list):
            found[name] = ",".join(_text(name, item) for item in given)
        else:
            found[name] = _text(name, given)
    return found


def file_name(name: str, values: Mapping[str, str]) -> str:
    """The name of an output with its placeholders filled.

    Raises:
        InputError: It has another placeholder.
    """
    filled = name
    for key, value in values.items():
        filled = filled.replace("{" + key + "}", value)
    if "{" in filled or "}" in filled:
        raise _wrong(
            f"“{name[:100]}” has a placeholder that is not known.",
            f"Known: {', '.join('{' + key + '}' for key in PLACEHOLDERS)}.",
        )
    return filled
