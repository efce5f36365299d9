# SPDX-License-Identifier: EUPL-1.2
"""What the open data are: tables, columns, and the licences under which they stand."""
