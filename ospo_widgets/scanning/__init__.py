# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Safe intake, one pass over the files, REUSE, licences, dependencies, findings and exports."""
