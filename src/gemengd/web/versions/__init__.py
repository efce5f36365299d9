# SPDX-License-Identifier: EUPL-1.2
"""Immutable revisions of any object, what changed between them, and a page that checks one."""
