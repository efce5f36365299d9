# SPDX-License-Identifier: EUPL-1.2
"""An app whose work goes wrong in every way that work can, for the tests of the worker."""
