# SPDX-License-Identifier: EUPL-1.2
"""The open data whole: files of a published version, their description and the catalogue."""
