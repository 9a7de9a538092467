# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Release readiness: the checklist, and what README, metadata and community files say."""
