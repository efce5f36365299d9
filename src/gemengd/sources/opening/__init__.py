# SPDX-License-Identifier: EUPL-1.2
"""From a path to tables: archives, encodings, sheets, text."""
