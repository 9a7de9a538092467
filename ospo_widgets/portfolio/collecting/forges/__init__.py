# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Asks GitLab and GitHub which repositories a group or an organisation has, and what they say.

Both functions give references for ``collect`` and the problems met; what was read before an error
stays. Nothing of people is kept.
"""

from __future__ import annotations

from ospo_widgets.portfolio.collecting.forges.github import github_references
from ospo_widgets.portfolio.collecting.forges.gitlab import gitlab_references
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings

__all__ = ["ForgeSettings", "github_references", "gitlab_references"]
