# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The process that reads hostile input, what starts it, and what it sends."""
