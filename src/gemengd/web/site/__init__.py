# SPDX-License-Identifier: EUPL-1.2
"""The site as a whole: its environment and limits, and how an app says what it brings."""
