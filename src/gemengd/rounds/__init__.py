# SPDX-License-Identifier: EUPL-1.2
"""A round of admission as an act: a folder on disk, a lottery anyone can check, later changes."""
