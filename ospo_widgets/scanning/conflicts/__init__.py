# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What comes in against the licence of each part: judged, with reasons and ways out."""
