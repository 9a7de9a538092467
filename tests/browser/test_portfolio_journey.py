# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Journey E: from a saved view to one repository, a what-if, the report and own data."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pages import Server, Visit
from playwright.sync_api import expect
from portfolio_pages import HEADING, download, heading, open_portfolio, showing, tab

pytestmark = pytest.mark.browser

OWN = (
    "Project;Web address;Terms\n"
    "g/one;https://gitlab.example.org/g/one;MIT\n"
    "g/two;https://gitlab.example.org/g/two;Apache-2.0\n"
    "g/two;https://gitlab.example.org/g/two;\n"
)


def test_a_view_comes_back_by_its_name_and_by_going_back(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = open_portfolio(server, visit, "family=none&active=yes").page
    showing(page, 5)
    page.get_by_role("button", name="Save this view").click()
    name = page.get_by_label("Name for this view")
    expect(name).to_be_focused()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("A view needs a name.")
    name.fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    mine = page.get_by_role("link", name="Mine", exact=True)
    expect(mine).to_have_attribute("href", "portfolio.ipynb?family=none&active=yes")
    expect(name).to_be_hidden()

    page.get_by_role("link", name="Hardware", exact=True).click()
    showing(page, 15)
    expect(mine).to_be_visible()
    page.go_back()
    showing(page, 5)
    page.get_by_role("button", name="Forget").click()
    expect(mine).to_be_hidden()


def test_from_a_cell_to_a_repository_and_whom_another_licence_touches(
    server: Server, visit: Callable[..., Visit], images: Path
) -> None:
    made = open_portfolio(server, visit)
    page = made.page
    tab(page, "Readiness")
    page.get_by_label("Rows are").select_option("Kind")
    row = page.locator(".ospo-grid tbody tr").filter(has_text="hardware (15)")
    row.locator("td button").first.click()
    page.wait_for_url("**kind=hardware*")
    page.get_by_role("button", name="Clear", exact=True).click()
    showing(page, 127)

    tab(page, "Data quality")
    page.get_by_role("button", name="See the rows").first.click()
    showing(page, 22)
    page.get_by_role("button", name="Clear", exact=True).click()
    tab(page, "Dependencies")
    expect(heading(page, "Dependencies that conflict")).to_be_visible()
    page.get_by_role("link", name="acts-project/acts").first.click()

    expect(heading(page, "acts-project/acts", 1)).to_be_visible()
    expect(heading(page, "How it changed")).to_be_visible()
    expect(page.get_by_text("Readiness: 7 of 10")).to_be_visible()
    scan = page.get_by_role("link", name="Scan it").get_attribute("href")
    assert scan == "repository_scan.ipynb?git=https%3A%2F%2Fgithub.com%2Facts-project%2Facts"
    mail = page.get_by_role("link", name="Draft a mail to the project").get_attribute("href")
    assert mail is not None
    assert mail.startswith("mailto:?subject=")
    page.get_by_role("button", name="What if its licence changed").click()

    expect(heading(page, "What if a licence changed", 1)).to_be_focused()
    name, wanted = (
        page.get_by_label("Repository or component"),
        page.get_by_label("Another licence"),
    )
    expect(name).to_have_value("acts-project/acts")
    page.get_by_role("button", name="Show who is affected").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was worked out.")
    expect(wanted).to_be_focused()
    name.fill("inveniosoftware/invenio")
    wanted.fill("GPL-3.0-or-later")
    page.get_by_role("button", name="Show who is affected").click()
    path = "zenodo/zenodo-rdm → inveniosoftware/invenio-rdm-records → inveniosoftware/invenio"
    expect(page.locator("td").filter(has_text=path)).to_be_visible()
    expect(page.get_by_text("29 have no known dependencies")).to_be_visible()
    assert "to=GPL-3.0-or-later" in page.url
    page.screenshot(path=images / "portfolio-what-if.png", full_page=True)
    page.get_by_role("button", name="Back to the portfolio").click()
    expect(heading(page, HEADING, 1)).to_be_visible()
    assert made.errors == []


def test_the_report_is_seen_first_and_given_in_each_format(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = open_portfolio(server, visit, "kind=hardware").page
    page.get_by_role("button", name="Make a report").click()
    expect(heading(page, "Make a report", 1)).to_be_focused()
    preview = page.frame_locator("iframe.ospo-preview")
    page.get_by_label("Period").fill("some day")
    page.get_by_role("button", name="Show the report").click()
    expect(page.get_by_role("alert")).to_contain_text("some day")
    page.get_by_label("Period").fill("")
    page.get_by_role("button", name="Show the report").click()
    expect(preview.get_by_text("15 of 127 repositories")).to_be_visible()

    file = tmp_path / "report.html"
    file.write_bytes(download(page, "Download HTML"))
    assert zipfile.is_zipfile(BytesIO(download(page, "Download XLSX")))
    assert download(page, "Download PDF").startswith(b"%PDF")
    report = visit()
    report.page.goto(file.as_uri())
    expect(report.page.get_by_role("heading", level=1)).to_be_visible()
    assert [url for url in report.requests if not url.startswith("file:")] == []

    page.get_by_label("Report", exact=True).select_option("What changed in a month")
    page.get_by_label("Language").select_option("French")
    page.get_by_label("Period").fill("2026-08")
    page.get_by_role("button", name="Show the report").click()
    expect(preview.locator("html")).to_have_attribute("lang", "fr")
    expect(preview.get_by_role("heading", level=1)).to_be_visible()
    command = "--template monthly --language fr --period 2026-08 --kind hardware"
    expect(page.locator("code")).to_contain_text(command)


def test_a_wrong_address_and_wrong_files_are_said_and_own_ones_open(
    server: Server, visit: Callable[..., Visit]
) -> None:
    wrong = "kind=%3Cscript%3E&family=none&view=repository&open=no/x"
    made = open_portfolio(server, visit, wrong)
    page = made.page
    expect(page.get_by_text("is no value of “Kind”")).to_be_visible()
    expect(page.get_by_text("The portfolio has no repository “no/x”.")).to_be_visible()
    showing(page, 20)
    page.get_by_role("button", name="Use other data").click()
    expect(heading(page, "Use other data", 1)).to_be_visible()
    expect(page.get_by_text("No file names a repository yet.")).to_be_visible()
    given = page.locator("input[type=file]")
    given.set_input_files({"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    expect(page.get_by_role("alert")).to_contain_text("empty")
    given.set_input_files({"name": "own.csv", "mimeType": "text/csv", "buffer": OWN.encode()})
    expect(heading(page, "own.csv")).to_be_visible()
    project, address = page.get_by_label("Project"), page.get_by_label("Web address")
    chosen = "field => field.selectedOptions[0].textContent"
    before = address.evaluate(chosen)
    project.select_option("left out")
    address.select_option("left out")
    expect(page.locator(".filters + * [role=alert]")).to_be_visible()
    expect(address.locator("option:checked")).to_have_text(before)
    page.get_by_label("Terms").select_option("Main licence")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Open this data").click()
    expect(heading(page, HEADING, 1)).to_be_visible()
    expect(page.get_by_text("2 repositories").first).to_be_visible()
    expect(heading(page, "All 2 repositories")).to_be_visible()
    assert made.errors == []
