# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Open hardware in a tree: kinds of design files, what stands in them, what a release needs."""
