# SPDX-FileCopyrightText: 2019 CERN
# SPDX-License-Identifier: Apache-2.0
"""Track fits for test-beam data."""
