# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Checks that make findings: each takes what the scan found and yields drafts."""
