"""Logging in through the body's own provider or a SPID/CIE gateway (OpenID Connect, authorization code with PKCE)."""
