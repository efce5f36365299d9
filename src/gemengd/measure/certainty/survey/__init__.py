# SPDX-License-Identifier: EUPL-1.2
"""Weights and survey designs."""

from gemengd.measure.certainty.survey.weighting import survey

__all__ = ["survey"]
