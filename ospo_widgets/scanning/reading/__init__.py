# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One pass over the files: each is read once, and every detector works on that one buffer."""
