# SPDX-License-Identifier: EUPL-1.2
"""The site: the monitor as a public dashboard, and the product on which the rest of the chain will stand."""
