# SPDX-License-Identifier: EUPL-1.2
"""A small OpenID Connect provider for tests: a server on a free port that answers as it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "gemengd", "geheim"


class Provider:
    """What it says can be changed by a test: `person` (claims), `spoil` (of the token), `sign_with`."""

    def __init__(self, address):
        self.address = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.sign_with = self.key
        self.person = {"sub": "p-1", "email": "ambtenaar@gemeente.example", "email_verified": True}
        self.spoil = {}
        self.userinfo = {}
        self.asked = {}

    def authorize(self, location):
        """What the login page of the provider does: keep what was asked, give a code."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return {"code": "code-1", "state": self.asked["state"]}

    def token(self, form):
        """The answer at the token endpoint; the verifier of PKCE must fit."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest())
        assert challenge.rstrip(b"=").decode() == self.asked["code_challenge"]
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            **self.person,
            **self.spoil,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(claims, self.sign_with, algorithm="RS256", headers={"kid": "k1"})
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token}

    def answer(self, path, form):
        """What stands at an address."""
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "jwks"}
            places = {name: f"{self.address}/{place}" for name, place in names.items()}
            return {"issuer": self.address, "userinfo_endpoint": f"{self.address}/userinfo", **places}
        if path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}
        if path == "/token":
            return self.token(form)
        return {**self.person, **self.userinfo}


@contextmanager
def running():
    """The provider, as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer({})

        def do_POST(self):
            self._answer(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def _answer(self, form):
            body = json.dumps(self.server.provider.answer(self.path, form)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
