# SPDX-License-Identifier: EUPL-1.2
"""The verifier that anyone can run: `verifier.py`, one file, standard library only."""

from gemengd.rounds.verify.verifier import main as verify

__all__ = ["verify"]
