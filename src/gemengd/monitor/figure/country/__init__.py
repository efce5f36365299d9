# SPDX-License-Identifier: EUPL-1.2
"""The figures of all municipalities together, a file each."""
