# SPDX-License-Identifier: EUPL-1.2
"""The site as a whole: its environment, limits, languages and serving."""
