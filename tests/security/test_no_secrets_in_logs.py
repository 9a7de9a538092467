# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What visitors type, and what their addresses hold, is in no log, however much is logged."""

from __future__ import annotations

import logging

import pytest
from serving import KERNEL, running

from ospo_widgets.apps.ask_the_office import AskModel, AskTheOfficeApp
from ospo_widgets.apps.compatibility import CompatibilityApp, CompatibilityModel
from ospo_widgets.apps.repository_scan import ScanApp, ScanModel
from ospo_widgets.errors import OspoError
from ospo_widgets.scanning.scan import scan
from ospo_widgets.server.protection import COOKIE

SECRET = "s3cr3t-w0rd-of-a-visitor"


def test_no_request_leaves_what_it_was_asked_with(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with running() as server:
        for path in ("/", "/help", "/ospo/place", "/ospo/health", "/voila/render/none.ipynb",
                     f"/api/kernels/{KERNEL}", f"/voila/api/shutdown/{KERNEL}",
                     "/voila/render/portfolio.ipynb", f"/{SECRET}"):  # fmt: skip
            for method in ("GET", "POST", "PUT"):
                server.ask(
                    f"{path}?s={SECRET}&token={SECRET}", method, b"" if method != "GET" else None,
                    Cookie=f"{COOKIE}={SECRET.ljust(32, 'x')}", Referer=f"http://x/?s={SECRET}",
                    Authorization=f"token {SECRET}", X_Forwarded_For=SECRET,
                )  # fmt: skip
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        f"https://user:{SECRET}@gitlab.cern.ch/a/b", f"https://{SECRET}@gitlab.cern.ch/a/b",
        f"https://gitlab.cern.ch/a/b?private_token={SECRET}", f"https://gitlab.cern.ch/a#{SECRET}",
        f"ssh://x:{SECRET}@gitlab.cern.ch/a/b",
    ],
)  # fmt: skip
def test_no_address_with_a_secret_is_logged_or_told(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(OspoError) as caught:
        scan(address)
    page = ScanApp(ScanModel())
    page.guard.show(caught.value)
    assert SECRET not in str(caught.value)
    assert SECRET not in page.alert.value
    assert SECRET not in caplog.text


def test_no_field_and_no_defect_is_logged_with_what_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ask = AskModel(environment={})
    page = AskTheOfficeApp(ask)
    for field in ("subject", "project", "question"):
        ask.fill(field, SECRET)
    ask.introduce(name=SECRET, address=f"{SECRET}@example.org")
    with pytest.raises(OspoError):
        ask.from_query({"subject": SECRET, "kind": SECRET})
    compatible = CompatibilityModel()
    CompatibilityApp(compatible)
    compatible.from_query({"in": SECRET, "into": SECRET})
    page.guard(lambda: int("no number"))()
    assert "ValueError" in caplog.text  # a defect is logged, and nothing of a field with it
    assert SECRET not in caplog.text
