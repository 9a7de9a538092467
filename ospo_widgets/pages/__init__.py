# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages that need no session: home, help, accessibility, privacy, sources."""
