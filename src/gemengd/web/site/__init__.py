# SPDX-License-Identifier: EUPL-1.2
"""What the site itself is made of: how an app says what it brings, and how that is collected and checked."""
