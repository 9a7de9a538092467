# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What sources import, include and use; nothing is run, and only lines are looked at."""
