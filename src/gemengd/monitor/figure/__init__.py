# SPDX-License-Identifier: EUPL-1.2
"""The figures of a municipality, a school, the country and a comparison."""
