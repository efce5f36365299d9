# SPDX-License-Identifier: EUPL-1.2
"""Checking an ID token (OpenID Connect Core 1.0, section 3.1.3.7)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key pair only: what the header of a token asks for is never simply done."""
LEEWAY = 60
"""Seconds by which the clocks of the provider and of the site may differ."""


class RefusedTokenError(ValueError):
    """The token does not prove who logs in."""


def verified(
    token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of a token that stood every check.

    Args:
        token: the ID token.
        keys: the key set of the provider (JWKS).
        issuer: who must have issued it.
        client_id: for whom it must be.
        nonce: what was sent along when this login began.

    Raises:
        RefusedTokenError: signature, issuer, audience, dates or nonce are wrong; the message names which.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise RefusedTokenError(f"the ID token was refused: {type(error).__name__}") from error
    if not nonce or not secrets.compare_digest(str(claims["nonce"]), nonce):
        raise RefusedTokenError("the ID token was refused: it belongs to another login (nonce)")
    if claims.get("azp", client_id) != client_id:
        raise RefusedTokenError("the ID token was refused: it was issued for another site (azp)")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> Any:
    wanted = jwt.get_unverified_header(token).get("kid")
    usable = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.public_key_use in (None, "sig")]
    for key in usable:
        if key.key_id == wanted or (wanted is None and len(usable) == 1):
            return key
    raise ValueError("no key with this number")
