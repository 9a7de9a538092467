# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reports on a portfolio: one model, five templates, five formats; no kernel and no clock.

``build_report`` makes a report, ``render`` writes it, ``run_config`` does both from a file.
"""
