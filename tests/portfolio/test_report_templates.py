# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What each template says, in both languages, from the numbers of the portfolio alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache

import pytest
from typography import french_faults

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Filters, Portfolio
from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    Change,
    Dependency,
    LicenseEvent,
    Records,
    Repository,
    RepositoryKind,
)
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.model import Link, Report, Section, Template
from ospo_widgets.wording import spoken

DAY = date(2026, 11, 22)
SAMPLE = Portfolio.sample()
WANTED = {"department": "cern-it", "repo": "AIDASoft/DD4hep"}


@cache
def made(template: Template, language: str = "en") -> Report:
    with spoken(language):  # what the data says of itself is in the language in which it is read
        sample = Portfolio.sample()
    return build_report(sample, template, date=DAY, language=language, **WANTED)


def texts(thing: object) -> Iterator[str]:
    """Every text of a report, data for programs left out."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for inner in thing:
            yield from texts(inner)
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in {"data", "url", "id"}:
                yield from texts(getattr(thing, field.name))


def section(report: Report, name: str) -> Section:
    return next(s for s in report.sections if s.id == name)


def names(report: Report) -> list[str]:
    return [s.id for s in report.sections]


@pytest.mark.parametrize("template", list(Template))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_template_speaks_both_languages(template: Template, language: str) -> None:
    report = made(template, language)
    assert report.language == language
    assert report.template is template
    assert report.sections
    assert report.quality
    said = [text for text in texts((report.title, report.summary, report.sections)) if " " in text]
    other = set(texts(made(template, "fr" if language == "en" else "en")))
    shared = [
        text
        for text in said
        if text in other and re.search(r"\b(the|of|les?|des?)\b", text) and "/" not in text
    ]
    # Texts of the data itself are in one language; the rest has its translation.
    assert shared == []
    assert not [text for text in texts(report) if re.search(r"[{}]", text)]


@pytest.mark.parametrize("template", list(Template))
def test_french_texts_are_set_as_french(template: Template) -> None:
    own = made(template, "fr")
    said = texts((own.title, own.summary, tuple(s.title for s in own.sections), own.quality))
    assert [(text, faults) for text in said if (faults := french_faults(text))] == []


@pytest.mark.parametrize("template", list(Template))
def test_nobody_is_named_and_no_address_is_there(template: Template) -> None:
    report = made(template)
    for text in (*texts(report), *texts(report.data)):
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w", text), text


def test_each_sentence_of_the_summary_says_its_basis() -> None:
    for template in (Template.YEARLY, Template.MONTHLY, Template.DEPARTMENT, Template.REPOSITORY):
        found = made(template).summary
        assert found
        assert all(f.basis.endswith(".") and f.text.endswith((".", ")")) for f in found)


def test_the_yearly_summary_is_computed_from_the_numbers() -> None:
    said = {f.id: f.text for f in made(Template.YEARLY).summary}
    assert said == {
        "size": "Of 127 repositories, 76 had a commit in the 12 months before 22 August 2026. "
        "In the 12 months before those it was 92.",
        "activity": "22,803 commits in 12 months, 13 % fewer than the 26,333 of the year before.",
        "licences": "20 of 127 repositories (16 %) state no licence. Of those, 5 are active.",
        "changed": "The 12 months to 22 August 2026: 1 licence changed; "
        "2 items of readiness gained; 1 item of readiness lost.",
        "hardware": "8 of 15 hardware repositories state no licence. Of software it is 9 of 102.",
        "readiness": "The middle repository has 5 of 10 items of release readiness. "
        "Most have README (96 %), fewest REUSE compliant (3 %).",
        "one-author": "50 of 127 depend on one author each, who made half of the commits. "
        "Of those, 21 are active.",
    }


def test_the_yearly_report_compares_now_and_before() -> None:
    (table,) = section(made(Template.YEARLY), "glance").tables
    rows = {str(row[0]): row[1:] for row in table.rows}
    assert rows["Active in 12 months"] == (76, 92, -16, pytest.approx(-16 / 92), False)
    assert rows["REUSE compliant"][:3] == (4, None, None)


def test_filters_are_named_and_followed() -> None:
    report = build_report(
        SAMPLE.filtered(Filters(kind="hardware")), Template.YEARLY, date=DAY, language="en"
    )
    assert "Filters: Kind: hardware. 15 of 127 repositories." in report.subtitle[0]
    (table,) = section(report, "rows").tables
    assert len(table.rows) == len(report.data[0].rows) == 15


@pytest.mark.parametrize("template", [t for t in Template if t is not Template.REPOSITORY])
def test_nothing_to_report_is_said(template: Template) -> None:
    nothing = SAMPLE.filtered(Filters(name="zzz"))
    report = build_report(nothing, template, date=DAY, department="cern-it")
    assert report.nothing == "No repository fits these filters."
    assert (report.sections, report.summary, report.data) == ((), (), ())


def test_sections_of_others_stand_before_the_list() -> None:
    more = Section("exposure", "Exposure")
    for template in Template:
        report = build_report(SAMPLE, template, date=DAY, more=[more], **WANTED)
        found = names(report)
        assert "exposure" in found
        if "rows" in found:
            assert found.index("exposure") < found.index("rows")


# A department -------------------------------------------------------------------------------------


def own(repo: str, **values: object) -> Repository:
    plain: dict[str, object] = {
        "kind": RepositoryKind.SOFTWARE,
        "license": "MIT",
        "family": "mit",
        "commits_12m": 3,
        "authors": 9,
        "authors_for_half": 2,
        "head_date": date(2026, 8, 1),
        "first_commit_date": date(2020, 1, 1),
        "url": f"https://git.example.org/{repo}",
    }
    return Repository(repo=repo, **(plain | values))  # type: ignore[arg-type]


def portfolio(*rows: Repository, **values: object) -> Portfolio:
    plain: dict[str, object] = {
        "months": {},
        "license_events": (),
        "author_domains": (),
        "about": About(reference_date=date(2026, 8, 22)),
    }
    return Portfolio.from_records(Records(repositories=rows, **(plain | values)))  # type: ignore[arg-type]


def test_a_department_stands_beside_the_whole() -> None:
    whole = portfolio(
        own("a/a", department="EP, SFT", license="", family="none"),
        own("a/b", department="EP, SFT"),
        own("b/a", department="IT"),
        own("b/b", department="IT"),
    )
    report = build_report(whole, "department", date=DAY, department="EP, SFT", language="en")
    assert report.title == "Open source portfolio of EP, SFT"
    said = {f.id: f.text for f in report.summary}
    assert said["beside-without"] == (
        "1 of 2 (50 %) state no licence; in the whole portfolio 25 %."
    )
    (table,) = section(report, "rows").tables
    assert {row[0].label for row in table.rows if isinstance(row[0], Link)} == {"a/a", "a/b"}
    assert not any("context" in line for line in report.subtitle)


def test_without_departments_the_context_is_taken_and_said() -> None:
    report = made(Template.DEPARTMENT)
    assert "The data states no departments" in report.subtitle[0]
    assert "Context: cern-it" in report.subtitle[1]


@pytest.mark.parametrize("wanted", ["", "no such", "cern-it,cern-ep", "<b>\u202e"])
def test_a_department_that_is_not_there_is_an_error(wanted: str) -> None:
    with pytest.raises(InputError, match="No report was made") as error:
        build_report(SAMPLE, "department", date=DAY, department=wanted)
    assert "cern-it" in error.value.remedy
    assert "\u202e" not in str(error.value)


# One repository -----------------------------------------------------------------------------------


def test_one_repository_shows_its_parts_and_sources() -> None:
    small = own("x/y", authors=3, license_detected="GPL-2.0-only", error="timed out")
    claims = (
        Claim("license", "MIT", "inventory.csv", date(2026, 8, 1), Confidence.CURATED),
        Claim("license", "GPL-2.0-only", "github.com", date(2026, 8, 2), Confidence.REPORTED),
        Claim("authors", 3, "git", date(2026, 8, 3), Confidence.DETECTED),
    )
    whole = portfolio(
        small,
        months={"x/y": (("2026-05", 2), ("2026-08", 1))},
        license_events=(LicenseEvent("x/y", date(2021, 1, 1), "c0ffee" * 6, "GPL-2.0-only"),),
        author_domains=(AuthorDomain("x/y", "cern.ch", 7),),
        dependencies=(Dependency("x/y", "pkg:pypi/numpy", source="pyproject.toml"),),
        claims={"x/y": claims},
    )
    report = build_report(whole, "repository", date=DAY, repo="x/y", language="en")
    assert names(report) == [
        "figures",
        "facts",
        "readiness",
        "activity",
        "history",
        "institutes",
        "dependencies",
        "sources",
    ]
    (sources,) = section(report, "sources").tables
    assert [row[2] for row in sources.rows] == ["git", "inventory.csv", "github.com"]
    said = " ".join(texts(report))
    assert "A person read the files; the tools had made GPL-2.0-only of them." in said
    assert "It could not be read: timed out" in said
    # Three authors are a group under five, wherever the number stands.
    assert said.count("fewer than 5") == 2
    assert [f.value for f in section(report, "figures").figures if f.id == "authors"] == [None]
    (chart,) = report.charts()
    assert chart.labels == ("2026-05", "2026-06", "2026-07", "2026-08")
    assert chart.series[0].values == (2, 0, 0, 1)


def test_one_repository_of_which_nothing_is_known() -> None:
    bare = Repository(repo="x/y", kind=None, license="", family="unknown")
    report = build_report(portfolio(bare), "repository", date=DAY, repo="x/y", language="en")
    assert report.summary[0].text == "Its licence was not recognised."
    assert "activity" not in names(report)
    assert "Not known: " in report.summary[-1].basis


def test_a_repository_is_found_whatever_the_filters() -> None:
    hidden = SAMPLE.filtered(Filters(kind="hardware"))
    report = build_report(hidden, "repository", date=DAY, repo="AIDASoft/DD4hep")
    assert "DD4hep" in report.title
    for wanted in ("", "x/y", "x" * 5000):
        with pytest.raises(InputError):
            build_report(SAMPLE, "repository", date=DAY, repo=wanted)


# A month ------------------------------------------------------------------------------------------

BEFORE = portfolio(
    own("a/stays", present={"security": False}),
    own("a/gone"),
    own("a/changes"),
    about=About(reference_date=date(2026, 7, 22)),
)
AFTER = portfolio(
    own("a/stays", present={"security": True}),
    own("a/new"),
    own("a/changes", license="Apache-2.0", family="apache", error="timed out"),
    license_events=(
        LicenseEvent("a/changes", date(2021, 1, 1), "1", "MIT"),
        LicenseEvent("a/changes", date(2026, 8, 3), "2", "Apache-2.0"),
    ),
    changes=(Change("a/stays", date(2026, 8, 5), "security", "yes"),),
)


def test_a_month_of_two_readings() -> None:
    report = build_report(AFTER, "monthly", date=DAY, previous=BEFORE, language="en")
    assert report.title == "Changes in the portfolio, 23 July 2026 to 22 August 2026"
    assert report.subtitle[0] == (
        "What was read on 22 July 2026 beside what was read on 22 August 2026."
    )
    assert report.summary[0].text == (
        "23 July 2026 to 22 August 2026: 1 new repository; 1 repository gone; 1 licence changed; "
        "1 item of readiness gained."
    )
    assert [s for s in names(report) if s in {"new", "gone", "license-changes", "unread"}] == [
        "new",
        "gone",
        "license-changes",
        "unread",
    ]
    (table,) = section(report, "license-changes").tables
    assert table.rows[0][1:] == ("MIT", "Apache-2.0", date(2026, 8, 3))
    (gained,) = section(report, "readiness-changes").tables
    assert gained.rows[0][1:] == ("SECURITY", "new", date(2026, 8, 5))
    assert "1 of 3 repositories could not be read" in " ".join(texts(report)) or (
        "One of 3 repositories could not be read." in " ".join(texts(report))
    )


def test_a_month_that_histories_tell() -> None:
    report = build_report(AFTER, "monthly", date=DAY, language="en", period="2026-08")
    assert report.subtitle[0].startswith("Changes from 1 August 2026 to 22 August 2026")
    gone = next(f for f in section(report, "figures").figures if f.id == "gone")
    assert gone.value is None
    assert gone.lines == ("One reading alone cannot tell.",)
    assert "Gone repositories are not known." in report.summary[0].basis


def test_the_previous_reading_gets_the_same_filters() -> None:
    hardware = own("h/gone", kind=RepositoryKind.HARDWARE)
    before = portfolio(own("s/gone"), hardware, about=BEFORE.about)
    now = portfolio(own("s/new"), replace(hardware, repo="h/new"))
    chosen = now.filtered(Filters(kind="hardware"))
    report = build_report(chosen, "monthly", date=DAY, previous=before, language="en")
    (gone,) = section(report, "gone").tables
    assert [str(row[0].label) for row in gone.rows if isinstance(row[0], Link)] == ["h/gone"]


# Errors -------------------------------------------------------------------------------------------


def test_wrong_orders_are_errors() -> None:
    with pytest.raises(InputError, match="There is no template “weekly”"):
        build_report(SAMPLE, "weekly", date=DAY)
    with pytest.raises(InputError, match="There are no texts in “xx”"):
        build_report(SAMPLE, "yearly", date=DAY, language="xx")
    with pytest.raises(InputError, match="is no period"):
        build_report(SAMPLE, "yearly", date=DAY, period="soon")
