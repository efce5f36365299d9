# SPDX-License-Identifier: EUPL-1.2
"""Files of DUO, the agency that publishes school data."""
