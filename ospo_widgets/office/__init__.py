# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Letters to the office and to catalogues: what a person sends, as data and as files."""
