# SPDX-License-Identifier: EUPL-1.2
"""For who looks after the site: import, build, publish, go back."""
