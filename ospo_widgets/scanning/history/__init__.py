# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the history of a repository tells: contributors in aggregate, years, tags, old secrets."""
