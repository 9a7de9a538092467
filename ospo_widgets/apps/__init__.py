# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One folder an app: model (state, no widgets) and view (widgets, no rules)."""
