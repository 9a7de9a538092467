# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Brings what somebody wants scanned to where it can be read safely."""
