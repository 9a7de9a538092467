# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Ask the office: a question with what the person wishes to attach, seen before it is sent."""

from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.apps.ask_the_office.view import AskTheOfficeApp, show

__all__ = ["AskModel", "AskTheOfficeApp", "show"]
