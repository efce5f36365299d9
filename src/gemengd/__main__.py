# SPDX-License-Identifier: EUPL-1.2
"""`python -m gemengd`."""

from gemengd.cli import main

main()
