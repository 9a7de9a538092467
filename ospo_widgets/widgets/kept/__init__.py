# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Work is kept as it is done, and comes back after a session is lost."""
