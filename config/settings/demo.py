"""The demo zone: secrets are made per instance, the cast logs in with one click, nothing leaves the machine."""

from accanto.core.env import demo_secret
from config.settings.base import *

SECRET_KEY = demo_secret("secret_key")
DEBUG = False
DEMO_MODE = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SMS_SENDER = "outbox"
