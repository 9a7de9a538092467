# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From what the scan found to the best practice about it."""

from __future__ import annotations

from urllib.parse import urlencode

from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import words


def practice_link(check: str, title: str) -> Markup:
    """A link to the best practice; the page there finds it, so that no scan waits for it.

    Args:
        check: Id of a finding or of an item of the checklist.
        title: What it is about, for those who hear links without their surroundings.
    """
    url = app_url("best_practices", urlencode({"check": check}))
    about = tag("span", f" {title}", class_="visually-hidden")
    return tag("a", words("scan_app.finding.practice"), about, href=url, class_="practice-link")
