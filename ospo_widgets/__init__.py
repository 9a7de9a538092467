# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Self-service of an open source program office."""

__version__ = "0.1.0"
