# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The organisation's repositories: sources, metrics, charts and report."""
