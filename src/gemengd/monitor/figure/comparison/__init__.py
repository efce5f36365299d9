# SPDX-License-Identifier: EUPL-1.2
"""The figures of municipalities beside each other, a file each."""
