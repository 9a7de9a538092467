# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads and validates what the office knows (``data/`` and an overlay), each fact with its source."""
