# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Readers of manifests: what a project declares that it is and needs. Nothing is ever executed."""
