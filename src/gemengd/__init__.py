# SPDX-License-Identifier: EUPL-1.2
"""Open software against school segregation: measure, understand, try, agree, act, evaluate, share."""

__version__ = "0.1.0"

__all__ = ["__version__"]
