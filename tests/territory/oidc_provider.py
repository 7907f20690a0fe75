"""A small real OpenID Connect provider on this machine: discovery, authorize, token, userinfo, keys, log-out.

It signs with RS256, checks PKCE and the client's secret, and remembers what it was asked. What it answers is set on
the object: who the person is, and what it does wrong.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "accanto", "only-for-tests"
LEVEL_1, LEVEL_2 = "https://www.spid.gov.it/SpidL1", "https://www.spid.gov.it/SpidL2"
FISCAL = "https://attributes.eid.gov.it/fiscal_number"


class Provider:
    """`person` are the claims; `wrong` replaces claims of the token; `stranger_key` signs with a key it hides."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person: dict[str, Any] = {"sub": "persona-1", FISCAL: "TINIT-XXXXXX00X00X000X"}
        self.acr = LEVEL_2
        self.wrong: dict[str, Any] = {}
        self.wrong_userinfo: dict[str, Any] = {}
        self.stranger_key = False
        self.algorithm = "RS256"
        self.refuse = ""
        self.auth_time: int | None = None
        self.asked: list[dict[str, str]] = []
        self.left: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.issuer = ""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/leave",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        self.asked.append(asked)
        if self.refuse:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.refuse, 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET)
            or asked.get("code_challenge") != challenge.rstrip(b"=").decode()
        ):
            return None
        return {
            "access_token": "opaque",
            "token_type": "Bearer",
            "id_token": self.signed(nonce=asked.get("nonce")),
        }

    def signed(self, **more: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "auth_time": self.auth_time or now,
            "acr": self.acr,
            "sid": "session-1",
            **self.person,
            **more,
            **self.wrong,
        }
        if self.algorithm != "RS256":
            return jwt.encode(claims, SECRET.ljust(32, "x"), algorithm=self.algorithm, headers={"kid": "one"})
        key = self.other_key if self.stranger_key else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"})


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/.well-known/openid-configuration":
                self.tell(provider.discovery())
            elif parts.path == "/keys":
                self.tell(provider.keys())
            elif parts.path == "/userinfo":
                self.tell({**provider.person, **provider.wrong_userinfo})
            elif parts.path == "/authorize":
                self.send(provider.authorize(asked))
            elif parts.path == "/leave":
                provider.left.append(asked)
                self.send(asked["post_logout_redirect_uri"])
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            told = provider.token({name: values[0] for name, values in parse_qs(body).items()})
            if told is None:
                self.tell({"error": "invalid_grant"}, status=400)
            else:
                self.tell(told)

        def tell(self, data: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def send(self, where: str) -> None:
            self.send_response(302)
            self.send_header("Location", where)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Quiet."""

    return Handler


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
