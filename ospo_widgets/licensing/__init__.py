# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX expressions, compatibility verdicts, effective licences, notices and texts: pure functions."""
