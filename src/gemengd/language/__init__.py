# SPDX-License-Identifier: EUPL-1.2
"""The ground for words: one language with its numbers, dates and words of certainty."""
