# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads a portfolio from a folder of CSV files; ``data/portfolio/README.md`` lists the columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.csv_reader import Row, read_text, rows
from ospo_widgets.portfolio.families import license_family, normal_expression
from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    Change,
    Dependency,
    LicenseEvent,
    Months,
    Package,
    Records,
    Repository,
    RepositoryKind,
)
from ospo_widgets.project import Use
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import DEFAULT_LANGUAGE, language

REQUIRED = (
    "repo",
    "kind",
    "license",
    "head_date",
    "commits",
    "commits_12m",
    "authors",
)
"""Columns that ``repositories.csv`` must have."""

FEWEST_AUTHORS = 5
"""Groups of people under this size are not counted apart."""

LONGEST_NAME = 400
"""Longest name of a dependency or package, characters."""

BASES = ("declared", "listed", "inferred")
"""How it is known that a repository publishes a package; see ``records.Package``."""

CHANGING = (*PRESENT, "ci", "release")
"""What ``changes.csv`` tells; ``ci``: any configuration, ``release``: any tag."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def sample_folder() -> Path:
    """Folder of the sample of 127 repositories, or that of an overlay."""
    overlay = overlay_dir()
    if overlay and (overlay / "portfolio" / "repositories.csv").is_file():
        return overlay / "portfolio"
    return data_dir() / "portfolio"


def read_folder(folder: Path) -> Records:
    """Read and check all files of a folder.

    Args:
        folder: With ``repositories.csv`` and ``monthly.csv``; ``license_events.csv``,
            ``changes.csv``, ``author_domains.csv``, ``dependencies.csv``, ``packages.csv`` and
            ``about.yaml`` may be missing.

    Raises:
        InputError: A file is missing, empty or wrong; the message names file, line and column.
    """
    if not folder.is_dir():
        raise InputError(f"“{folder}” is no folder. The portfolio was not opened.")
    repositories = _repositories(folder / "repositories.csv")
    known = {repository.repo for repository in repositories}
    newest = max(repository.head_date or date.min for repository in repositories)
    about = _about(folder / "about.yaml", newest)
    return Records(
        repositories=repositories,
        months=_months(folder / "monthly.csv", known, about.reference_date),
        license_events=_license_events(folder / "license_events.csv", known),
        author_domains=_author_domains(folder / "author_domains.csv", known),
        about=about,
        changes=_changes(folder / "changes.csv", known, about.read_on),
        dependencies=_dependencies(folder / "dependencies.csv", known),
        packages=_packages(folder / "packages.csv", known),
    )


def _repositories(file: Path) -> tuple[Repository, ...]:
    found: dict[str, Repository] = {}
    for row in rows(file, REQUIRED):
        repository = _repository(row)
        if repository.repo in found:
            raise row.wrong("repo", f"“{repository.repo}” stands there twice")
        found[repository.repo] = repository
    if not found:
        raise InputError(f"{file.name} has no rows. The portfolio was not opened.")
    return tuple(found.values())


def _repository(row: Row) -> Repository:
    kind = row.text("kind", required=True)
    if kind not in set(RepositoryKind):
        raise row.wrong("kind", f"“{kind[:60]}” must be one of {', '.join(RepositoryKind)}")
    license_, family = _license(row, "license")
    return Repository(
        repo=row.text("repo", required=True, longest=200),
        kind=RepositoryKind(kind),
        license=license_,
        family=family,
        head_date=row.day("head_date"),
        commits=row.count("commits"),
        commits_12m=row.count("commits_12m"),
        authors=row.count("authors"),
        authors_for_half=row.count_or_none("authors_for_half"),
        authors_12m=row.count_or_none("authors_12m"),
        relation=row.text("relation", longest=60),
        url=row.address("url"),
        license_detected=_detected(row),
        head_commit=row.text("head_commit", longest=64),
        first_commit_date=row.day_or_none("first_commit_date"),
        bot_commits=row.count_or_none("bot_commits"),
        tags=row.count_or_none("tags"),
        last_tag_date=row.day_or_none("last_tag_date"),
        releases_12m=row.count_or_none("releases_12m"),
        main_language=row.text("main_language", longest=60),
        languages=_list(row, "languages"),
        files=row.count_or_none("files"),
        spdx_tag_files=row.count_or_none("spdx_tag_files"),
        eda_design_files=row.count_or_none("eda_design_files"),
        hdl_files=row.count_or_none("hdl_files"),
        ci=_list(row, "ci") if row.has("ci") else None,
        doi=row.text("doi", longest=LONGEST_NAME),
        present={column: row.flag(column) for column in PRESENT},
    )


def _list(row: Row, column: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in row.text(column).split(";") if name.strip())


def _detected(row: Row) -> str | None:
    """What the tools found, in the spelling of ``license``; None without such a column."""
    return _license(row, "license_detected")[0] if row.has("license_detected") else None


def _license(row: Row, column: str) -> tuple[str, str]:
    expression = row.text(column)
    try:
        return normal_expression(expression), license_family(expression)
    except InputError as error:
        raise row.wrong(column, error.message.rstrip(".")) from None


def _months(file: Path, known: set[str], reference: date) -> Months:
    found: dict[str, dict[str, int]] = {}
    last = f"{reference:%Y-%m}"
    for row in rows(file, ("repo", "month", "commits")):
        repo = _known_repo(row, known)
        month = row.text("month", required=True)
        if not _MONTH.fullmatch(month):
            raise row.wrong("month", f"“{month[:60]}” must be a month such as 2026-08")
        if month > last:
            raise row.wrong("month", f"{month} is after the reference date {reference}")
        of_repo = found.setdefault(repo, {})
        if month in of_repo:
            raise row.wrong("month", f"{month} of {repo} stands there twice")
        of_repo[month] = row.count("commits")
    return {repo: tuple(sorted(months.items())) for repo, months in found.items()}


def _known_repo(row: Row, known: set[str]) -> str:
    repo = row.text("repo", required=True)
    if repo not in known:
        raise row.wrong("repo", f"“{repo[:200]}” is not in repositories.csv")
    return repo


def _license_events(file: Path, known: set[str]) -> tuple[LicenseEvent, ...]:
    if not file.exists():
        return ()
    return tuple(
        LicenseEvent(
            repo=_known_repo(row, known),
            date=row.day("date"),
            commit=row.text("commit", longest=64),
            license=_license(row, "license")[0],
        )
        for row in rows(file, ("repo", "date", "commit", "license"))
    )


def _changes(file: Path, known: set[str], read_on: date | None) -> tuple[Change, ...]:
    if not file.exists():
        return ()
    found: dict[tuple[str, str, date], Change] = {}
    for row in rows(file, ("repo", "date", "field", "value")):
        repo, day, field = _known_repo(row, known), row.day("date"), row.text("field")
        if field not in CHANGING:
            raise row.wrong("field", f"“{field[:60]}” must be one of {', '.join(CHANGING)}")
        if read_on and day > read_on:
            raise row.wrong("date", f"{day} is after {read_on}, when the histories were read")
        if (repo, field, day) in found:
            raise row.wrong("field", f"{field} of {repo} changes twice on {day}")
        if row.flag("value") is None:
            raise row.wrong("value", "the value is missing")
        change = Change(repo, day, field, row.text("value"), row.text("commit", longest=64))
        found[repo, field, day] = change
    return tuple(found.values())


def _author_domains(file: Path, known: set[str]) -> tuple[AuthorDomain, ...]:
    if not file.exists():
        return ()
    found = []
    for row in rows(file, ("repo", "domain", "authors")):
        authors = row.count("authors")
        if authors < FEWEST_AUTHORS:
            raise row.wrong("authors", f"groups under {FEWEST_AUTHORS} people must be left out")
        found.append(AuthorDomain(_known_repo(row, known), row.text("domain"), authors))
    return tuple(found)


def _dependencies(file: Path, known: set[str]) -> tuple[Dependency, ...]:
    if not file.exists():
        return ()
    found = []
    for row in rows(file, ("repo", "name")):
        use = row.text("use")
        if use and use not in set(Use):
            raise row.wrong("use", f"“{use[:60]}” must be one of {', '.join(Use)}")
        found.append(
            Dependency(
                repo=_known_repo(row, known),
                name=row.text("name", required=True, longest=LONGEST_NAME),
                use=use,
                optional=row.flag("optional"),
                license=_license(row, "license")[0],
                source=row.text("source", longest=LONGEST_NAME),
            )
        )
    return tuple(found)


def _packages(file: Path, known: set[str]) -> tuple[Package, ...]:
    if not file.exists():
        return ()
    found = []
    for row in rows(file, ("repo", "name")):
        basis = row.text("basis") or BASES[0]
        if basis not in BASES:
            raise row.wrong("basis", f"“{basis[:60]}” must be one of {', '.join(BASES)}")
        name = row.text("name", required=True, longest=LONGEST_NAME)
        found.append(Package(_known_repo(row, known), name, basis))
    return tuple(found)


def _about(file: Path, newest: date) -> About:
    """What the folder says of itself; without the file the newest commit is the reference date."""
    import yaml

    if not file.exists():
        return About(reference_date=newest)
    try:
        data = yaml.safe_load(read_text(file))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise InputError(
            f"{file.name}{place}: this is no YAML. The portfolio was not opened."
        ) from None
    if not isinstance(data, dict):
        raise InputError(f"{file.name} must name its fields. The portfolio was not opened.")
    caveats = data.get("caveats") or []
    if not isinstance(caveats, list):
        raise _wrong_about(file, "caveats", "a list of texts")
    return About(
        reference_date=_about_day(file, data, "reference_date") or newest,
        read_on=_about_day(file, data, "read_on"),
        basis=_about_text(file, "basis", data.get("basis")),
        absent=_about_text(file, "absent", data.get("absent")),
        caveats=tuple(_about_text(file, "caveats", caveat) for caveat in caveats),
    )


def _wrong_about(file: Path, name: str, expected: str) -> InputError:
    return InputError(f"{file.name}: {name} must be {expected}. The portfolio was not opened.")


def _about_day(file: Path, data: Mapping[str, Any], name: str) -> date | None:
    value = data.get(name)
    if value is not None and type(value) is not date:
        raise _wrong_about(file, name, "a date such as 2026-08-22")
    return value


def _about_text(file: Path, name: str, value: object) -> str:
    """A text, or of texts by language the one in use, else the English one."""
    if isinstance(value, dict):
        value = value.get(language(), value.get(DEFAULT_LANGUAGE))
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong_about(file, name, "a text, or a text for each language")
    return value
