# SPDX-License-Identifier: EUPL-1.2
"""What the site says to people when they are elsewhere: mails by an outbox, and notices on the site."""
