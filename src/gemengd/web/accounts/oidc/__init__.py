# SPDX-License-Identifier: EUPL-1.2
"""Logging in with the account of one's organisation, by OpenID Connect.

An app of its own, so that allauth finds the provider: it stands in the place of allauth's own app of that
name, which trusts what comes over TLS. Here the signature, the nonce and the dates of every ID token are
checked.
"""
