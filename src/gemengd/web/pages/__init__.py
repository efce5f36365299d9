# SPDX-License-Identifier: EUPL-1.2
"""The public pages; no account is needed to read them."""
