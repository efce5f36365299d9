# SPDX-License-Identifier: EUPL-1.2
"""The figures of one school, a file each."""
