# SPDX-License-Identifier: EUPL-1.2
"""Finding registered objects of the site by what a person types."""
